"""Prompts that are lists of messages, in any of the usual dresses, and sentences that only say how to answer."""

import re
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.contract import Message, Reading, Trace, refused
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
    """The question of a chat: its system text and its user's message, or all its turns up to the last of these.

    `bare`: without how to answer.
    """
    users = [text for role, text in said if role == "user" and text.strip()]
    if any(role == "tool" for role, _ in said):
        return Reading(users[0] if users else None, fault=(RefusedFor.MULTI_TURN, "it calls tools"))
    if not users:
        return refused(RefusedFor.NO_PROMPT, "a chat without a question")
    system = "\n".join(text.strip() for role, text in said if role == "system" and text.strip())
    # A system text about the form of the answer is left out: the teacher has its own.
    before = f"{system}\n\n" if system and not re.search(_HOW, system, re.IGNORECASE) else ""
    if len(users) > 1:
        return _conversation(said, before, bare=bare)
    return Reading(before + (without_form(users[0]) if bare else users[0]))


def one_asked(said: list[Message]) -> Reading:
    """The same, bare, of sets whose answers belong to one question: a conversation is refused."""
    reading = asked(said, bare=True)
    if reading.turns:
        return Reading(reading.prompt, fault=(RefusedFor.MULTI_TURN, f"{len(reading.turns)} turns before one answer"))
    return reading


def _conversation(said: list[Message], before: str, *, bare: bool) -> Reading:
    """Several questions of a user with the answers between them; the last one is asked."""
    spoken = [(role, text) for role, text in said if role != "system"]
    last = max(at for at, (role, text) in enumerate(spoken) if role == "user" and text.strip())
    turns = [(role, without_form(text) if bare and role == "user" else text) for role, text in spoken[: last + 1]]
    wanted = ["user", "assistant"] * len(turns)
    if [role for role, _ in turns] != wanted[: len(turns)] or not all(text.strip() for _, text in turns):
        return Reading(turns[0][1], fault=(RefusedFor.MULTI_TURN, "its speakers do not take turns, user first"))
    turns[0] = ("user", before + turns[0][1])
    return Reading("\n\n".join(f"{role}: {text}" for role, text in turns), turns=tuple(turns))


def answers_of(said: list[Message]) -> list[Trace]:
    """The last response of a chat, if one ends it."""
    return [Trace(said[-1][1])] if said and said[-1][0] == "assistant" and said[-1][1].strip() else []
