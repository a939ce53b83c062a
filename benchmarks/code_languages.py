"""Answers in C++ and JavaScript, ours beside the plain tools: `python benchmarks/code_languages.py FILE --most 25`.

FILE: a `.jsonl.gz` of answers with `language`, `response`, and in `reference` tests in that language to be put behind
the program, as MultiPL-E has them. Each is judged here, and by the compiler and the program in plain subprocesses;
every pair that differs is listed.
"""

import argparse
import gzip
import json
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from thoughtmill.questions.formats.multiple import MULTIPL_E
from thoughtmill.verifiers.code.languages import LANGUAGES, NAMES, Language
from thoughtmill.verifiers.code.languages.language import PROGRAM, SOURCE
from thoughtmill.verifiers.code.verifier import Code, program_in
from thoughtmill.verifiers.contract import Outcome

WORD = "all-tests-have-passed"
SECONDS = 120


def passes_there(language: Language, program: str, tests: str) -> bool:
    """Whether a program with its tests behind it ends well in plain subprocesses."""
    with tempfile.TemporaryDirectory() as folder:
        places = {SOURCE: f"{folder}/source", PROGRAM: f"{folder}/program"}
        source = SOURCE if language.compile else PROGRAM
        Path(places[source]).write_text(language.with_tests(program, tests, WORD), encoding="utf-8")
        for words in (language.compile, language.command):
            if not words:
                continue
            command = [places.get(word, word) for word in words]
            try:
                run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
            except subprocess.TimeoutExpired:
                return False
            if run.returncode:
                return False
        return WORD in run.stdout


def main() -> None:
    """Print a line a language, then the pairs that differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=25, help="answers of each language")
    given = parser.parse_args()
    counts, listed = {name: Counter[str]() for name in LANGUAGES}, list[str]()
    with gzip.open(given.file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name = NAMES.get(row["language"], "")
            if name not in counts or counts[name]["pairs"] >= given.most:
                continue
            asked = MULTIPL_E.read({"language": name, "tests": row["reference"], "prompt": row["prompt"]})
            tests = json.loads(str(asked.reference))["script"]
            found = program_in(row["response"], None, LANGUAGES[name])
            there = not isinstance(found, str) and passes_there(LANGUAGES[name], found.code, tests)
            check = Code().check(row["response"], str(asked.reference))
            counts[name].update(["pairs", f"here {check.outcome}", *(["pass there"] if there else [])])
            if there != (check.outcome is Outcome.CORRECT):
                listed.append(f"{row['id']}: there {there}, here {check.outcome}: {(check.why or '')[:160]}")
    for name, count in counts.items():
        print(name, dict(count))
    print(*listed, sep="\n")


if __name__ == "__main__":
    main()
