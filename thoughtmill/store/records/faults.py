"""What may be wrong with a store, piece by piece: which kind, where, what was expected, what was found, what to do."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from thoughtmill.errors import StoreError


class FaultKind(StrEnum):
    """Every kind of fault; the values stand in `thoughtmill check --json`, and docs/operating.md says what to do."""

    STORE_LOST = "store_lost"
    STORE_DAMAGED = "store_damaged"
    STORE_REPLACED = "store_replaced"
    STORE_UNUSABLE = "store_unusable"
    UNFINISHED_COPY = "unfinished_copy"
    LATER_VERSION = "later_version"
    UNLISTABLE = "unlistable"
    UNREADABLE = "unreadable"
    RECORD_LOST = "record_lost"
    RECORD_DAMAGED = "record_damaged"
    RECORD_REPLACED = "record_replaced"
    RECORD_FOREIGN = "record_foreign"
    RECORD_UNSEEN = "record_unseen"
    PARENTS_FORGED = "parents_forged"
    COUNTS_WRONG = "counts_wrong"
    FILE_LOST = "file_lost"
    FILE_DAMAGED = "file_damaged"
    PART_DAMAGED = "part_damaged"
    JOURNAL_BROKEN = "journal_broken"
    PURGE_UNFINISHED = "purge_unfinished"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `path` is where it lies in the store, as it is called there. Its text is what people are shown."""

    kind: FaultKind
    path: str
    expected: str
    found: str
    todo: str

    def __str__(self) -> str:
        shown = self.shown()
        lines = (f"{name:<8}  {shown[key]}" for name, key in (("expected", "expected"), ("found", "found")))
        return "\n  ".join((f"{self.kind}: {shown['path']}", *lines, f"to do     {shown['todo']}"))

    def shown(self) -> dict[str, str]:
        """Its fields as every terminal and every reader of JSON takes them."""
        return {name: printable(str(value)) for name, value in asdict(self).items()}

    def error(self) -> StoreError:
        """The same as what stops a command."""
        return StoreError(self.expected, self.found, self.todo)


def printable(text: str) -> str:
    """Text in which control characters, and bytes that are no text, are spelled out: names of files may hold them."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


AGAIN = {
    "campaigns": "`thoughtmill produce` with the campaign's file freezes it again",
    "questions": "`thoughtmill produce` makes the questions again from the same sources",
    "imports": "`thoughtmill produce` reads the file of traces again",
    "rounds": "`thoughtmill produce` plans the unit again",
    "traces": "`thoughtmill produce` asks the unit again; parts that are there are used",
    "verdicts": "`thoughtmill filter STORE`, or `produce`, judges the traces again; no engine is asked",
    "exclusions": "`thoughtmill exclude` excludes the same again",
    "releases": "`thoughtmill produce` writes the release again from what is judged",
    "attempts": "nothing: `thoughtmill produce` finds the dead run again",
    "students": "`thoughtmill produce` trains the student again",
    "comparisons": "`thoughtmill produce` asks and compares again",
}
"""How a shard of each stage is made again once it is set aside, or lost."""


def again(name: str) -> str:
    """How the shard `stage/key` is made again."""
    return AGAIN.get(name.partition("/")[0], "nothing makes it again")
