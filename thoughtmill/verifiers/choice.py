"""Multiple choice: the option's letter in any dress."""

import re

from thoughtmill.verifiers.contract import Check, Example, Outcome, best
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.references import acceptable

_LETTERS = r"[A-J](?:(?:\s{0,3}[,、和&;]\s{0,3}|,?\s{1,3}and\s{1,3}|\s{1,3})?[A-J](?-i:(?![a-z]))){0,9}"
_NAMED = (
    r"(?:(?:the\s+)?(?:correct\s+|right\s+|final\s+)?(?:option|choice|answer)s?\s*(?:is|are|:)?\s*|(?:故|应|因此"
    r"|所以)?(?:应)?选项?\s*[:：]?\s*"
    r"|(?:正确)?(?:答案|选项)\s*(?:选|是|为|:)?\s*)"
)
_OPTION = re.compile(
    rf"{_NAMED}{{0,3}}(?:(?P<open>[(\[])\s*(?P<bracketed>{_LETTERS})\s*[)\]]\s*[.:,]?\s*(?:\S.{{0,300}})?"
    rf"|(?P<plain>{_LETTERS})\s*(?:选项|项)?\s*(?:(?:[.:)]|,(?!\s*[A-J](?![a-z])))\s*(?:\S.{{0,300}})?)?)",
    re.IGNORECASE | re.DOTALL,
)
_IN_TEXT = re.compile(
    rf"(?:\b(?:[Aa]nswer|[Oo]ption|[Cc]hoice|[Cc]hoose|[Cc]hose|[Pp]ick|[Ss]elect)s?\b[*\s]*(?:is|are|:"
    rf"|=)?[:\s*]*(?:(?:the\s+)?(?:option|choice|letter)\s*)?"
    rf"|\bleft with\s+(?=[*(]{{0,3}}[A-J]\b)|####\s*|答案[*\s]*(?:应)?(?:选|是|为|:)?[:\s*]*(?:选项?)?\s*"
    rf"|(?:故|应|因此|所以)?选择?项?\s*(?:是|为)?[:：\s*]*"
    rf"|正确的?(?:选项)?(?:是|为)\s*)"
    rf"[*(\[\s]{{0,4}}({_LETTERS})(?![A-Za-z'’])(?!\s+[a-z]+(?<!because)(?<!are)(?<!since)(?<!as)(?<!is)(?<!and)(?<!or)(?<!with)(?<!which)(?<!for)\b)"
)
_IS_RIGHT = re.compile(
    r"(?<![A-Za-z])[*(\[]{0,3}([A-J])[*)\]]{0,3}\s*(?:is\s+(?:the\s+)?(?:correct|right|answer|best)|(?:项"
    r"|选项)?(?:是)?正确)"
)
_HEDGE = re.compile(
    r"\b(?:not|maybe|perhaps|either|neither|or|except|could be|might|probably|guess|possibly|unsure)\b|[?？]|不"
    r"|可能|也许|或|大概|除了",
    re.IGNORECASE,
)
_THEREFORE = re.compile(r"[,，]\s*(?:所以|因此|故|so\b|hence\b|therefore\b)", re.IGNORECASE)
_WRONG = re.compile(
    rf"[\s(（,，*]*(?:所以|因此|so\s)?\s*(?:is |are |项|选项|是|均|都|全)?\s*"
    rf"(?:(?:also )?(?:wrong|incorrect|false|out)\b|错|{_HEDGE.pattern})",
    re.IGNORECASE,
)
_TEXTS = re.compile(
    r"[\s(\[（【*]*[a-jA-J](?-i:(?![a-z]{2}))|[\s(\[（【*\\$]*[Ａ-Ｊａ-ｊ\\]|.{0,60}?(?:option|choice|answer|选|答案|正确)",
    re.IGNORECASE | re.DOTALL,
)


_BRACKETS = re.compile(
    r"(?<=[A-Ja-j])\s*[)\]]\s*(,|;|/|&|和|与|或|and\b|or\b|及)?\s*[(\[](?=\s*[A-Ja-j]\s*[)\]])", re.IGNORECASE
)


def _joined(found: re.Match[str]) -> str:
    """(A) and (B) is (A, B); "or" stays, so that it is no answer."""
    return " or " if found.group(1) in ("或", "or", "/") else ", "


def option(text: str) -> str | None:
    """The letters of the option that `text` is, sorted; None if it isn't just an option."""
    if len(text) > 400 or not _TEXTS.match(text):
        return None
    plain = _BRACKETS.sub(_joined, normalize(text))
    if not plain or len(plain) > 400:
        return None
    found = _OPTION.fullmatch(plain)
    if found is None or _HEDGE.search(plain[: found.end("bracketed" if found["open"] else "plain")]):
        return None
    if _WRONG.match(plain[found.end("bracketed" if found["open"] else "plain") :].strip(" )].,")):
        return None
    letters = re.sub(r"and|[^A-Ja-j]", "", found["bracketed"] or found["plain"])
    # a lower-case letter alone is an option, several are a word
    if not letters.isupper() and len(letters) > 1:
        return None
    return "".join(sorted(set(letters.upper())))


class Choice:
    """The right letter or letters, and no other."""

    name = "choice"
    version = "5"
    example = Example(reference="B", right="The correct answer is **(B)**.", wrong="(C) Paris")

    def check(self, answer: str, reference: str) -> Check:
        """Compare the chosen letters with the reference's; see Verifier."""
        found, why = chosen(answer)
        if found is None:
            return Check(Outcome.WRONG, why)
        checks = [
            Check(Outcome.CORRECT, None, found)
            if option(wanted) == found
            else Check(Outcome.WRONG, "another option", found)
            for wanted in acceptable(reference)
        ]
        return best(checks)

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            wanted = acceptable(reference)
        except ValueError as error:
            return str(error)
        return next((f"{one[:80]!r} is no option A to J" for one in wanted if option(one) is None), None)


def _concluding(sentence: str) -> str:
    """What stands behind the last "so" of a sentence, if a letter does."""
    end = _THEREFORE.split(sentence)[-1]
    return end if re.search("[A-JＡ-Ｊ]", end) else sentence


def _named(text: str) -> list[str]:
    """The letters that a text calls its options, but for those that it calls wrong."""
    return [
        "".join(sorted(set(re.sub(r"and|[^A-J]", "", m.group(1)))))
        for m in _IN_TEXT.finditer(text)
        if not _WRONG.match(text[m.end() : m.end() + 40])
    ]


_MARKED = re.compile(
    rf"(?:【答案】|(?:^|\n)\s*(?:答案\s*[:：]|\W{{0,4}}Answer\W{{0,4}}:))[\s:：*]*({_LETTERS})(?![A-Za-z])[^\n]*"
)
"""A line of its own that says what the answer is; what the text said of the options before is working."""


def chosen(answer: str) -> tuple[str | None, str | None]:
    """The letters chosen, or why there are none."""
    from thoughtmill.verifiers.math.extract.final import blocks, boxes

    if len(answer) > 200_000:
        return None, f"{len(answer):,} characters are no answer"
    answer = blocks(answer)
    boxed = boxes(answer)
    marks = [] if boxed else list(_MARKED.finditer(answer[-3_000:]))
    if marks and not _HEDGE.search(marks[-1].group()):
        return option(marks[-1].group(1)), None
    letters = {option(piece) for piece in (boxed or [answer.strip()])}
    if len(letters) > 1:
        return None, "several options"
    only = letters.pop() if letters else None
    tail = normalize(answer[-3_000:])
    named = _named(tail)
    named += [m.group(1) for m in _IS_RIGHT.finditer(tail)] if not named else []
    sentences = [s for s in re.split(r"[.。!！\n]", answer[-1_000:]) if s.strip()]
    doubtful = any(_HEDGE.search(_concluding(s)) for s in sentences[-1:]) and (boxed or not only)
    if only is not None:
        if doubtful and boxed:
            return None, "a hedge is no answer"
        if boxed and named and named[-1] != only and answer.rfind(named[-1]) > answer.rfind("\\boxed"):
            return None, "several options"
        return only, None
    if boxed:
        return None, "no option in the box"
    if len(set(named)) > 1 and sentences:
        named = _named(normalize(_concluding(sentences[-1]))) or named
    if len(set(named)) == 1 and not doubtful:
        return named[0], None
    return None, "several options" if len(set(named)) > 1 else "no option found in the text"
