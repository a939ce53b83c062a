"""What a command is: its word, its help, what it takes, and what it does."""

import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console

from thoughtmill.errors import CommandError


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `run` returns the exit status, and raises ThoughtmillError where a person has to mend something."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Console], int]


def typed(*words: object) -> str:
    """A command of ours as a shell takes it; words that are None are left out with the option before them."""
    kept: list[str] = []
    for word in words:
        if word is None:
            kept.pop()
        else:
            kept.append(str(word))
    return shlex.join(["thoughtmill", *kept])


def of_store(parser: ArgumentParser) -> None:
    """The argument `store`."""
    parser.add_argument("store", help="the folder or s3://… that the campaign calls `store`")


def by_whom(parser: ArgumentParser, *, required: bool = False) -> None:
    """The option `--by`."""
    parser.add_argument("--by", required=required, metavar="NAME", help="who says so; stands in the record")


def both_or_none(option: str, given: object, by: str | None) -> None:
    """Raises CommandError if one of `option` and `--by` was given without the other."""
    if bool(given) != bool(by):
        raise CommandError(f"{option} and --by NAME", "one of the two", "give both")


def of_campaign(parser: ArgumentParser) -> None:
    """The option `--campaign` of what takes the frozen one otherwise."""
    parser.add_argument("--campaign", help="the campaign file (default: the campaign that was frozen last there)")
