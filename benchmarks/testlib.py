"""testlib's own checkers in the sandbox, beside plain runs of the same: `python benchmarks/testlib.py FOLDER`.

FOLDER: a checkout of testlib, with `testlib.h` and `checkers/`. Each checker judges made outputs against an answer.
Every pair that differs is listed, and what it costs to build each and to ask it.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

from thoughtmill.verifiers.code.checkers import checked
from thoughtmill.verifiers.code.judge import TESTLIB, Judge
from thoughtmill.verifiers.code.languages import LANGUAGES
from thoughtmill.verifiers.code.reference import Test
from thoughtmill.verifiers.contract import Outcome

ANSWERS = {
    "1 2 3\n": ["1 2 3", "1  2\n3\n", "1 2 4", "1 2", "1 2 3 4", "", "x y z"],
    "0.5\n2.25\n": ["0.5 2.25", "0.5000001\n2.25\n", "0.50001\n2.25\n", "0.6\n2.25\n", "0.5", "nan 2.25"],
    "YES\nNO\n": ["YES\nNO\n", "yes\nno", "Yes No", "NO\nYES", "YES", "maybe\nNO"],
    "Case 1: 5\nCase 2: a b\n": ["Case 1: 5\nCase 2: a b", "case 1: 5\ncase 2: a b\n", "Case 1: 6\nCase 2: a b\n"],
    "hello world\n": ["hello world", "hello  world\n", "HELLO WORLD", "helloworld", "world hello"],
}
"""An answer, and outputs that are held against it."""
CHECKERS = (
    *("wcmp", "ncmp", "rcmp6", "rcmp4", "rcmp9", "yesno", "nyesno", "lcmp", "fcmp", "hcmp", "icmp", "uncmp", "acmp"),
    *("caseicmp", "casencmp", "casewcmp", "dcmp", "rcmp", "rncmp"),
)
SAYS = {0: Outcome.CORRECT, 1: Outcome.WRONG, 2: Outcome.WRONG, 4: Outcome.WRONG, 8: Outcome.WRONG}
"""What its exit means."""


def there(program: Path, folder: Path, answer: str, output: str) -> Outcome:
    """What a checker says in a plain run."""
    names = [folder / name for name in ("input.txt", "output.txt", "answer.txt")]
    for name, text in zip(names, ("", output, answer), strict=True):
        name.write_text(text, encoding="utf-8")
    run = subprocess.run([program, *names], capture_output=True, timeout=60, check=False)
    return SAYS.get(run.returncode, Outcome.UNDECIDED)


def main() -> None:
    """Print a line a checker, then what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=CHECKERS)
    given = parser.parse_args()
    os.environ[TESTLIB] = str(given.folder)
    differ, pairs = list[str](), 0
    with tempfile.TemporaryDirectory() as place:
        for name in given.only:
            source = given.folder / "checkers" / f"{name}.cpp"
            command = ["g++", "-O2", f"-I{given.folder}", "-o", f"{place}/{name}", source]
            subprocess.run(command, check=True)
            judge, asked, said, begun = Judge(source.read_text("utf-8"), LANGUAGES["cpp"]), 0, list[str](), time.time()
            for answer, outputs in ANSWERS.items():
                for output in outputs:
                    ours = checked(judge, Test("", answer, 1000), output)
                    plain = there(Path(place, name), Path(place), answer, output)
                    said, asked = [*said, ours.outcome.value[0]], asked + 1
                    if ours.outcome is not plain:
                        differ.append(f"{name}: {answer!r}, {output!r}: there {plain}, here {ours}")
            pairs += asked
            told = f"{''.join(said)}, {len(differ)} differ so far, {time.time() - begun:.1f} s"
            print(f"{name:10} {asked} outputs, {told}", flush=True)
    print(f"{len(given.only)} checkers, {pairs} pairs, {len(differ)} differ", *differ, sep="\n")


if __name__ == "__main__":
    main()
