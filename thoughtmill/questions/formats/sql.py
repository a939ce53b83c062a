"""Questions whose answer is a query: the set's own query, beside the statements that build its database.

Gretel's synthetic text-to-SQL and its kin have both in the row. Rows of Spider and BIRD name a database, whose
statements are joined to them as the column `database` (docs/data.md).
"""

import json
import re
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.cases import first
from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts
from thoughtmill.questions.refusals import RefusedFor

PROMPT = ("sql_prompt", "question", "prompt")
QUERY = ("sql", "query", "SQL", "gold_sql", "answer")
DATABASE = ("database", "sql_context", "context", "schema", "ddl")
DIALECT = ("sql_dialect", "dialect", "db_type")
SHOWN = 6_000
"""Characters of statements that are shown whole; of longer ones those alone that create something."""
_CREATES = re.compile(r"CREATE\s+(?:TEMP(?:ORARY)?\s+)?(?:TABLE|VIEW)\b", re.IGNORECASE)
_ASKS = re.compile(r"\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|REPLACE|MERGE)\b", re.IGNORECASE)
"""For statements that build a database, and the query of a set."""


def _claims(values: Values) -> bool:
    query = first(values, *QUERY)
    if not isinstance(query, str) or not _ASKS.match(query):
        return False
    return texts(values, "db_id", "question") or (
        _builds(_database(values)) and first(values, *PROMPT) is not None and not has(values, "test_list")
    )


def _builds(database: Any) -> bool:
    listed = cast("list[Any]", database) if isinstance(database, list) else [database]
    return bool(listed) and all(isinstance(one, str) and _CREATES.search(one) for one in listed)


def _database(values: Values) -> Any:
    """The statements that build the database; a list of them where there are several databases."""
    return next((found for name in DATABASE if _builds(found := loaded(values.get(name)))), None)


def _read(values: Values) -> Reading:
    prompt, query, database = first(values, *PROMPT), first(values, *QUERY), _database(values)
    dialect = first(values, *DIALECT)
    if isinstance(dialect, str) and dialect.lower() not in ("sqlite", "sqlite3"):
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, f"a query for {dialect}: only SQLite is run here"))
    if database is None:
        name = f" {values['db_id']}" if values.get("db_id") else ""
        told = f"no statements that build its database{name}: join them as the column `database` (docs/data.md)"
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, told))
    listed = cast("list[str]", database if isinstance(database, list) else [database])
    shown = listed[0].strip()
    if len(shown) > SHOWN:
        statements = (one.strip() for one in re.split(r";[ \t]*\n", shown))
        shown = "\n".join(f"{one.rstrip(';')};" for one in statements if _CREATES.match(one)) or shown[:SHOWN]
    parts = [prompt, first(values, "evidence", "external_knowledge"), f"The database:\n\n```sql\n{shown}\n```"]
    told = "\n\n".join(one.strip() for one in parts if isinstance(one, str) and one.strip())
    asked = (
        f"{told}\n\nAnswer with one query for SQLite, in a block marked `sql`." if isinstance(prompt, str) else prompt
    )
    return Reading(asked, json.dumps({"sql": query, "database": database}, ensure_ascii=False))


SQL = Format("sql", _claims, _read, "sql")
