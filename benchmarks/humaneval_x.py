"""HumanEval-X here and as it judges itself, in plain subprocesses: `python benchmarks/humaneval_x.py FILE …`.

FILE: a `humaneval_LANGUAGE.jsonl.gz` of the set. Judged are its own solutions, with `--wrong` each with a small change
as well, and with `--samples FILE …` what models wrote (`task_id`, `generation`). There: g++, `go test` with testify
(`--vendor` names the set's own go.mod and vendor), javac, node, `rustc --test`. Every pair that differs and every
refusal is listed as it comes. Three kinds of pairs that differ are counted apart, as the plain tools tell: in C++ one
with a `main` of its own beside that of the tests compiles here alone, and agrees once it is named otherwise, and one
whose function may end without a value, so that anything may happen (-Wreturn-type says so); in C++ and Java one agrees
once the headers or imports that are put before programs here stand before it.
"""

import argparse
import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.code_languages import changed  # the repository itself, found by the line above
from thoughtmill.questions.formats.humaneval_x import HUMANEVAL_X
from thoughtmill.verifiers.code.verifier import Code
from thoughtmill.verifiers.contract import Outcome

SECONDS = 120
HEADERS = ("stdlib.h", "algorithm", "math.h", "stdio.h", "vector", "string", "climits", "cstring", "iostream")
GO = ("math", "strings", "fmt", "strconv", "time", "bytes", "regexp", "sort", "math/rand", "crypto/md5")
"""What the set puts before a program that lacks it."""
CRATES = re.compile(r"^use (?:rand|regex|md5)\b.*\n", re.MULTILINE)
"""For Rust: what is not here, so that what needs it does not compile."""


OWN_MAIN = re.compile(r"^\s*(?:int|signed|void|auto)\s+main\s*\(", re.MULTILINE)
"""For C++."""
IMPORTS = {
    "cpp": "#include <bits/stdc++.h>\n",
    "java": "".join(f"import java.{one}.*;\n" for one in ("io", "math", "util", "util.function", "util.stream")),
}
"""What is put before programs here."""


def source(row: dict[str, Any], language: str, code: str) -> str:
    """A program with its tests, as the set joins them."""
    if language == "cpp":
        return "".join(f"#include<{one}>\n" for one in HEADERS) + code + "\n" + row["test"]
    if language == "go":
        body = code.replace(row["import"], "", 1)
        known = [f'"{one}"' for one in GO if one not in row["test_setup"] and f"{one.split('/')[-1]}." in body]
        imports = "import (\n" + "\n".join(known) + "\n)\n" if known else ""
        return f"{row['test_setup']}\n{imports}{body}\n{row['test']}"
    if language == "rust":
        return CRATES.sub("", "fn main(){}\n" + code + row["test"])
    return f"{code}\n{row['test']}"


def passes_there(row: dict[str, Any], language: str, code: str, vendor: Path | None) -> bool:
    """As the set itself would judge it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        name = {"cpp": "test.cpp", "go": "main_test.go", "java": "Main.java", "js": "test.js", "rust": "main.rs"}
        (place / name[language]).write_text(source(row, language, code), encoding="utf-8")
        if language == "go" and vendor:
            for one in ("go.mod", "go.sum"):
                shutil.copy(vendor / one, place)
            (place / "vendor").symlink_to(vendor.resolve() / "vendor")
        commands = {
            "cpp": ["g++ -O1 test.cpp", "./a.out"],
            "go": ["go test -mod=vendor ./..."],
            "java": ["javac Main.java", "java -cp . Main"],
            "js": ["node test.js"],
            "rust": ["rustc --edition 2021 --test -o tests main.rs", "./tests"],
        }
        for command in commands[language]:
            try:
                done = subprocess.run(
                    command.split(), cwd=place, capture_output=True, text=True, timeout=SECONDS, check=False
                )
            except subprocess.TimeoutExpired:
                return False
            if done.returncode or (language == "js" and done.stderr):  # node goes on after console.assert
                return False
        return True


def differing(row: dict[str, Any], language: str, code: str, vendor: Path | None, here: bool) -> str:
    """What kind of difference it is."""
    renamed = OWN_MAIN.sub("\nint main_of_the_answer(", code) if language == "cpp" else code
    if renamed != code and passes_there(row, language, renamed, vendor) == here:
        return "differ by a main of its own"
    if language == "cpp" and ends_without_value(source(row, language, code)):
        return "differ by a function that ends without a value"
    if language in IMPORTS and passes_there(row, language, IMPORTS[language] + renamed, vendor) == here:
        return "differ by an import"
    return "differ"


def ends_without_value(program: str) -> bool:
    """Whether g++ warns of a program in C++ that a function may end without a value."""
    command = ["g++", "-fsyntax-only", "-Wreturn-type", "-x", "c++", "-"]
    done = subprocess.run(command, input=program, capture_output=True, text=True, timeout=SECONDS, check=False)
    return "-Wreturn-type" in done.stderr


def programs(row: dict[str, Any], language: str, samples: list[dict[str, Any]], *, wrong: bool) -> Iterator[Any]:
    """Every program of a problem, and where it is from."""
    head = row["declaration"] if language == "rust" else row["prompt"]
    yield "solution", head + row["canonical_solution"]
    if wrong:
        yield "changed", head + changed("{" + row["canonical_solution"])[1:]
    for sample in samples:
        if sample["task_id"] == row["task_id"]:
            yield "sample", row["prompt"] + sample["generation"]


def judged(file: Path, given: argparse.Namespace, samples: list[dict[str, Any]]) -> Iterator[tuple[str, Counter[str]]]:
    """One file: what differs and what is refused, or nothing, with the counts up to a problem."""
    count = Counter[str]()
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][given.first :: given.every]
    for row in rows[: given.most]:
        language = row["task_id"].partition("/")[0].lower().replace("javascript", "js")
        asked, count["problems"] = HUMANEVAL_X.reading(row), count["problems"] + 1
        why = asked.fault or Code().faults_of(str(asked.reference))
        if why:
            count["refused"] += 1
            there = passes_there(row, language, next(programs(row, language, [], wrong=False))[1], given.vendor)
            count["refused though it runs there"] += there
            yield f"{row['task_id']} is refused{' though it runs there' if there else ''}: {why}", count
            continue
        for kind, code in programs(row, language, samples, wrong=given.wrong):
            plain = CRATES.sub("", code) if language == "rust" else code
            check = Code().check(f"```{language}\n{plain}\n```", str(asked.reference))
            here, there = check.outcome is Outcome.CORRECT, passes_there(row, language, code, given.vendor)
            count.update(["pairs", f"{kind}s", f"here {check.outcome}", *(["pass there"] if there else [])])
            if there != here:
                apart = differing(row, language, code, given.vendor, here)
                count[apart] += 1
                yield f"{row['task_id']} {kind}: {apart}: there {there}, here {check.outcome}: {check.why}", count
        yield "", count


def main() -> None:
    """Print what differs and what is refused, and how far it came every ten problems."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--samples", type=Path, nargs="*", default=[])
    parser.add_argument("--vendor", type=Path)
    parser.add_argument("--every", type=int, default=1, help="3: every third problem")
    parser.add_argument("--first", type=int, default=0, help="from which on")
    parser.add_argument("--most", type=int, default=1_000, help="problems of each file")
    parser.add_argument("--wrong", action="store_true", help="changed solutions, too")
    given = parser.parse_args()
    samples = [json.loads(line) for file in given.samples for line in file.read_text(encoding="utf-8").splitlines()]
    for file in given.files:
        count = Counter[str]()
        for line, count in judged(file, given, samples):
            if line or count["problems"] % 10 == 0:
                print(line or dict(count), flush=True)
        print(file.name, dict(count), flush=True)


if __name__ == "__main__":
    main()
