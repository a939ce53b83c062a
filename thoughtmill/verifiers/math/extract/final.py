"""Find the final answer in what stands in the answer block: bare, boxed, after a cue, or at the end of prose."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from thoughtmill.verifiers.contract import Outcome, unclear
from thoughtmill.verifiers.math.compare import compare
from thoughtmill.verifiers.math.extract.clauses import (
    breaks_off,
    goes_on,
    main_clause,
    prepared,
    since_retraction,
    without_labels,
    without_remarks,
)
from thoughtmill.verifiers.math.extract.durations import after
from thoughtmill.verifiers.math.extract.negation import (
    HEDGE,
    RETRACTS,
    SUPPOSED,
    UNFINISHED,
    affirmed,
    bounded,
    doubted_mark,
    hedged,
    unrounded,
)
from thoughtmill.verifiers.math.extract.prose import concluded, first_clause, known_unit, last_sentence
from thoughtmill.verifiers.math.parse.kinds import Words
from thoughtmill.verifiers.math.parse.normalize import normalize, squeezed
from thoughtmill.verifiers.math.parse.scalars import Scalar
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.parse.words import is_moment

MAX_CHARS, TAIL, PADDING = 200_000, 3_000, 2_000
"""Characters: of a whole text, of its end (where an answer without a box is looked for), of white space around it."""
_BRACES = re.compile(r"\\(?:boxed|fbox)\s*\{|\\.|[{}]", re.DOTALL)
_NUMBER = re.compile(r"[-\d./]{1,60}")


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer as it was written, or why there is none."""

    answer: str | None
    why: str | None = None
    rounded: str | None = None
    """A rounding beside it (2√3 ≈ 3.46), or alone: right only where the reference is a decimal itself."""
    prose: str | None = None
    """The text that it was read from, where nothing says "this is the answer"."""


_IS = (
    r"(?:\s*(?:is|are|=|≈|would be|should be|must be|equals|comes out to(?: be)?|turns out to be|becomes)\b"
    r"|(?=\s*[:：=]))?"
)
_AFTER = r"(?:\s*(?:therefore|thus|then|simply|exactly|indeed|equal to|also)\b,?)*[\s*_:：=]*"
_CUES = [
    re.compile(
        r"(?:####\s*(?=[^#\s])(?!\W*(?:(?:final )?(?:answer|solution|conclusion)|step|答案|解|结论|第))"
        rf"|\b(?:final|correct)\s+(?:numerical\s+)?(?:answer|result)\b[*_]*(?:\s+(?:to|for"
        rf"|of)\b[^.:\n]{{1,60}}?)?"
        rf"{_IS}{_AFTER}|\nA[:：][ \t]*(?=[-+$\\(]{{0,4}}\d[^\n]{{0,60}}\Z)"
        rf"|(?:最终|最后|正确)(?:的)?答案[*]*\s*(?:应该|应)?(?:是|为|等于)?[\s*:：]*|【答案】[\s*:：]*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:(?<![A-Za-z])(?:answers?|ans)(?![A-Za-z])\.?[*_]*(?:\s+(?:to|for"
        rf"|of)\b[^.:\n]{{1,60}}?)?(?:\s*(?:is|are|would be"
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
_INNER_CUE = re.compile("|".join(f"(?:{cue.pattern})" for cue in _CUES[:2]), re.IGNORECASE)
_ANY_CUE = re.compile(r"\nA[:：]|answer|\bans\b|result|solution|roots?|####|答|结果|解", re.IGNORECASE)
_BEFORE_CUE = re.compile(
    r"(.{1,80}?)\s+(?:is|are)\s+(?:the|our|my)\s+(?:final\s+|correct\s+|only\s+|unique\s+)?(?:answer|solution"
    r"|root)s?\W*$",
    re.IGNORECASE,
)
_RULES = re.compile(r"[-=*_|:\s]{6,}")
_REPEATED = re.compile(
    r"([^\s\w(){}\[\]\\])\1{9}|([^\s\d])\2{29}|(?<!\d)([^\d.\-\s]{1,20}|\D{2,20}?[^\d\s])\s*(?:\3\s*){9}"
    r"|(\d[^\d\s,;&.])\4{9}"
)
_APPROXIMATE = re.compile(r"approx|about|around|roughly|约|≈", re.IGNORECASE)
_ASKED = re.compile(r"[\s$.)*]{0,6}[?？]")
_LEADING = re.compile(
    r"^(?:(?:so|thus|therefore|hence|then|and so|consequently|finally)\b[,:\s]*"
    r"|=>|⇒|→|➜|∴|(?:综上可知|可知|可得|所以|因此|因而|故填|应填|填|故|则|那么|综上所述|综上|于是|从而|最后|即)[,，:：]?\s*|=\s*){1,4}",
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
    text = _plain(text)
    if len(text) > 60 and (found := _again_and_again(text)):
        return Final(None, f"{found.group()[:5]!r} again and again is no answer")
    boxed = "\\boxed" in text or "\\fbox" in text
    if not boxed:
        text = text[-TAIL:]
    if len(text) > 10 and (later := since_retraction(text)) is not text:
        again = "boxed" in later
        if again or (_ANY_CUE.search(later) and cued(later)):
            text, boxed = later, again
    if boxed:
        text = affirmed(text) if len(text) <= 5_000 else text
        places = _boxes(text)
        if not 0 < len(places) <= 12:
            return Final(None, "a box that is not closed" if not places else "too many boxes")
        return _boxed(text, places)
    return _unboxed(text)


_TAG = re.compile(r"</?(?:final_answer|number)>")
_ESCAPED = re.compile(r"\\\\(?=[A-Za-z]{2})")


def _plain(text: str) -> str:
    """Without tags around the answer (`#### <number> 5`), and with single backslashes for doubled ones."""
    if "<final_answer>" in text or "<number>" in text:
        text = _TAG.sub(" ", text).strip()
    if "\\\\boxed" in text or ("\\\\" in text and "\\begin" not in text):
        text = _ESCAPED.sub(r"\\", text)
    return text


_NEAR = 40
"""Characters behind a mark in which the same sentence can take it back."""
HEDGED = "a hedge is no answer"
_CONCLUSION_FIRST = re.compile(
    r"[\s*#_]*(?:conclusion|结论)[\s*_]*[:：](.{1,600}?)\n[\s*#_]*(?:reason|explan|proof|deriv|推导|理由|解析|过程|证明|说明)",
    re.IGNORECASE | re.DOTALL,
)


def _again_and_again(text: str) -> re.Match[str] | None:
    """One sign or word over and over at an end of a text; the rules of tables are none."""
    return _REPEATED.search(_RULES.sub(" ", text[:200])) or _REPEATED.search(_RULES.sub(" ", text[-200:]))


def _unboxed(text: str) -> Final:
    if first := _CONCLUSION_FIRST.match(text):
        text = first.group(1).strip(" *_:：")
    text = affirmed(prepared(text))
    if breaks_off(text):
        return Final(None, "the text breaks off before its answer")
    if _ANY_CUE.search(text) and (found := cued(text)):
        said = found.answer or ""
        if found.why and found.why.startswith(HEDGED) and not _INNER_CUE.search(text):
            return replace(found, prose=text)  # "the roots are not needed" says nothing of the answer
        in_words = len(said) > 7 and said in text[-len(said) - 4 :] and isinstance(shape(normalize(said)), Words)
        return replace(found, prose=said) if in_words else found
    return replace(_uncued(without_remarks(text) if len(text) > 8 else text), prose=text)


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
    answers = [_settled(text[start:end].strip(), text[end + 1 : end + 60]) for start, end in places]
    said_on = _CONDITIONAL.match(text[places[-1][1] + 1 :])
    if len(places) > 1 and not said_on and all(_BETWEEN.fullmatch(text[a[1] + 1 : b[0]]) for a, b in pairwise(places)):
        answers = [_settled(", ".join(text[start:end].strip() for start, end in places))]  # 2 and 5, a box each
    found = _agreeing(answers, "boxed answers")
    if found.answer is None:
        return found
    start, end = places[-1]
    before = text[max(0, start - 160) : start].rsplit("\\", 1)[0]
    if doubt := doubted_mark(before) or _ASKED.match(text[end + 1 : end + 9]):
        return Final(None, f"{HEDGED}: {doubt if isinstance(doubt, str) else doubt.group()!r}")
    after = affirmed(text[end + 1 : end + 2_000])
    if _ANY_CUE.search(after) and (later := cued(after)) and later.answer and not agree(later.answer, found.answer):
        return Final(None, f"another answer after the boxed one: {later.answer[:40]!r}")
    same, later = _cut_sentence(after[:200])
    if doubt := hedged(same[:_NEAR], RETRACTS) or hedged(later, RETRACTS) or bounded(before, after):
        about = bool(_APPROXIMATE.search(doubt))
        return Final(None, f"{HEDGED}: {doubt!r}", found.answer if about else None)
    return found


_BETWEEN = re.compile(r"[\s$]*(?:\\[,;)( ])*[\s$]*(?:,\s*)?(?:and|和|与)[\s$]*(?:\\[(])?[\s$]*\\(?:boxed|fbox)\s*\{")
"""Between two boxes that hold one answer."""
_CONDITIONAL = re.compile(
    r"[\s,;.*$]*(?:if|unless|provided|assuming|but|however|actually|although|though|yet"
    r"|or rather)\b(?! and only)|[\s,，。]*(?:如果|假如|但|可是|然而)",
    re.IGNORECASE,
)


_JOINT = re.compile(r"[\s,，;；]*(?:(?:and|while|the|but|so|和|而|，)\s*)*$", re.IGNORECASE)


def cued(text: str) -> Final | None:
    """What follows the strongest cue; all that follow cues of that strength, or later, have to agree."""
    last = -1
    if (found := _BEFORE_CUE.search((text[-200:].splitlines() or [""])[-1])) and not hedged(found.group(1)):
        given = _LEADING.sub("", re.split(r"[.。]\s", found.group(1))[-1])
        if not isinstance(shape(normalize(given)), Words):
            return _settled(given)
    answers: list[Final] = []
    for strength, cues in enumerate(_CUES):
        for found in list(cues.finditer(text))[-20:]:
            if found.end() <= last or (answers and found.start() < last):
                continue
            piece = _behind(found.group().strip(), text[found.end() : found.end() + 1_500])
            if inner := _INNER_CUE.search(piece):  # it has its own turn
                piece = _JOINT.sub("", piece[: inner.start()])
                if isinstance(shape(normalize(piece)), Words):
                    continue
            if not piece or (strength == 2 and goes_on(found.group(), piece, text[found.end() :])):
                continue
            if doubt := _doubt_around(text, found, piece):
                return Final(None, f"{HEDGED}: {doubt!r}")
            answers.append(_settled(piece))
            last = max(last, found.end())
        if strength == 2:
            answers = _told(answers, text[: last - 1])
        if answers and strength:
            break
    return _agreeing(answers, "answers") if answers else None


_ASKED_FOR = re.compile(r"^(?:[一-鿿]{0,4}?)(?:至少|最少|至多|最多)(?=需要?|要|有|能|可以)")
"""答：至少需要8条船: the question asked for the least, and so does its answer."""


def _behind(cue: str, text: str) -> str:
    """What a cue is followed by: (1) a; (2) b as a whole, else one clause."""
    line = text.lstrip().partition("\n")[0]
    if cue.endswith(("答：", "答:")):
        line = text = _ASKED_FOR.sub("", line)
    parts = without_labels(line)
    return first_clause(text) if parts == line else parts


_OF_ALL = re.compile(
    r"(?:所以|因此|故|∴|综上|从而)[^，,。\n]{0,3}(?:原?不等式组|原?方程组|原不等式|原方程)[^，,。\n]{0,6}$"
)
"""Before the cue of the last answer: it is that of the whole, those before it are of its parts."""


def _told(answers: list[Final], before: str) -> list[Final]:
    """What follows "solution" and the like: it may only begin the working, and the last may be that of the whole."""
    answers = [one for one in answers if one.answer is None or not isinstance(shape(normalize(one.answer)), Words)]
    return answers[-1:] if len(answers) > 1 and _OF_ALL.search(before) else answers


def _doubt_around(text: str, cue: re.Match[str], piece: str) -> str | None:
    behind = text[cue.end() :].lstrip(" *_")[len(piece) : len(piece) + 16]
    before = _sentence_before(text, cue.start())
    supposed = SUPPOSED.search(before) or _CONDITIONAL.match(behind)
    return hedged(before) or (supposed.group() if supposed else None)


def _settled(given: str, behind: str = "") -> Final:
    """What a piece of prose concludes, if it states it plainly; mathematics, and words that tell nothing, stay."""
    piece, rounded = unrounded(given)
    if piece is None:
        return Final(None, "only a rounded value", rounded)
    if not piece.strip():
        return Final(None, "an empty answer")
    if doubt := hedged(piece, HEDGE):
        return Final(None, f"{HEDGED}: {doubt!r}")
    if re.search(r"[A-Za-z]{2} |[一-鿿]{2}", piece) and isinstance(shape(normalize(piece)), Words):
        piece = after(piece) or concluded(normalize(piece) if "\\text" in piece else piece) or piece
    if behind and (unit := known_unit(behind)):
        found = shape(normalize(piece))
        if isinstance(found, Scalar) and found.value is not None and not found.unit and not found.percent:
            piece = f"{piece} {unit}"
    return Final(piece, None, rounded)


def _cut_sentence(text: str) -> tuple[str, str]:
    """The rest of the sentence, and what follows it."""
    found = re.search(r"(?<=[.。!！])(?=\s|$|[一-鿿])|\n", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _sentence_before(text: str, end: int) -> str:
    return re.split(r"[.。!！?？;；\n]", text[max(0, end - 120) : end])[-1]


def agree(a: str, b: str) -> bool:
    """Whether two answers are surely the same, without asking algebra."""
    left, right = normalize(a), normalize(b)
    if squeezed(left) == squeezed(right):
        return True
    return compare(shape(left), shape(right), lambda x, y: unclear("not asked")).outcome is Outcome.CORRECT


def _agreeing(answers: list[Final], called: str) -> Final:
    """The last of several answers if all of them are the same."""
    last = answers[-1]
    for other in answers[:-1]:
        if other.answer is None or last.answer is None:
            if (other.answer, other.rounded) != (last.answer, last.rounded):
                return Final(None, last.why or other.why)
        elif other.answer != last.answer and not agree(other.answer, last.answer):
            return Final(None, f"several {called} that differ: {other.answer[:40]!r}, {last.answer[:40]!r}")
    return last


_EXPLAINS = re.compile(
    r"[\s*#_]*(?:explanation|reason(?:ing)?|because|since|here(?:'s| is) (?:why|how)|solution|steps?"
    r"|justification|解析|解释|理由|因为|说明|过程)",
    re.IGNORECASE,
)


def _uncued(text: str) -> Final:
    """A bare answer, or the conclusion of the last sentence."""
    earlier, _, last = text.rpartition("∴")
    if earlier.strip() and (bare := _bare(last)):
        return bare
    if len(text) <= 400 and (bare := _bare(without_labels(text))):
        return bare
    first, _, rest = text.partition("\n")
    if rest and _EXPLAINS.match(rest) and (bare := _bare(first)):
        return bare
    lines = [line for line in text[-3_000:].splitlines() if line.strip()]
    if not lines:
        return Final(None, "an empty answer")
    line = _LEADING.sub("", re.sub(r"^\$\s*=\s*", "$", lines[-1].strip()))
    if len(lines) > 1 and re.fullmatch(r"\s*(?:\$\$|\\\])\s*", lines[-1]):
        line = lines[-2].strip()
    if doubt := hedged(line) or (hedged(lines[-2]) if len(lines) > 1 else None):
        return Final(None, f"{HEDGED}: {doubt!r}")
    if (bare := _bare(line)) is not None:
        return bare
    return _concluding(last_sentence(line), line, alone=len(lines) == 1 and len(text) <= 300)


def _concluding(sentence: str, line: str, alone: bool) -> Final:
    """What the last sentence states; a single short line that states nothing is taken as it stands, as words."""
    clause, rounded = unrounded(main_clause(sentence))
    if clause is None:
        return Final(None, "only a rounded value", rounded)
    if rounded is not None:
        sentence = clause
    if doubt := hedged(clause, HEDGE) or (SUPPOSED.search(sentence) and "suppose") or UNFINISHED.search(sentence):
        return Final(None, f"{HEDGED}: {doubt!r}")
    if (found := concluded(sentence)) is not None:
        return Final(found, None, rounded)
    if not isinstance(shape(normalize(sentence)), Words):
        return Final(sentence, None, rounded)
    return Final(line) if alone else Final(None, "no final answer found in the text")


_MARKDOWN = re.compile(r"^\s*(?:>|#{1,6})\s+(?=\S)|^\s*[-+*•]\s+(?=\*\*)")


def _bare(text: str) -> Final | None:
    """A text that is an answer and nothing else; several lines of mathematics are several answers."""
    bare, rounded = unrounded(_LEADING.sub("", _MARKDOWN.sub("", text)))
    if bare is None:
        return Final(None, "only a rounded value", rounded) if len(text) <= 60 else None
    if not bare.strip() or hedged(bare, HEDGE):
        return None
    plain = normalize(bare)
    if "\n" in bare and "\\begin" not in bare:
        lines = [
            line for line in bare.splitlines() if line.strip() and not re.fullmatch(r"\s*(?:\$\$|\\\[|\\\])\s*", line)
        ]
        if len(bare) > 200 or any(isinstance(shape(normalize(line)), Words) or line[0] == "|" for line in lines):
            return None
        if len(lines) > 1:
            return Final(", ".join(line.strip().rstrip(",;，；") for line in lines), None, rounded)
    if not isinstance(shape(plain), Words) or is_moment(plain):
        return Final(bare, None, rounded)
    return None
