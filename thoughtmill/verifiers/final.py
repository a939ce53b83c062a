"""Find the final answer in what stands in the answer block: bare, boxed, after a cue, or at the end of prose."""

import re
from dataclasses import dataclass

from thoughtmill.verifiers.compare import compare, unclear
from thoughtmill.verifiers.contract import Outcome
from thoughtmill.verifiers.dress import squeezed, undress
from thoughtmill.verifiers.kinds import Words
from thoughtmill.verifiers.prose import HEDGE, concluded, first_clause, hedged
from thoughtmill.verifiers.shapes import shape
from thoughtmill.verifiers.words import is_moment

MAX_CHARS, TAIL, PADDING = 200_000, 3_000, 2_000
"""Characters: of a whole text, of its end (where an answer without a box is looked for), of white space around it."""
_BRACES = re.compile(r"\\(?:boxed|fbox)\s*\{|\\.|[{}]", re.DOTALL)
_NUMBER = re.compile(r"[-\d./]{1,60}")


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer as it was written, or why there is none."""

    answer: str | None
    why: str | None = None


_IS = (
    r"(?:\s*(?:is|are|=|≈|would be|should be|must be|equals|comes out to(?: be)?|turns out to be|becomes)\b"
    r"|(?=\s*[:：=]))?"
)
_AFTER = r"(?:\s*(?:therefore|thus|then|simply|exactly|indeed|equal to|also)\b,?)*[\s*_:：=]*"
_CUES = [
    re.compile(
        rf"(?:####\s*(?=[^#\s])|\b(?:final|correct)\s+(?:numerical\s+)?(?:answer|result)\b[*_]*(?:\s+(?:to|for"
        rf"|of)\b[^.:\n]{{1,60}}?)?"
        rf"{_IS}{_AFTER}|(?:最终|最后|正确)(?:的)?答案[*]*\s*(?:应该|应)?(?:是|为|等于)?[\s*:：]*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\b(?:answers?|ans)\b\.?[*_]*(?:\s+(?:to|for|of)\b[^.:\n]{{1,60}}?)?(?:\s*(?:is|are|would be"
        rf"|should be|must be|equals"
        rf"|comes out to(?: be)?|turns out to be)\b|\s*(?=[*_]*[:：=])|(?<=\bans\.)(?=\s)){_AFTER}"
        rf"|答案[】*]*\s*(?:应该|应)?(?:(?:是|为|等于)[\s*:：]*|[*]*[:：][\s*]*|(?=[A-J\d$\\-]))|(?:^"
        rf"|\n)\s*[*]*答[*]*\s*[:：][\s*]*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\b(?:results?|solutions?|solution set|roots?)\b[*_]*(?:\s*(?:is|are)\b|\s*(?=[*_]*[:：=])){_AFTER}"
        rf"|(?:结果|解集?)(?:是|为|[:：])\s*)",
        re.IGNORECASE,
    ),
]
_ANY_CUE = re.compile(r"answer|\bans\b|result|solution|roots?|####|答|结果|解", re.IGNORECASE)
_BEFORE_CUE = re.compile(
    r"(.{1,80}?)\s+(?:is|are)\s+(?:the|our|my)\s+(?:final\s+|correct\s+)?answer\W*$", re.IGNORECASE
)
_REPEATED = re.compile(
    r"([^\s\w(){}\[\]\\])\1{9}|([^\s\d])\2{29}|(?<!\d)([^\d.\-\s]{1,20}|\D{2,20}?[^\d\s])\s*(?:\3\s*){9}"
    r"|(\d[^\d\s,;&.])\4{9}"
)
_UNSURE = re.compile(r"not sure|unsure|don't know|do not know|no idea|不确定|不知道|我猜|\bguess", re.IGNORECASE)
_ASKED = re.compile(r"[\s$.)*]{0,6}[?？]")
_LEADING = re.compile(
    r"^(?:(?:so|thus|therefore|hence|then|and so|consequently|finally)\b[,:\s]*"
    r"|(?:所以|因此|因而|故填|应填|填|故|综上所述|综上|于是|从而|最后|即)[,，:：]?\s*|=\s*){1,4}",
    re.IGNORECASE,
)


def boxes(text: str) -> list[str]:
    r"""The contents of every outermost `\boxed{}`, braces balanced; unclosed ones are left out. One pass."""
    return [text[start:end].strip() for start, end in _boxes(text)]


def _boxes(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    depth, start, opened = 0, 0, 0  # opened: the depth at which the box began, 0 if none is open
    for brace in _BRACES.finditer(text) if "boxed" in text or "fbox" in text else ():
        token = brace.group()
        if token == "}":
            if depth == opened and opened:
                found.append((start, brace.start()))
                opened = 0
            depth = max(0, depth - 1)
        elif token == "{" or len(token) > 2:
            depth += 1
            if len(token) > 2 and not opened:
                opened, start = depth, brace.end()
    return found[-50:]


def final_answer(text: str) -> Final:
    """The one final answer of `text`. Several that differ, a hedge, or a question are none."""
    given, text = len(text), text.strip()
    if given > MAX_CHARS or given - len(text) > PADDING:
        return Final(None, f"{given:,} characters are no answer")
    if _NUMBER.fullmatch(text):
        return Final(text)
    if "</think>" in text or "</answer>" in text:
        text = blocks(text)
    if len(text) > 60 and (found := _REPEATED.search(text[:200]) or _REPEATED.search(text[-200:])):
        return Final(None, f"{found.group()[:5]!r} again and again is no answer")
    if "\\boxed" in text or "\\fbox" in text:
        places = _boxes(text)
        if not 0 < len(places) <= 12:
            return Final(None, "a box that is not closed" if not places else "too many boxes")
        return _boxed(text, places)
    text = text[-TAIL:]
    if _ANY_CUE.search(text) and (found := cued(text)):
        return found
    return _uncued(text)


def blocks(text: str) -> str:
    """What stands behind the thinking, and in the answer block if there is one (in all of them, a line each)."""
    if "</think>" in text:
        text = text[text.rindex("</think>") + 8 :]
    if "<answer>" in text and "</answer>" in text:
        found = [block.partition("</answer>")[0] for block in text.split("<answer>")[1:] if "</answer>" in block]
        distinct = list(dict.fromkeys(block.strip() for block in found))[-20:] or [text]
        text = distinct[0] if len(distinct) == 1 else "\n".join(f"#### {block}" for block in distinct)
    return text.strip()


def _boxed(text: str, places: list[tuple[int, int]]) -> Final:
    """All boxes agree, nothing around the last one takes it back, and no other answer follows."""
    answers = [_refined(text[start:end].strip()) for start, end in places]
    found = _agreeing(answers, "boxed answers")
    if found.answer is None:
        return found
    start, end = places[-1]
    before = re.split(r"[.。!！?？;；\n](?=\s|$|[一-鿿])", text[max(0, start - 160) : start].rsplit("\\", 1)[0])[-1]
    if (
        doubt := hedged(before)
        or _UNSURE.search(text[max(0, start - 200) : start])
        or _ASKED.match(text[end + 1 : end + 9])
    ):
        return Final(None, f"a hedge is no answer: {doubt if isinstance(doubt, str) else doubt.group()!r}")
    after = text[end + 1 : end + 2_000]
    if _ANY_CUE.search(after) and (later := cued(after)) and later.answer and not agree(later.answer, found.answer):
        return Final(None, f"another answer after the boxed one: {later.answer[:40]!r}")
    if doubt := hedged(after[:200]):
        return Final(None, f"a hedge is no answer: {doubt!r}")
    return found


def cued(text: str) -> Final | None:
    """What follows the strongest cue; all that follow cues of that strength, or later, have to agree."""
    last = -1
    if (found := _BEFORE_CUE.search((text[-200:].splitlines() or [""])[-1])) and not hedged(found.group(1)):
        given = _LEADING.sub("", re.split(r"[.。]\s", found.group(1))[-1])
        if not isinstance(shape(undress(given)), Words):
            return _unhedged(given)
    answers: list[str] = []
    for cues in _CUES:
        for found in list(cues.finditer(text))[-20:]:
            if found.end() <= last or (answers and found.start() < last):
                continue
            piece = first_clause(text[found.end() : found.end() + 1_500])
            if not piece or any(inner.search(piece) for inner in _CUES[:2]):  # an inner cue has its own turn
                continue
            if doubt := hedged(_sentence_before(text, found.start())):
                return Final(None, f"a hedge is no answer: {doubt!r}")
            answers.append(_refined(piece))
            last = max(last, found.end())
        if answers and cues is not _CUES[0]:
            break
    return _agreeing(answers, "answers") if answers else None


def _refined(piece: str) -> str:
    """What a piece of prose concludes; mathematics, and words of which nothing can be told, stay."""
    if re.search(r"[A-Za-z]{2} |[一-鿿]{2}", piece) and isinstance(shape(undress(piece)), Words):
        return concluded(undress(piece) if "\\" in piece else piece) or piece
    return piece


def _sentence_before(text: str, end: int) -> str:
    return re.split(r"[.。!！?？;；\n]", text[max(0, end - 120) : end])[-1]


def agree(a: str, b: str) -> bool:
    """Whether two answers are surely the same, without asking algebra."""
    left, right = undress(a), undress(b)
    if squeezed(left) == squeezed(right):
        return True
    return compare(shape(left), shape(right), lambda x, y: unclear("not asked")).outcome is Outcome.CORRECT


def _agreeing(answers: list[str], called: str) -> Final:
    """The last of several answers if all of them are the same."""
    for other in answers[:-1]:
        if other != answers[-1] and not agree(other, answers[-1]):
            return Final(None, f"several {called} that differ: {other[:40]!r}, {answers[-1][:40]!r}")
    return _unhedged(answers[-1])


def _uncued(text: str) -> Final:
    """A bare answer, or the conclusion of the last sentence."""
    if len(text) <= 400:
        bare = _LEADING.sub("", text)
        if not HEDGE.search(bare):
            plain = undress(bare)
            if "\n" in text and len(text) <= 200:
                lines = [line for line in text.splitlines() if line.strip()]
                if all(not isinstance(shape(undress(line)), Words) for line in lines) and "\\begin" not in text:
                    return Final(", ".join(lines))
            if not isinstance(shape(plain), Words) or is_moment(plain):
                return _unhedged(bare)
    lines = [line for line in text[-3_000:].splitlines() if line.strip()]
    if not lines:
        return Final(None, "an empty answer")
    sentence = _LEADING.sub("", lines[-1].strip())
    if len(lines) > 1 and re.fullmatch(r"\s*(?:\$\$|\\\])\s*", lines[-1]):
        sentence = lines[-2].strip()
    if doubt := hedged(sentence) or (hedged(lines[-2]) if len(lines) > 1 else None) or hedged(sentence, HEDGE):
        return Final(None, f"a hedge is no answer: {doubt!r}")
    if (found := concluded(sentence)) is not None:
        return _unhedged(found)
    if len(lines) > 1 or len(text) > 300:
        if not isinstance(shape(undress(sentence)), Words):
            return _unhedged(sentence)
        return Final(None, "no final answer found in the text")
    return _unhedged(sentence)


def _unhedged(answer: str) -> Final:
    if not answer.strip():
        return Final(None, "an empty answer")
    if found := HEDGE.search(answer):
        return Final(None, f"a hedge is no answer: {found.group()!r}")
    return Final(answer)
