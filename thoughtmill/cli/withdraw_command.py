"""`thoughtmill withdraw`: keep a source, rows of it, or questions out of all later plans and releases."""

from argparse import ArgumentParser, Namespace

from rich.console import Console

from thoughtmill.cli.command import Command, by_whom, of_store
from thoughtmill.machine import home
from thoughtmill.release.purge import purge, purged_releases
from thoughtmill.release.withdrawal import withdraw
from thoughtmill.store.records.replaced import purge_lines, purged_shards
from thoughtmill.store.store import Store
from thoughtmill.student.encoding import forget


def arguments(parser: ArgumentParser) -> None:
    """A store, what is withdrawn, why and by whom."""
    of_store(parser)
    parser.add_argument(
        "named", nargs="+", metavar="SOURCE|ROW", help="a source; SOURCE:ROW or SOURCE:FIRST-LAST; or a question's id"
    )
    parser.add_argument("--reason", required=True, help="why, in words; stands in the record")
    by_whom(parser, required=True)
    for_good = "remove their text from the store for good: questions, traces, verdicts, samples; nothing may run"
    parser.add_argument("--purge", action="store_true", help=for_good)


def run(given: Namespace, console: Console) -> int:
    """Commit the withdrawal, and say which releases hold samples of it."""
    if given.purge:
        return _purge(given, console)
    found = withdraw(Store.existing(given.store), given.named, given.reason, given.by)
    if found.exclusion is None:
        console.print("all of these are excluded already", highlight=False)
    else:
        told = f"{found.exclusion.key}: {found.exclusion.counts['excluded']:,} questions withdrawn"
        todo = "`produce` fills the quotas without them; their text stays in the store, but for --purge"
        console.print(f"{told}; {todo}", highlight=False, soft_wrap=True, markup=False)
    for release, (samples, questions) in found.released.items():
        told = f"release {release} holds {samples:,} samples of {questions:,} of these questions, and stays as it is"
        console.print(f"{told}: train and publish the next one", highlight=False, soft_wrap=True)
    return 0


def _purge(given: Namespace, console: Console) -> int:
    store = Store.existing(given.store)
    made = purge(store, given.named, given.reason, given.by)
    forget(home() / "work", purged_releases(store))
    for line in purge_lines([made] if made else []):
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    if made is None:
        console.print("no text of it is in the store; what was left of an earlier purge is removed", highlight=False)
    for name in dict.fromkeys(purged_shards(made) if made else ()):
        if name.startswith("releases/"):
            students = [one.key for one in store.commits("students") if one.facts.get("release_id") == name[9:]]
            told = (
                f"release {name[9:]} is purged: it is trained on and exported no more; `produce` publishes the next one"
            )
            kept = f"; students that were trained on it stay: {', '.join(students)}" if students else ""
            console.print(f"{told}{kept}", highlight=False, soft_wrap=True, markup=False)
    return 0


WITHDRAW = Command("withdraw", "keep a source, or rows of it, out of all later releases", arguments, run)
