"""The demo's questions, made from templates and written as ordinary source files: JSONL, CSV, Parquet, `datasets`.

    python campaigns/demo/make_questions.py FOLDER

writes one file a family to train on and, under `held-out/`, one to examine with; no question is in both, or among the
examples that the teacher is shown. The same script writes the same files, and leaves them alone if they are there.
Three rows are broken on purpose, as rows of real sources are: preparing the questions refuses each with its reason.
"""

import csv
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
EXAMPLES = (HERE / "examples-thinker.jsonl", HERE / "examples-direct.jsonl")
HELD_OUT = 15
SEED = 11


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = ("Tom", "Mia", "Anna", "Ben", "Lily", "Sam", "Eva", "Max")
THINGS = ("apples", "pens", "books", "shells", "coins", "cards", "eggs", "stamps")
WORDS = _words("""
    cat sun tree book lamp fish cup door rain bird stone shoe milk ball moon key bread cloud chair train boat hat
""")
NOUNS = _words("""
    river dog garden storm bicycle teacher beach kitchen horse winter market forest bridge birthday farmer window
    mountain letter rabbit school piano candle ship sunrise city baker desert picnic lake castle bakery
""")
TOOLS = _words("""
    hammer spoon key clock pencil ladder towel broom pillow bucket rope lamp knife map bottle ruler basket
    bell needle brush mirror blanket shovel candle wheel stove fridge camera compass saw kettle
""")

Made = tuple[str, str | None]
"""A prompt, and its reference where somebody can check an answer."""


def add(draw: random.Random) -> Made:
    """A sum of two small numbers."""
    a, b = draw.randint(2, 12), draw.randint(2, 12)
    return f"What is {a} + {b}?", str(a + b)


def subtract(draw: random.Random) -> Made:
    """A difference of two small numbers."""
    a = draw.randint(4, 12)
    b = draw.randint(1, a - 1)
    return f"What is {a} - {b}?", str(a - b)


def more(draw: random.Random) -> Made:
    """A sum in words."""
    one, other = draw.sample(NAMES, 2)
    thing, a, b = draw.choice(THINGS), draw.randint(2, 12), draw.randint(2, 9)
    return f"{one} has {a} {thing}. {other} gives {one} {b} more. How many {thing} does {one} have now?", str(a + b)


def after(draw: random.Random) -> Made:
    """The next whole number."""
    a = draw.randint(11, 98)
    return f"Which number comes right after {a}?", str(a + 1)


def before(draw: random.Random) -> Made:
    """The whole number before."""
    a = draw.randint(12, 99)
    return f"Which number comes right before {a}?", str(a - 1)


def first(draw: random.Random) -> Made:
    """The first word of a list."""
    words = draw.sample(WORDS, draw.randint(3, 4))
    return f"Which word comes first in this list: {', '.join(words)}?", words[0]


def last(draw: random.Random) -> Made:
    """The last word of a list."""
    words = draw.sample(WORDS, draw.randint(3, 4))
    return f"Which word comes last in this list: {', '.join(words)}?", words[-1]


def height(draw: random.Random) -> Made:
    """The tallest or the shortest of three."""
    one, two, three = draw.sample(NAMES, 3)
    wanted, answer = draw.choice([("tallest", one), ("shortest", three)])
    return f"{one} is taller than {two}. {two} is taller than {three}. Who is the {wanted}?", answer


def writing(draw: random.Random) -> Made:
    """A sentence about something; nobody can check it."""
    return f"Write one short sentence about a {draw.choice(NOUNS)}.", None


def usage(draw: random.Random) -> Made:
    """A plain question; nobody here can check the answer."""
    return f"What do people use a {draw.choice(TOOLS)} for?", None


FAMILIES: dict[str, tuple[Callable[[random.Random], Made], int, str]] = {
    "add": (add, 28, "jsonl"),
    "subtract": (subtract, 28, "csv"),
    "more": (more, 28, "parquet"),
    "after": (after, 28, "jsonl"),
    "before": (before, 28, "csv"),
    "first": (first, 20, "datasets"),
    "last": (last, 20, "parquet"),
    "height": (height, 20, "jsonl"),
    "writing": (writing, 30, "jsonl"),
    "usage": (usage, 30, "csv"),
}
"""How a family is made, how many questions there are to train on, and the format of its file."""


def main() -> None:
    """Write all files, unless the same script has written them before."""
    folder = Path(sys.argv[1]).resolve()
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in (Path(__file__), *EXAMPLES))).hexdigest()
    if (folder / "made-by").is_file() and (folder / "made-by").read_text() == stamp:
        return
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "held-out").mkdir(parents=True)
    shown = {json.loads(line)["prompt"] for path in EXAMPLES for line in path.read_text().splitlines()}
    for name, (make, count, form) in FAMILIES.items():
        held_out = HELD_OUT if make(random.Random(0))[1] is not None else 0
        made = distinct(name, make, count + held_out, shown)
        write(new, name, broken(name, made[held_out:], made[:held_out]), form)
        if held_out:
            write(new / "held-out", name, made[:held_out], "jsonl")
    (new / "made-by").write_text(stamp)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    print(f"questions written: {', '.join(FAMILIES)}")


def distinct(name: str, make: Callable[[random.Random], Made], count: int, shown: set[str]) -> list[Made]:
    """`count` questions of a family, no prompt twice and none of those that are shown as examples."""
    draw = random.Random(f"{SEED}-{name}")
    found: dict[str, str | None] = {}
    while len(found) < count:
        prompt, reference = make(draw)
        if prompt not in shown:
            found[prompt] = reference
    return list(found.items())


def broken(name: str, made: list[Made], held_out: list[Made]) -> list[Made]:
    """One family gets a row that repeats another, one without its reference, and one that the exam will ask."""
    return [*made, made[0], ("What is 20 + 20?", None), held_out[0]] if name == "add" else made


def write(folder: Path, name: str, made: list[Made], form: str) -> None:
    """One file, or folder, of prompts and references."""
    rows: list[dict[str, Any]] = [{"prompt": prompt, "reference": reference} for prompt, reference in made]
    if all(reference is None for _, reference in made):
        rows = [{"prompt": prompt} for prompt, _ in made]
    if form == "jsonl":
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif form == "csv":
        with (folder / f"{name}.csv").open("w", newline="") as stream:
            table = csv.DictWriter(stream, fieldnames=list(rows[0]))
            table.writeheader()
            table.writerows(rows)
    elif form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    else:
        import datasets

        datasets.disable_progress_bars()
        datasets.Dataset.from_list(rows).save_to_disk(str(folder / name))


if __name__ == "__main__":
    main()
