"""Answers that are one SQL query: run beside the reference's query on the question's databases, by SQLite."""

import json
import re

from thoughtmill import sandbox
from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome, best, no_answer
from thoughtmill.verifiers.dress import candidates, said
from thoughtmill.verifiers.options import USUAL, Options
from thoughtmill.verifiers.references import Unusable
from thoughtmill.verifiers.sql.asking import Failed, Wanted, asked, expected, read
from thoughtmill.verifiers.sql.order import is_whole
from thoughtmill.verifiers.sql.rows import Result, same_result

MAX_ANSWER, MAX_QUERY = 200_000, 20_000
_BLOCK = re.compile(r"^[ \t]*+(`{3,}|~{3,})[ \t]*+([^\n`]*+)\n(.*?)(?:\1[ \t]*+$|\Z)", re.MULTILINE | re.DOTALL)
_QUERY = re.compile(
    r"(?:\s++|--[^\n]*+\n|/\*(?:[^*]++|\*(?!/))*+\*/|\()*+(?:SELECT|WITH|VALUES)\b", re.IGNORECASE | re.DOTALL
)
_MARKS = {"sql", "sqlite", "sqlite3", "postgresql", "postgres", "pgsql", "mysql", "mariadb", "tsql"}
_ENDS = re.compile(r";[ \t]*\n")
_NEWER = re.compile(
    r"no such function: (?:concat|concat_ws|string_agg|octet_length|timediff|unistr|jsonb?_\w+|jsonb|if)$",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_GOES_ON = re.compile(r"--(?!-)|/\*|[,;=<>|+/]|\w+")
_LAST = re.compile(r"(\w+|\S)\s*$")
_WORD = re.compile(
    r"SELECT|DISTINCT|ALL|FROM|WHERE|GROUP|ORDER|BY|HAVING|WINDOW|LIMIT|OFFSET|UNION|INTERSECT|EXCEPT|WITH|VALUES|AS|AND|OR"
    r"|NOT|IN|IS|LIKE|BETWEEN|EXISTS|ON|USING|JOIN|NATURAL|LEFT|RIGHT|FULL|INNER|OUTER|CROSS|CASE|WHEN|THEN|ELSE|END",
    re.IGNORECASE,
)
"""For fenced blocks; the beginning of a query; its end; an error where a later SQLite may have none; what may stand
behind a blank line in a query, and before one; words of SQL that tell that it goes on."""


class Sql:
    """The query's result equals that of the reference."""

    name = "sql"
    version = "1"
    example = Example(
        reference=json.dumps(
            {
                "sql": "SELECT name FROM city WHERE people > 1000 ORDER BY people DESC",
                "database": "CREATE TABLE city (name TEXT, people INT); "
                "INSERT INTO city VALUES ('Ulm', 2000), ('Aub', 300), ('Rom', 9000);",
            }
        ),
        right="```sql\nSELECT c.name FROM city AS c WHERE c.people > 1000 ORDER BY -c.people;\n```",
        wrong="```sql\nSELECT name FROM city WHERE people > 1000 ORDER BY people;\n```",
    )

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Run the query in the answer and compare its result; see Verifier. Raises CheckerBroken."""
        query = query_in(answer)
        if query is None:
            return no_answer("no query alone or in a fence")
        if len(query) > MAX_QUERY:
            return no_answer(f"a query of {len(query):,} characters")
        try:
            wanted = read(reference)
            results = expected(wanted)
        except Unusable as fault:
            return Check(Outcome.UNDECIDED, f"the reference can't be used: {fault}"[:2_000])
        ran = asked(wanted.databases, (query,), wanted.seconds)
        if isinstance(ran, Failed):
            outcome, begin = (Outcome.UNDECIDED, f"{LIMIT}: ") if ran.busy else (Outcome.WRONG, "")
            return Check(outcome, f"{begin}{ran.why}", query[:2_000])
        (found,) = ran
        if isinstance(found, str):
            newer = _NEWER.match(found)
            why = f"missing: this SQLite has {found}" if newer else f"the query fails: {found}"
            return Check(Outcome.UNDECIDED if newer else Outcome.WRONG, why, query[:2_000])
        if not any(one.reads for one in found) and any(one.reads for each in results for one in each):
            return Check(Outcome.WRONG, "it reads no table", query[:2_000])
        return best([_compared(found, each, wanted, one) for one, each in zip(wanted.queries, results, strict=True)])

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used: its databases, its query, a result that proves nothing; see Verifier."""
        try:
            wanted = read(reference)
            if why := sandbox.missing():
                return why
            expected(wanted)
        except Unusable as fault:
            return str(fault)
        return None


def _compared(found: list[Result], wanted: list[Result], reference: Wanted, query: str) -> Check:
    """A result beside that of one query of the reference. A wrong one is told, so that those that agree are seen."""
    ordered = reference.in_order(query)
    same = same_result(found, wanted, ordered=ordered)
    rows = found[0].rows if ordered else sorted(found[0].rows, key=str)
    told = json.dumps(rows[:100], ensure_ascii=False)[:2_000]
    if same:
        return Check(Outcome.CORRECT, None, told)
    for number, (one, other) in enumerate(zip(found, wanted, strict=True), 1):
        if same_result([one], [other], ordered=ordered) is False:
            where = f"database {number} of {len(found)}: " if len(found) > 1 else ""
            return Check(Outcome.WRONG, f"{where}{_difference(one, other, ordered=ordered)}", told)
    if same is None:
        return Check(
            Outcome.UNDECIDED, "ties, or how rows are stored, decide what the reference's own query says", told
        )
    return Check(Outcome.WRONG, "its columns stand in another order on each database", told)


def _difference(found: Result, wanted: Result, *, ordered: bool) -> str:
    """How two results differ, in a line."""
    if found.width != wanted.width:
        return f"{found.width} columns, expected {wanted.width}"
    if len(found.rows) != len(wanted.rows):
        return f"{len(found.rows):,} rows, expected {len(wanted.rows):,}"
    if ordered and same_result([found], [wanted], ordered=False):
        return "the same rows in another order"
    return "other rows"


def query_in(answer: str) -> str | None:
    """The query in an answer: the last in a block that is marked as SQL, or in the only block; or all of the text."""
    if len(answer) > MAX_ANSWER:
        return None
    text = said(answer)
    blocks = [(tag.strip().lower(), block.strip()) for _, tag, block in _BLOCK.findall(text)]
    marked = [block for tag, block in blocks if tag and tag.split()[0] in _MARKS and block]
    bare = {block for tag, block in blocks if not tag and _QUERY.match(block)}
    if marked:
        return next((block for block in reversed(marked) if _QUERY.match(block)), marked[-1])
    if blocks:
        return bare.pop() if len(bare) == 1 else None
    found = next((one.strip() for one in (text, *candidates(text)) if _QUERY.match(one)), None)
    return found and _without_prose(_ENDS.split(found)[0])


def _without_prose(text: str) -> str:
    """A query without the paragraphs behind it: up to a blank line where it is whole and no SQL follows."""
    for blank in _BLANK.finditer(text):
        query, behind = text[: blank.start()], text[blank.end() :]
        if is_whole(query) and not _goes_on(query, behind):
            return query
    return text


def _goes_on(query: str, behind: str) -> bool:
    """Whether a query that breaks off here goes on behind; a word of SQL with a capital, as of a sentence, is none."""
    last, first = _LAST.search(query), _GOES_ON.match(behind)
    if last and (last[1] in ",=<>|+-/." or (_WORD.fullmatch(last[1]) and last[1].upper() not in ("ALL", "END"))):
        return True
    if first is None or (first[0].istitle() and not query[:6].istitle()):
        return False
    return not first[0][0].isalnum() or _WORD.fullmatch(first[0]) is not None
