"""SQL beside a plain run of the same queries, compared as Spider does: `python benchmarks/sql.py FOLDER`.

FOLDER: `dev.json` (rows with `db_id`, `question` and `query`), `database/NAME/NAME.sqlite`, and answers, a file `*.txt`
a system with a query a line, in the order of the rows. Each pair that differs is listed, and what is refused.
"""

import argparse
import json
import sqlite3
import time
from collections import Counter
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import Any

from thoughtmill.verifiers import VERIFIERS, Outcome

SQL = VERIFIERS["sql"]
STEPS, MAX_STEPS = 100_000, 2_000
"""Of SQLite's machine: how often it is looked at, and when a plain run ends."""


def opened(file: Path) -> sqlite3.Connection:
    """A database, read-only."""
    base = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    base.text_factory = lambda raw: raw.decode("utf-8", "ignore")
    return base


@lru_cache(maxsize=64)
def statements(file: Path) -> str:
    """A database as the statements that build it."""
    return "\n".join(opened(file).iterdump())


@lru_cache(maxsize=4096)
def plain(file: Path, query: str) -> list[tuple[Any, ...]] | None:
    """What a query says in a plain run, None if it fails."""
    base, looked = opened(file), Counter[str]()

    def over() -> bool:
        looked["times"] += 1
        return looked["times"] > MAX_STEPS

    base.set_progress_handler(over, STEPS)
    try:
        return base.execute(query).fetchall()
    except (sqlite3.Error, sqlite3.Warning):
        return None
    finally:
        base.close()


def agree(one: list[tuple[Any, ...]] | None, other: list[tuple[Any, ...]] | None, *, ordered: bool) -> bool:
    """As Spider's test suite has it: rows as a multiset, in order where the reference says ORDER BY, columns anyhow."""
    if one is None or other is None or len(one) != len(other):
        return False
    if not one or len(one[0]) != len(other[0]):
        return not one
    if len(one[0]) > 7:
        return one == other if ordered else Counter(one) == Counter(other)
    for order in permutations(range(len(one[0]))):
        moved = [tuple(row[at] for at in order) for row in one]
        if moved == other if ordered else Counter(moved) == Counter(other):
            return True
    return False


def main() -> None:
    """Print what is refused, a line a system, then what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, help="of the rows")
    given = parser.parse_args()
    if not (given.folder / "dev.json").is_file() or not (given.folder / "database").is_dir():
        holds = "dev.json, database/NAME/NAME.sqlite and *.txt (--help)"
        parser.error(f"{given.folder} has no dev.json or no database/; FOLDER holds {holds}")
    rows = json.loads((given.folder / "dev.json").read_text("utf-8"))[: given.most]
    files = [given.folder / "database" / row["db_id"] / f"{row['db_id']}.sqlite" for row in rows]
    references = [
        json.dumps({"sql": row["query"], "database": statements(file)}) for row, file in zip(rows, files, strict=True)
    ]
    faults, begun = [SQL.faults_of(one) for one in references], time.process_time()
    refused = Counter((one or "").partition(":")[0] for one in faults)
    refused[""] -= len(faults)
    print(f"{len(rows)} references, refused: {sum(n for why, n in refused.items() if why)}", dict(refused), sep="\n")
    for row, fault in zip(rows, faults, strict=True):
        if fault and "proves nothing" not in fault:
            print(f"  refused: {row['db_id']}: {fault[:200]}")
    listed, pairs, differ = list[str](), 0, 0
    for system in sorted(given.folder.glob("*.txt")):
        said = Counter[tuple[bool, Outcome]]()
        for row, file, reference, fault, line in zip(
            rows, files, references, faults, system.read_text("utf-8").splitlines(), strict=False
        ):
            if fault:
                continue
            query, wanted = line.strip(), row["query"]
            there = agree(plain(file, query), plain(file, wanted), ordered="order by" in wanted.lower())
            here = SQL.check(f"```sql\n{query}\n```", reference)
            said[there, here.outcome] += 1
            if there != (here.outcome is Outcome.CORRECT):
                told = f"{system.stem} {row['db_id']}: there {there}, here {here.outcome}, {here.why}"
                listed.append(f"{told}\n    {wanted}\n    {query}")
        pairs, differ = pairs + said.total(), len(listed)
        table = {
            f"{'right' if there else 'wrong'} there, {here} here": number for (there, here), number in said.items()
        }
        print(f"{system.stem}: {said.total()} pairs, {table}", flush=True)
    print(f"{pairs} pairs, {differ} differ; {time.process_time() - begun:.0f} s of CPU outside the sandbox")
    print(*listed, sep="\n")


if __name__ == "__main__":
    main()
