"""Programs in C++ and JavaScript: compiled and run behind the same walls, also when the source is hostile."""

import json
import shutil
from pathlib import Path

import pytest

from tests.verifiers.cases_code import reads
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.code.languages import LANGUAGES

pytestmark = pytest.mark.needs("bwrap")
CODE = VERIFIERS["code"]
CORRECT, WRONG = Outcome.CORRECT, Outcome.WRONG
SUM = (("2 3", "5"), ("4 3", "7"))
READ = '#include <cstdio>\nint main() { int a, b; scanf("%d %d", &a, &b); '
JS = "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\n"
FORK = '#include <unistd.h>\n#include <cstdio>\nint main() { puts(fork() < 0 ? "alone" : "BREACH"); }'
RUNS = (
    "const r = require('child_process').spawnSync('/usr/bin/node', ['-v']); console.log(r.error ? 'alone' : 'BREACH');"
)
CPP: list[tuple[str, str, tuple[tuple[str, str], ...], Outcome, str]] = [
    ("cpp", READ + "printf(\"%d\", a + b); }", SUM, CORRECT, ""),
    ("cpp", READ + "printf(\"%d\", a * b); }", SUM, WRONG, "test 1 of 2: printed"),
    ("cpp", READ + "printf(\"%d\", a + b); return 1; }", SUM, WRONG, "exit status 1"),
    ("cpp", READ + "for (;;) a++; }", SUM, WRONG, "more than 1 s of CPU"),
    ("cpp", "int main() {", SUM, WRONG, "it does not compile"),
    ("cpp", FORK, (("", "alone"),), CORRECT, ""),
    ("cpp", "#include \"/etc/passwd\"\nint main() {}", SUM, WRONG, "No such file"),
    ("cpp", "#include \"/dev/zero\"\nint main() {}", SUM, WRONG, "it does not compile"),
    ("cpp", "asm(\".incbin \\\"/dev/zero\\\"\");\nint main() {}", SUM, WRONG, "it does not compile"),
    ("cpp", "asm(\".incbin \\\"/proc/self/environ\\\"\");\nint main() {}", SUM, WRONG, "it does not compile"),
    ("cpp", "char big[1 << 28] = {1};\nint main() { return big[0]; }", SUM, WRONG, "it does not compile"),
    ("cpp", "template <int N> struct A { A<N + 1> a; };\nint main() { A<0> a; }", SUM, WRONG, "it does not compile"),
    ("cpp", "#include __FILE__\nint main() {}", SUM, WRONG, "it does not compile"),
    ("javascript", JS + "console.log(a + b)", SUM, CORRECT, ""),
    ("javascript", JS + "console.log(a * b)", SUM, WRONG, "test 1 of 2: printed"),
    ("javascript", "while (true);", SUM, WRONG, "more than 1 s of CPU"),
    ("javascript", RUNS, (("", "alone"),), CORRECT, ""),
]  # fmt: skip


def needed(language: str) -> None:
    """Skip where the language can't be run."""
    if why := LANGUAGES[language].missing():
        pytest.skip(why)


@pytest.mark.parametrize(("language", "program", "tests", "outcome", "why"), CPP)
def test_a_program_in_another_language_is_judged_by_its_output_and_gets_out_of_nothing(
    language: str, program: str, tests: tuple[tuple[str, str], ...], outcome: Outcome, why: str
) -> None:
    needed(language)
    reference = json.dumps({**json.loads(reads(*tests, seconds=1)), "language": language})
    check = CODE.check(f"```{language}\n{program}\n```", reference)
    assert check.outcome is outcome, check
    assert why in (check.why or "")


BEHIND = [
    ("cpp", "long twice(long a) { return 2 * a; }\nint main() { return 1; }", CORRECT),
    ("cpp", "long twice(long a) { return 3 * a; }", WRONG),
    ("cpp", "#include <cstdlib>\nlong twice(long a) { exit(0); }", WRONG),
    ("javascript", "const twice = a => 2 * a", CORRECT),
    ("javascript", "const twice = a => process.exit(0)", WRONG),
]
TESTS = {
    "cpp": "int main() {\n    auto candidate = twice;\n    assert(candidate(2) == 4);\n}\n",
    "javascript": "const assert = require('node:assert');\nassert.deepEqual(twice(2), 4);",
}


@pytest.mark.slow  # the compiler reads all headers of the standard library
@pytest.mark.parametrize(("language", "program", "outcome"), BEHIND)
def test_tests_in_its_own_language_are_put_behind_a_program(language: str, program: str, outcome: Outcome) -> None:
    needed(language)
    reference = json.dumps({"language": language, "script": TESTS[language]})
    check = CODE.check(f"```{language}\n{program}\n```", reference)
    assert check.outcome is outcome, check


def test_a_language_whose_tools_are_not_here_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reference = json.dumps({**json.loads(reads(*SUM)), "language": "C++"})
    (tmp_path / "bwrap").symlink_to(shutil.which("bwrap") or "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install g++" in (CODE.faults_of(reference) or "")
    assert "only Python, cpp, javascript" in (CODE.faults_of(reference.replace("C++", "rust")) or "")
