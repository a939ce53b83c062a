"""Programs in other languages than Python, ours beside the plain tools: `python benchmarks/code_languages.py FILE`.

FILE: a `.jsonl.gz`, either of answers with `language`, `response`, and in `reference` tests in that language to be put
behind the program, as MultiPL-E has them; or of problems with tests that are calls, and `solutions` (language →
program). Each is judged here, and by the compiler and the program in plain subprocesses; with `--wrong` also each
solution with its first `+`, `<` or digit changed. Every pair that differs is listed.
"""

import argparse
import gzip
import json
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from thoughtmill.questions.formats.multiple import MULTIPL_E
from thoughtmill.questions.formats.programs import PROGRAMS
from thoughtmill.sandbox.walls import TOOLCHAIN
from thoughtmill.verifiers.code.compiled import given_to
from thoughtmill.verifiers.code.languages import LANGUAGES, NAMES, Language
from thoughtmill.verifiers.code.languages.language import PROGRAM, SOURCE
from thoughtmill.verifiers.code.reference import read_tests, same_result
from thoughtmill.verifiers.code.verifier import Code, program_in
from thoughtmill.verifiers.contract import Outcome

WORD = "all-tests-have-passed"
SECONDS, HEAP_MB = 120, 1024
CHANGES = (("+ 1", "+ 2"), ("<", ">"), ("0", "1"))
"""What makes a program another one, likely a wrong one."""


@dataclass(frozen=True)
class Case:
    """A program, its source with all that is put around it, and the inputs of its runs with what must come of each."""

    name: str
    language: Language
    response: str
    reference: str
    source: str
    runs: list[tuple[str, Any]]


def passes_there(case: Case) -> bool:
    """Whether a program is right in plain subprocesses."""
    language = case.language
    with tempfile.TemporaryDirectory() as folder:

        def run(words: tuple[str, ...], given: str) -> str | None:
            places = {SOURCE: f"{folder}/source", PROGRAM: f"{folder}/program", TOOLCHAIN: language.home()}
            command = [reduce(lambda word, one: word.replace(*one), places.items(), word) for word in words]
            try:
                done = subprocess.run(
                    command, input=given, capture_output=True, text=True, timeout=SECONDS, check=False
                )
            except subprocess.TimeoutExpired:
                return None
            return None if done.returncode else done.stdout

        place = language.compile[-1] if language.compile else PROGRAM
        place = place.replace(SOURCE, f"{folder}/source").replace(PROGRAM, f"{folder}/program")
        Path(place).write_text(case.source, encoding="utf-8")
        if language.compile and run(language.words(language.compile), "") is None:
            return False
        for given, wanted in case.runs:
            said = run(language.words(language.command, HEAP_MB), given)
            if said is None or (said.split()[-1:] != [WORD] if wanted is None else not _same(said, wanted)):
                return False
        return True


def _same(said: str, wanted: Any) -> bool:
    try:
        return same_result(json.loads(said), wanted)
    except ValueError:
        return False


def cases(row: dict[str, Any], tests: int, *, wrong: bool) -> Iterator[Case]:
    """What a row gives to judge."""
    if "response" in row:
        name = NAMES.get(row["language"], "")
        behind = LANGUAGES[name].behind if name in LANGUAGES else None
        if behind is None:
            return
        asked = MULTIPL_E.read({"language": name, "tests": row["reference"], "prompt": row["prompt"]})
        found, script = program_in(row["response"], None, LANGUAGES[name]), json.loads(str(asked.reference))["script"]
        source = "" if isinstance(found, str) else behind(found.code, script, WORD)
        yield Case(row["id"], LANGUAGES[name], row["response"], str(asked.reference), source, [("", None)])
        return
    given = json.loads(str(PROGRAMS.read(row).reference))
    for mark, program in row["solutions"].items():
        language = LANGUAGES.get(NAMES.get(mark, ""))
        if language is None or language.called is None or "tests" not in given or "function" not in given:
            continue
        reference = json.dumps(
            {"language": language.name, "function": given["function"], "tests": given["tests"][:tests]}
        )
        runs = [(given_to(one.given), one.wanted) for one in read_tests(reference).tests]
        for kind, code in (("solution", program), *((("changed", changed(program)),) if wrong else ())):
            source = language.called(code, given["function"])
            yield Case(f"{row['id']} {kind}", language, f"```{mark}\n{code}\n```", reference, source, runs)


def changed(program: str) -> str:
    """A program with a small change."""
    body = program.find("{") + 1
    for before, after in CHANGES:
        if before in program[body:]:
            return program[:body] + re.sub(re.escape(before), after, program[body:], count=1)
    return program


def main() -> None:
    """Print a line a language, then the pairs that differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=25, help="programs of each language")
    parser.add_argument("--tests", type=int, default=20, help="calls of each problem")
    parser.add_argument("--wrong", action="store_true", help="changed solutions, too")
    parser.add_argument("--only", default="", help="only this language")
    given = parser.parse_args()
    here = {name: one for name, one in LANGUAGES.items() if not one.missing() and given.only in ("", name)}
    counts, listed = {name: Counter[str]() for name in here}, list[str]()
    with gzip.open(given.file, "rt", encoding="utf-8") as lines:
        for case in (one for row in map(json.loads, lines) for one in cases(row, given.tests, wrong=given.wrong)):
            count = counts.get(case.language.name)
            if count is None or count["pairs"] >= given.most:
                continue
            check = Code().check(case.response, case.reference)
            there = bool(case.source) and passes_there(case)
            count.update(["pairs", f"here {check.outcome}", *(["pass there"] if there else [])])
            if there != (check.outcome is Outcome.CORRECT):
                count.update(["differ"])
                listed.append(f"{case.name}, {case.language.name}: there {there}, here {check.outcome}: {check.why}")
            elif not there and case.name.endswith("solution"):
                listed.append(f"{case.name}, {case.language.name}: wrong in both: {check.why}")
    for name, count in counts.items():
        print(name, dict(count))
    print(*listed, sep="\n")


if __name__ == "__main__":
    main()
