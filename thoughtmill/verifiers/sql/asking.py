"""The reference of a question, and what queries say of its databases: run in the sandbox, never in this process."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from thoughtmill import sandbox
from thoughtmill.sandbox import Ended, Job
from thoughtmill.verifiers.references import Unusable, json_object
from thoughtmill.verifiers.sql.order import around_ties, has_order
from thoughtmill.verifiers.sql.rows import Result

PROGRAM = Path(__file__).with_name("inside.py")
SECONDS, LONGEST, OWN_SHARE, MEMORY_MB, MOST = 10.0, 60.0, 0.3, 512, 8 * 2**20
"""Of CPU; the share that a reference may take, which leaves room for slower ways; megabytes; bytes of results."""
MAX_ROWS, MAX_CHARS, MAX_DATABASES, MAX_QUERIES = 20_000, 20_000_000, 20, 20
_KEYS = {"sql", "database", "ordered", "seconds"}
_NOW = re.compile(
    r"'now'|\bCURRENT_(?:DATE|TIME|TIMESTAMP)\b|\b(?:date|time|datetime|julianday|unixepoch)\(\s*\)", re.IGNORECASE
)
_DEFAULT = re.compile(r"\bDEFAULT\s+CURRENT_(?:DATE|TIME|TIMESTAMP)\b", re.IGNORECASE)
_BUILDS = re.compile(r"\bCREATE\b", re.IGNORECASE)
"""In a query: what it says depends on when it is asked. In statements: a default that is used for no row, or NULL in
it; they build something."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reference: queries of which each is right, statements that build each database, whether the order counts.

    seconds: of CPU, for an answer on all databases.
    """

    queries: tuple[str, ...]
    databases: tuple[str, ...]
    ordered: bool | None = None
    seconds: float = SECONDS

    def in_order(self, query: str) -> bool:
        """Whether the order of rows counts: as the reference says, else where its query has an ORDER BY of its own."""
        return has_order(query) if self.ordered is None else self.ordered


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that brought no results. busy: nothing is known of the queries."""

    why: str
    busy: bool = False


@lru_cache(maxsize=8)
def read(reference: str) -> Wanted:
    """A reference out of its JSON. Raises Unusable."""
    wanted = "a reference of SQL is a JSON object with `sql` and `database`, perhaps `ordered` and `seconds`"
    given = json_object(reference, MAX_CHARS, wanted)
    if not {"sql", "database"} <= set(given) <= _KEYS:
        raise Unusable(wanted)
    ordered, seconds = given.get("ordered"), given.get("seconds", SECONDS)
    if not (ordered is None or isinstance(ordered, bool)):
        raise Unusable("`ordered` is true, false or null")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0.1 <= seconds <= LONGEST:
        raise Unusable(f"`seconds` is a number from 0.1 to {LONGEST:g}")
    queries = _texts(given, "sql", MAX_QUERIES)
    databases = tuple(_DEFAULT.sub("DEFAULT NULL", one) for one in _texts(given, "database", MAX_DATABASES))
    if late := next(filter(None, map(_NOW.search, (*queries, *databases))), None):
        raise Unusable(f"it asks for the time of day, {late[0]}, so that its result changes")
    if not_built := next((one for one in databases if not _BUILDS.search(one) and "\n" not in one.strip()), None):
        raise Unusable(
            f"`database` is the statements that build it (CREATE TABLE …), not the name of a file: {not_built[:100]}"
        )
    if ordered and not all(map(has_order, queries)):
        raise Unusable("`ordered` is true, but its query has no ORDER BY of its own")
    return Wanted(queries, databases, ordered, float(seconds))


def _texts(given: dict[str, Any], key: str, most: int) -> tuple[str, ...]:
    found = given[key]
    listed = cast("list[Any]", found) if isinstance(found, list) else [found]
    if not 0 < len(listed) <= most or not all(isinstance(one, str) and one.strip() for one in listed):
        raise Unusable(f"`{key}` is a text, or a list of 1 to {most} of them")
    return tuple(listed)


def asked(
    databases: tuple[str, ...], queries: tuple[str, ...], seconds: float, *, ties: bool = False
) -> list[list[Result] | str] | Failed:
    """Of each query what it says of each database, or its error. Raises CheckerBroken.

    ties: what it could say as well, where rows tie in its order.
    """
    each = [(one, around_ties(one) if ties else None) for one in queries]
    given = json.dumps({"databases": databases, "queries": each, "most": MAX_ROWS})
    ran = sandbox.run(Job(PROGRAM.read_text(encoding="utf-8"), given, None, seconds, MEMORY_MB, MOST))
    if ran.ended is not Ended.DONE:
        limits = {
            Ended.TIME: f"more than {seconds:g} s of CPU",
            Ended.MEMORY: f"more than {MEMORY_MB} MB",
            Ended.OUTPUT: f"more than {MOST // 2**20} MB",
        }
        return Failed(limits.get(ran.ended, f"{ran.ended}: {ran.why}"), busy=ran.ended not in limits)
    said: dict[str, Any] = json.loads(ran.output)
    if "fault" in said:
        return Failed(said["fault"])
    return [_results(one) for one in said["told"]]


def _results(told: list[dict[str, Any]]) -> list[Result] | str:
    """The results of one query, or why it has none."""
    if error := next((one["error"] for one in told if "error" in one), None):
        return str(error)
    if any(len(one["rows"] or ()) > MAX_ROWS for one in told):
        return f"more than {MAX_ROWS:,} rows"
    ways = zip(told[::3], told[1::3], told[2::3], strict=True)
    return [
        Result(
            [one["rows"] if way["rows"] is None else way["rows"] for way in (one, *others)],
            one["width"],
            one["reads"],
            one.get("ties", []),
        )
        for one, *others in ways
    ]


@lru_cache(maxsize=8)
def expected(wanted: Wanted) -> list[list[Result]]:
    """What each query of a reference says of each database. Raises Unusable, CheckerBroken."""
    ran = asked(wanted.databases, wanted.queries, OWN_SHARE * wanted.seconds, ties=True)
    if isinstance(ran, Failed):
        raise Unusable(ran.why)
    found: list[list[Result]] = []
    for query, results in zip(wanted.queries, ran, strict=True):
        if isinstance(results, str):
            raise Unusable(f"its own query fails: {results}: {query[:200]}")
        if all(one.says_nothing() for one in results):
            where = "its database" if len(results) == 1 else f"all {len(results)} databases"
            raise Unusable(f"the result of its own query is empty on {where}, so it proves nothing: {query[:200]}")
        found.append(results)
    return found
