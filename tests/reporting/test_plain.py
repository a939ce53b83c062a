"""Text of models and files is shown as text: by every command, and in what Prefect's page shows."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.small_campaign import prepared, write_traces
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.reporting.plain import PlainConsole, fenced
from thoughtmill.reporting.text import comparison_markdown, print_comparison

HOSTILE = [
    "an interval [a,b], a tag [/INST], [red]red[/red] and [link=http://outside]here[/link] :smile:",
    "\x1b[2J\x1b]0;title\x07 \x9b31m \u202edlrow",
    "```\n![](http://outside/a.png) <img src=http://outside> | a | b |\n````\n[here](http://outside)",
]
OBEYED = ("\x1b", "\x07", "\x9b", "\u202e")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_trace_is_explained_as_it_was_written(text: str, tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    (unit, *_) = next_units(Ledger(store, found, questions), ["reasoning"])
    write_traces(store, unit, questions, lambda prompt, _round, _index: f"<think>{text}</think><answer>1</answer>")
    trace = f"{next(iter(unit.plan or {}))}-1-0"
    command = [sys.executable, "-m", "thoughtmill", "explain", str(store.root), trace, "--whole"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    assert not [sign for sign in OBEYED if sign in shown.stdout]
    assert text.encode("unicode_escape").decode().split(" ")[0].split("\\n")[0] in shown.stdout
    assert all(word in shown.stdout for word in ("[a,b]", "[/INST]", "[red]", ":smile:") if word in text)


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_that_is_tried_is_shown_as_it_was_written(text: str) -> None:
    words = ["try", "--verifier", "text", "--reference", "x", "--answer", text]
    shown = subprocess.run([sys.executable, "-m", "thoughtmill", *words], capture_output=True, text=True, check=False)
    assert shown.returncode == 1
    assert not [sign for sign in OBEYED if sign in shown.stdout + shown.stderr]


def facts(text: str) -> dict[str, Any]:
    """A comparison whose texts are all `text`."""
    counted = {"share": 0.5, "interval": [0.4, 0.6]}
    ways: dict[str, Any] = {way: dict.fromkeys(("in_form", "strict", "lenient"), counted) for way in WAYS}
    difference = {"base-bare": {"verdict": "better", "difference": 0.1, "interval": [0.0, 0.2]}}
    example = {"prompt": text, "reference": text, **dict.fromkeys(WAYS, text)}
    told = ways | {"n": 4, "difference": difference}
    return {"families": {"sums": told}, "all": told, "examples": {"better": example}, "not_shown": "nothing"}


WAYS = ("base-bare", "base-told", "student-bare")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comparison_holds_no_picture_link_or_markup_of_a_model(text: str) -> None:
    kinds = {inner.type for token in MarkdownIt().parse(comparison_markdown(facts(text))) for inner in kind(token)}
    assert "fence" in kinds
    assert not kinds & {"image", "link_open", "html_inline", "html_block"}
    out = io.StringIO()
    print_comparison(facts(text), PlainConsole(file=out, width=200))
    assert not [sign for sign in OBEYED if sign in out.getvalue()]
    assert all(word in out.getvalue() for word in ("[a,b]", "[/INST]") if word in text)


def kind(token: Any) -> list[Any]:
    """A token and what stands in it."""
    return [token, *(token.children or [])]


def test_no_text_closes_its_fence() -> None:
    for text in (*HOSTILE, "`" * 9, "a\n```\nb", "~~~"):
        (token,) = MarkdownIt().parse(fenced(text))
        assert token.type == "fence"
