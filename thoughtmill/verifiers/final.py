"""Find the final answer in what stands in the answer block: bare, boxed, or at the end of prose."""

import re
from dataclasses import dataclass

from thoughtmill.verifiers.dress import undress

MAX_CHARS = 200_000
_BRACES = re.compile(r"\\(?:boxed|fbox)\s*\{|\\.|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer as it was written, or why there is none."""

    answer: str | None
    why: str | None = None


_CUE = re.compile(
    r"(?:(?:final|correct)\s+)?\b(?:answer|result)\s*(?:is|are|=|:)\s*:?\s*|(?:最终)?答案(?:应该)?(?:是|为|[:：])\s*[:：]?\s*",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"(?:\b(?:is|are|equals?|gives?|get)\b|为|是|等于|得到?|[:：])\s*(?:exactly\s+)?([^。\n:：]{1,120}?)\s*[.。]?\s*$"
)
_HEDGE = re.compile(
    r"\b(?:not|isn't|cannot|can't|maybe|perhaps|probably|possibly|either|unless|guess|about|roughly|approximately"
    r"|don't know|unsure|not sure|might|could be|or maybe)\b|[?？]|不是|不等于|可能|也许|大概|或许|大约|约为|不确定"
    r"|不知道|\\approx|≈|\.\.\.|…",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:so|thus|therefore|hence|then)[,\s]+)?(?:the\s+)?(?:final\s+)?(?:answer|ans|solution|result)\s*(?:is|=|:)\s*"
    r"|^(?:所以|因此|故)?[,，]?\s*(?:最终)?(?:答案|答|解)\s*(?:应该)?[是为:：]\s*",
    re.IGNORECASE,
)


def boxes(text: str) -> list[str]:
    r"""The contents of every outermost `\boxed{}`, braces balanced; unclosed ones are left out. One pass."""
    found: list[str] = []
    depth, start, opened = 0, 0, 0  # opened: the depth at which the box began, 0 if none is open
    for brace in _BRACES.finditer(text):
        token = brace.group()
        if token == "}":
            if depth == opened and opened:
                found.append(text[start : brace.start()].strip())
                opened = 0
            depth = max(0, depth - 1)
        elif token == "{" or len(token) > 2:
            depth += 1
            if len(token) > 2 and not opened:
                opened, start = depth, brace.end()
    return found[-50:]


def final_answer(text: str) -> Final:
    """The one final answer of `text`. Several that differ, a hedge, or a question are none."""
    text = text.strip()
    if len(text) > MAX_CHARS:
        return Final(None, f"{len(text):,} characters are no answer")
    if boxed := boxes(text):
        return _agreeing(boxed, "boxed answers")
    if len(text) <= 300 and "\n" not in text and not _CUE.search(text):
        return _bare(text)
    pieces = [_first_clause(text[m.end() :]) for m in _CUE.finditer(text)][-20:]
    if any(pieces):
        return _agreeing([piece for piece in pieces if piece], "answers")
    last = text.rstrip().splitlines()[-1].strip()
    if len(last) > 300:
        return Final(None, "no final answer found in the text")
    return _bare(last)


def _agreeing(answers: list[str], called: str) -> Final:
    """The last of several answers if all of them read the same once undressed."""
    if len({undress(answer).replace(" ", "") for answer in answers}) > 1:
        return Final(None, f"several {called} that differ: {answers[0][:40]!r}, {answers[-1][:40]!r}")
    return _unhedged(answers[-1])


def _bare(text: str) -> Final:
    text = _LEADING.sub("", text).strip()
    if _HEDGE.search(text):
        return _unhedged(text)
    if (found := _COPULA.search(text)) and re.search(r"[A-Za-z]{2}|[一-鿿]", text[: found.start()]):
        return _unhedged(found.group(1))
    return _unhedged(text)


def _first_clause(rest: str) -> str:
    """Up to the end of the sentence; a point between digits or inside maths does not end it."""
    rest = rest.split("\n", 1)[0][:400]
    found = re.search(r"[。;；]|[.](?=\s|$)|,\s+(?=[a-z]{3})", rest)
    return (rest[: found.start()] if found else rest).strip().strip("*").strip()


def _unhedged(answer: str) -> Final:
    if not answer.strip():
        return Final(None, "an empty answer")
    if found := _HEDGE.search(answer):
        return Final(None, f"a hedge is no answer: {found.group()!r}")
    return Final(answer)
