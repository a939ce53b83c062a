"""The program in the sandbox: builds the databases of a question and asks each of them queries.

Each database is asked three times: as it was built, read backwards, and turned, with its rows stored the other way
round. What a query says of all alike does not depend on how rows are stored and read.
"""

import json
import sqlite3
import sys
from typing import Any

READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
OUTWARDS = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_CREATE_VTABLE}
CHANCE = {"random", "randomblob", "load_extension"}
MAX_LENGTH = 5_000_000
"""Of a text or a row, in bytes."""

Told = dict[str, Any]
"""Of one query on one database: `rows`, or the `error` that SQLite tells; `reads`, whether it reads a table of it."""


def built(text: str) -> sqlite3.Connection:
    """A database in memory, made by a set's own statements. Raises sqlite3.Error."""
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.text_factory = lambda raw: raw.decode("utf-8", "replace")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_LENGTH)

    def allowed(action: int, *_: str | None) -> int:
        if action == sqlite3.SQLITE_PRAGMA:
            return sqlite3.SQLITE_IGNORE
        return sqlite3.SQLITE_DENY if action in OUTWARDS else sqlite3.SQLITE_OK

    base.set_authorizer(allowed)
    base.executescript(text)
    if base.in_transaction:
        base.execute("COMMIT")
    return base


def turn(base: sqlite3.Connection) -> None:
    """Store all rows the other way round, but for tables whose own key says how they are stored."""
    base.set_authorizer(None)
    told = base.execute("SELECT type, name FROM sqlite_master WHERE sql NOT NULL").fetchall()
    for name in (name for kind, name in told if kind == "trigger"):
        base.execute(f"DROP TRIGGER {quoted(name)}")
    for name in (name for kind, name in told if kind == "table" and not name.startswith("sqlite_")):
        columns = base.execute(f"PRAGMA table_info({quoted(name)})").fetchall()
        keys = [kind.upper() for _, _, kind, _, _, key in columns if key]
        row = next((one for one in ("rowid", "_rowid_", "oid") if one not in {each[1].lower() for each in columns}), "")
        if keys != ["INTEGER"] and row:
            try:
                base.execute(f"UPDATE {quoted(name)} SET {row} = -{row}")  # noqa: S608  # a name of its own
            except sqlite3.Error:  # a table without them
                continue


def backwards(base: sqlite3.Connection, *, on: bool) -> None:
    """Read what has no order the other way round, whatever a table's key."""
    base.set_authorizer(None)
    base.execute(f"PRAGMA reverse_unordered_selects = {on:d}")


def filled(base: sqlite3.Connection) -> bool:
    """Whether a table has a row."""
    base.set_authorizer(None)
    told = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")
    return any(base.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1").fetchone() for (name,) in told.fetchall())  # noqa: S608  # a name of its own


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def asked(base: sqlite3.Connection, query: str, most: int) -> Told:
    """What one query says, which may read and nothing else."""
    reads = False
    base.set_authorizer(None)
    tables = {name.lower() for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def allowed(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        nonlocal reads
        reads = reads or (action == sqlite3.SQLITE_READ and (first or "").lower() in tables)
        if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":  # as `json_each` is declared
            return sqlite3.SQLITE_OK
        good = action in READING and not (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in CHANCE)
        return sqlite3.SQLITE_OK if good else sqlite3.SQLITE_DENY

    base.set_authorizer(allowed)
    try:
        cursor = base.execute(query.strip().rstrip("; \n\t"))
        rows = cursor.fetchmany(most + 1)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        return {"error": str(error)[:300]}
    if cursor.description is None:
        return {"error": "no query"}
    return {"rows": [[plain(cell) for cell in row] for row in rows], "width": len(cursor.description), "reads": reads}


def untied(base: sqlite3.Connection, around: list[str], width: int, most: int) -> list[Any]:
    """What a query says if rows that tie in its order stand by their columns, upwards and downwards."""
    terms = (", ".join(f"{at} {way}" for at in range(1, width + 1)) for way in ("ASC", "DESC"))
    said = [asked(base, f"{around[0]}, {one} {around[1]}", most) for one in terms]
    return [one["rows"] for one in said if "rows" in one]


def plain(cell: Any) -> Any:
    """A cell as JSON has it; bytes as an object."""
    return {"bytes": cell.hex()} if isinstance(cell, bytes) else cell


def main() -> None:
    """Read databases and queries from standard input; print, for each query, what each database says three times.

    What it says again is None.
    """
    order: dict[str, Any] = json.load(sys.stdin)
    told: list[list[Told]] = [[] for _ in order["queries"]]
    number, rows = 0, False
    for number, text in enumerate(order["databases"], 1):
        try:
            base = built(text)
            rows = rows or filled(base)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            fault = f"SQLite {sqlite3.sqlite_version} can't build database {number}: {error}"
            sys.stdout.write(json.dumps({"fault": fault[:300]}))
            return
        for said, (query, around) in zip(told, order["queries"], strict=True):
            said.append(asked(base, query, order["most"]))
            if around and "rows" in said[-1]:
                said[-1]["ties"] = untied(base, around, said[-1]["width"], order["most"])
        firsts = [said[-1] for said in told]
        for way in ("backwards", "turned"):
            backwards(base, on=way == "backwards")
            if way == "turned":
                turn(base)
            for said, first, (query, _) in zip(told, firsts, order["queries"], strict=True):
                again = asked(base, query, order["most"])
                said.append(
                    {**again, "rows": None} if "rows" in again and again["rows"] == first.get("rows") else again
                )
    fault = {} if rows else {"fault": f"no table of its database{'s' * (number > 1)} has a row, so it proves nothing"}
    sys.stdout.write(json.dumps({"told": told, **fault}))


if __name__ == "__main__":
    main()
