"""`thoughtmill exclude`: leave questions or traces out of what is asked and released from now on, or take that back."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from thoughtmill.cli.command import Command, by_whom, of_store
from thoughtmill.errors import CommandError
from thoughtmill.questions.exclusions import ExcludedFor, exclude, undo
from thoughtmill.questions.readers import READERS, kind_of
from thoughtmill.questions.sources import read_rows
from thoughtmill.store.store import Store


def arguments(parser: ArgumentParser) -> None:
    """A store, what is excluded, why and by whom."""
    of_store(parser)
    parser.add_argument("--reason", choices=[reason.value for reason in ExcludedFor], help="why it is left out")
    by_whom(parser, required=True)
    parser.add_argument("--undo", action="store_true", help="withdraw exclusions; then `ids` are their keys")
    ids = "ids of questions, or of traces (question-round-index, the `id` of a sample); or files of them: a line each, "
    parser.add_argument("ids", nargs="+", help=f"{ids}an id and perhaps a detail; or columns `id` and `detail`")


def run(given: Namespace, console: Console) -> int:
    """Commit an exclusion, or withdraw one."""
    store = Store.existing(given.store)
    if bool(given.undo) == bool(given.reason):
        raise CommandError("--reason or --undo", "both or none", "see `thoughtmill exclude --help`")
    if given.undo:
        for key in given.ids:
            console.print(f"{undo(store, key, given.by).key}: {key} is withdrawn", highlight=False)
        return 0
    named = {name: detail for word in given.ids for name, detail in _ids(word)}
    made = exclude(store, named, ExcludedFor(given.reason), given.by)
    if made is None:
        console.print("all of these are excluded already", highlight=False)
        return 0
    told = f"{made.key}: {made.counts['excluded']:,} {made.facts['kind']}s excluded for {given.reason}"
    todo = "releases that are there stay; `produce` fills the quotas without them"
    console.print(f"{told}; {todo}", highlight=False, soft_wrap=True)
    return 0


def _ids(word: str) -> Iterator[tuple[str, str]]:
    """Ids with their details: the word itself, or what the file of that name lists."""
    path = Path(word)
    if not path.is_file():
        yield word, ""
    elif kind_of(path) in READERS:
        for row in read_rows(path):
            if not isinstance(name := row.values.get("id"), str):
                raise CommandError(f"a column `id` in {path.name}", f"row {row.number} has none", "name the column so")
            yield name, str(row.values.get("detail") or "")
    else:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                f"{path.name}: text in UTF-8, an id a line", str(error), "mend it, or its name"
            ) from error
        for line in lines:
            if line.strip():
                name, _, detail = line.strip().partition(" ")
                yield name, detail.strip()


EXCLUDE = Command("exclude", "leave questions or traces out of plans and releases, or take that back", arguments, run)
