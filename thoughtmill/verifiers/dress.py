"""What may be meant as a whole answer: all of the text, and the text without its dress. Nothing is sought in prose."""

import re

from thoughtmill.verifiers.math.extract.marks import boxes, without_thinking

_FENCED = re.compile(r"```[A-Za-z]*\n(.*?)\n?```", re.DOTALL)
_CUED = re.compile(
    r"(?:\*\*(?:the )?(?:final )?answer(?: is)?:?\*\*:?|(?:the )?(?:final )?answer(?: is:?|:)"
    r"|答案(?:[是为][:：]?|[:：]))\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TEXT = re.compile(r"\\(?:text|mathrm|textbf|texttt)\s*\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([_&%#])")
"""For an answer that is one block; one that follows "the answer is"; words inside a box; signs of LaTeX, Markdown."""


def unescaped(text: str) -> str:
    """A text with `_`, `&`, `%` and `#` as they are meant."""
    return _ESCAPED.sub(r"\1", text)


def said(text: str) -> str:
    """What stands behind the thinking; in it the last block of tags for an answer, if there is one."""
    text = without_thinking(text)
    before, end, _ = text.rpartition("</answer>")
    return (before.rpartition("<answer>")[2] if end and "<answer>" in before else text).strip()


def candidates(text: str) -> list[str]:
    """What may be meant as the answer: what is boxed; else all of the text, and the text without its dress."""
    text = without_thinking(text).strip()
    if boxed := boxes(text):
        found = [unescaped(_TEXT.sub(r"\1", one)).strip() for one in boxed]
        return found[:1] if len(set(found)) == 1 and found[0] else []
    found = [text]
    if cued := _CUED.fullmatch(text):
        found.append(cued.group(1).strip())
    for one in list(found):
        found.append(_bare(one))
        if one.endswith((".", "。")):
            found.append(_bare(one[:-1].strip()))
    return [one for one in dict.fromkeys(found) if one]


def _bare(text: str) -> str:
    """Without a fence or a pair of marks around all of it."""
    if (fenced := _FENCED.fullmatch(text)) and "```" not in fenced.group(1):
        return fenced.group(1).strip("\n")
    for mark in ("**", "`", '"', "$"):
        inside = text[len(mark) : -len(mark)]
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark) and mark not in inside:
            return inside.strip()
    return text
