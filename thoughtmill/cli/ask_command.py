"""`thoughtmill ask`: one question to a student, answered word by word."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console

from thoughtmill import event_loop
from thoughtmill.cli.command import Command
from thoughtmill.cli.named import newest, shard
from thoughtmill.cli.serving import served_here
from thoughtmill.engine.endpoint import engine_at
from thoughtmill.engine.local import borrowed_engine
from thoughtmill.errors import CommandError
from thoughtmill.store.store import Store
from thoughtmill.student.speak import MOST_TOKENS, answer_of, ended_for, most_tokens, speak
from thoughtmill.student.train import student_weights
from thoughtmill.template import ThinkAnswer, strict_parts


def arguments(parser: ArgumentParser) -> None:
    """A student, a question, and who runs it."""
    parser.add_argument("student", help="a folder with a model, or a store: of that the newest student, or --id")
    parser.add_argument("question")
    parser.add_argument("--id", help="of a store: the key of a student, or its first signs")
    parser.add_argument("--max-tokens", type=int, help=f"of the answer (as trained, at most {MOST_TOKENS})")
    parser.add_argument("--temperature", type=float, help="instead of the student's own; 0: the likeliest token")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--engine", action="store_true", help="by vLLM on this machine, not by transformers")
    where.add_argument("--url", help="by an engine that serves it already: http://…/v1")
    parser.add_argument("--model", help="with --url: what the engine calls it (default: student-KEY)")


def run(given: Namespace, console: Console) -> int:
    """Answer one question. 1 if the answer is not in form."""
    name, weights = _student(given, console)

    def say(text: str) -> None:
        console.print(text, end="", soft_wrap=True)

    most = most_tokens(weights) if given.max_tokens is None else given.max_tokens
    if most < 1:
        raise CommandError("--max-tokens from 1", str(most), "say how many")
    asked = given.question, most, given.temperature, say
    if given.url:
        with borrowed_engine(engine_at(given.url, given.model or name)) as running:
            text = event_loop.run(answer_of(running.engine, *asked))
    elif given.engine:
        with served_here(name, str(weights), {}, console) as running:
            text = event_loop.run(answer_of(running.engine, *asked))
    else:
        text = speak(weights, *asked)
    parts = strict_parts(text)
    ended = f"; ended here: {why}" if (why := ended_for(text)) else ""
    form = "in form" if isinstance(parts, ThinkAnswer) else f"not in form: {parts}"
    console.print(f"\n({form}{ended})", style="dim")
    return 0 if isinstance(parts, ThinkAnswer) else 1


def _student(given: Namespace, console: Console) -> tuple[str, Path]:
    """What an engine calls the student, and its folder."""
    folder = Path(given.student)
    if (folder / "config.json").is_file():
        return folder.resolve().name, folder
    if not Store.is_at(given.student):
        todo = "name a folder with config.json, or a store that has students"
        raise CommandError("a student", f"{given.student}: neither a model's folder nor a store", todo)
    store = Store.existing(given.student)
    commit = shard(store, "students", given.id) if given.id else newest(store, "students")
    console.print(f"(student {commit.key})", style="dim")
    return f"student-{commit.key}", student_weights(store, commit.key)


ASK = Command("ask", "ask a student one question and hear it answer; exit 0 only in form", arguments, run)
