"""Prompts that are lists of messages, in any of the usual dresses, and sentences that only say how to answer."""

import re
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.contract import Reading, Trace, refused
from thoughtmill.questions.refusals import RefusedFor

ROLES = {
    "human": "user", "user": "user", "prompter": "user", "gpt": "assistant", "assistant": "assistant",
    "chatgpt": "assistant", "bard": "assistant", "bing": "assistant", "model": "assistant", "bot": "assistant",
    "system": "system", "developer": "system",
}  # fmt: skip
"""How sets call who speaks; whoever else speaks is a tool."""

_HOW = r"(?:step[- ]by[- ]step|\\+boxed|####|<answer>|<think>|final answer|answer:|helpful assistant|output only)"
_FORM = re.compile(
    r"(?:\n|^|(?<=[.?!$)}\s]))[ \t]*(?:let'?s think step by step|please reason step by step|reason step by step"
    r"|please (?:put|give|provide|enclose) your final answer|put your final answer|remember to put your answer"
    r"|(?:you should )?output your final|make sure to put the answer|present the answer|请(?:逐步|一步一步)推理"
    r"|please think step by step)[^\n]{0,300}\s*$",
    re.IGNORECASE,
)  # the sentence at a prompt's end that says how to answer
_FIRST = re.compile(
    r"^\s*(?:solve the following math problem[^\n]{0,400}\n+|you should output your final[^\n.]{0,200}?nothing else"
    r"[^\n.]{0,80}\.?\s+|please solve the following problem[^\n:]{0,200}:\s*\n+)",
    re.IGNORECASE,
)  # the one at its beginning
_LEFTOVER = re.compile(r"\s*<[|｜]\s?(?:Assistant|assistant)\s?[|｜]>\s*$")  # of a template that was filled in

Message = tuple[str, str]
"""Who speaks, and what."""


def without_form(prompt: str) -> str:
    """A prompt without the sentence that tells how to answer: each teacher is told that in its own way."""
    bare = _FORM.sub("", _LEFTOVER.sub("", prompt)).strip()
    bare = _FIRST.sub("", bare).strip()
    return bare or prompt.strip()


def messages(cell: Any) -> list[Message] | None:
    """The messages of a chat, also where it stands as JSON; None if it is none."""
    found = loaded(cell)
    if not isinstance(found, list) or not found:
        return None
    said = [_message(one) for one in cast("list[Any]", found)]
    return None if None in said else [one for one in said if one is not None]


def _message(one: Any) -> Message | None:
    if not isinstance(one, dict):
        return None
    given = cast("dict[str, Any]", one)
    role = given.get("role") or given.get("from") or given.get("speaker")
    content = next((given[key] for key in ("content", "value", "text") if key in given), None)
    if isinstance(content, list):
        parts = cast("list[Any]", content)
        words = [cast("dict[str, Any]", part).get("text") if isinstance(part, dict) else part for part in parts]
        content = "".join(word for word in words if isinstance(word, str))
    if isinstance(content, dict):
        content = cast("dict[str, Any]", content).get("answer")
    if not isinstance(role, str):
        return None
    return ROLES.get(role.lower(), "tool"), content if isinstance(content, str) else ""


def asked(said: list[Message], *, bare: bool = False) -> Reading:
    """The question of a chat: its system text and its one user's message. `bare`: without how to answer."""
    users = [text for role, text in said if role == "user" and text.strip()]
    if any(role == "tool" for role, _ in said):
        return Reading(users[0] if users else None, fault=(RefusedFor.MULTI_TURN, "it calls tools"))
    if len(users) > 1:
        return Reading(users[0], fault=(RefusedFor.MULTI_TURN, f"{len(users)} questions in one chat"))
    if not users:
        return refused(RefusedFor.NO_PROMPT, "a chat without a question")
    prompt = without_form(users[0]) if bare else users[0]
    system = "\n".join(text.strip() for role, text in said if role == "system" and text.strip())
    # A system text about the form of the answer is left out: the teacher has its own.
    keep = system and not re.search(_HOW, system, re.IGNORECASE)
    return Reading(f"{system}\n\n{prompt}" if keep else prompt)


def answers_of(said: list[Message]) -> list[Trace]:
    """The last response of a chat, if one ends it."""
    return [Trace(said[-1][1])] if said and said[-1][0] == "assistant" and said[-1][1].strip() else []
