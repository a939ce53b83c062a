"""Marks that say "this is the answer": a box, a tag, a field, `####`, "the answer is", 答案, উত্তর.

What is marked is the answer, unless the mark itself is denied, doubted or asked, or another mark follows.
"""

import json
import re
from dataclasses import dataclass, replace

from thoughtmill.verifiers.math.extract.clauses import goes_on, without_labels
from thoughtmill.verifiers.math.extract.negation import (
    HEDGE,
    RETRACTS,
    SUPPOSED,
    affirmed,
    doubted_mark,
    hedged,
    unrounded,
)
from thoughtmill.verifiers.math.extract.prose import concluded, first_clause, known_unit
from thoughtmill.verifiers.math.extract.runs import values
from thoughtmill.verifiers.math.parse.kinds import Words
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.scalars import Scalar
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.parse.words import is_moment


@dataclass(frozen=True, slots=True)
class Final:
    """The final answer as it was written, or why there is none."""

    answer: str | None
    why: str | None = None
    rounded: str | None = None
    """A rounding beside it (2√3 ≈ 3.46), or alone: right only where the reference is a decimal itself."""
    prose: str | None = None
    """The text that it was read from, where nothing says "this is the answer"."""
    parts: tuple[str, ...] = ()
    """All that is boxed, in order, if it is several: together the answer where the reference has as many parts."""
    marked: str | None = None
    """The line behind a mark in words, where it may say more than its first clause."""


HEDGED = "a hedge is no answer"
_NEAR = 40
"""Characters behind a mark in which the same sentence can take it back."""
WORD = (
    r"answers?|ans|respuesta|réponse|antwort|ответ|resposta|risposta|antwoord|svar|odpowiedź|cevap|jawaban|đáp án"
    r"|đáp số|उत्तर|উত্তর(?:টি|টা)?|جواب|الجواب|الإجابة|答え|解答|정답|답|คำตอบ"
)
"""The answer, as people of many languages mark it."""
_BRACES = re.compile(r"\\(?:boxed|fbox)\s*\{|\\.|[{}]", re.DOTALL)
_TAG = re.compile(r"</?(?:final_answer|number)>")
_ESCAPED = re.compile(r"\\\\(?=[A-Za-z]{2})")
_FIELD = re.compile(
    r'"(?:final_?)?answer"\s*:\s*(?P<value>"(?:[^"\\]|\\.)*"|[^"{}\[\],]+?)\s*,?\s*(?:\}|\Z)', re.IGNORECASE
)
"""The last field of an object: {"reasoning": "…", "answer": "5"}."""
_IS = (
    r"(?:\s*(?:is|are|=|≈|would be|should be|must be|equals|comes out to(?: be)?|turns out to be|becomes)\b"
    r"|(?=\s*[:：=]))?"
)
_AFTER = r"(?:\s*(?:therefore|thus|then|simply|exactly|indeed|equal to|also)\b,?)*[\s*_:：=]*"
_FOR = r"[*_]*(?:\s+(?:to|for|of)\b[^.:\n]{1,60}?)?(?:\s*\([A-Za-z][^()\n]{2,40}\))?"
"""Of what it is the answer, or in which form: the answer (Yes or No) is."""
_CUE = re.compile(
    r"(?:####\s*(?=[^#\s])(?!\W*(?:(?:final )?(?:answer|solution|conclusion)|step|答案|解|结论|第))"
    rf"|\b(?:final|correct)\s+(?:numerical\s+)?(?:answer|result)\b{_FOR}{_IS}{_AFTER}"
    r"|(?:\n|\A)A[:：][ \t]*(?=[-+$\\(]{0,4}\d[^\n]{0,60}\Z)"
    r"|(?:最终|最后|正确)(?:的)?答案[*]*\s*(?:应该|应)?(?:是|为|等于)?[\s*:：]*|【答案】[\s*:：]*"
    rf"|(?<![^\W_])(?:{WORD})(?![^\W_])\.?{_FOR}(?:\s*(?:is|are|would be|should be|must be|equals|comes out to(?: be)?"
    rf"|turns out to be)\b|\s*(?=[*_]*[:：=])|(?<=\bans\.)(?=\s)){_AFTER}"
    r"|答案[】*]*\s*(?:应该|应)?(?:(?:是|为|等于)[\s*:：]*|[*]*[:：][\s*]*|(?=[A-J\d$\\-]))"
    r"|(?:^|\n)\s*[*]*答[*]*\s*[:：][\s*]*)",
    re.IGNORECASE,
)
_WEAK_CUE = re.compile(
    rf"(?:\b(?:results?|solutions?|solution set|roots?)\b{_FOR}(?:\s*(?:is|are)\b|\s*(?=[*_]*[:：=])){_AFTER}"
    r"|(?:结果|解集?)(?:是|为|[:：])\s*)",
    re.IGNORECASE,
)
_ANY_CUE = re.compile(rf"(?:\n|\A)A[:：]|{WORD}|result|solution|roots?|####|答|结果|解", re.IGNORECASE)
_BEFORE_CUE = re.compile(
    r"(.{1,80}?)\s+(?:is|are)\s+(?:the|our|my)\s+(?:final\s+|correct\s+|only\s+|unique\s+)?(?:answer|solution"
    r"|root)s?\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[\s$.)*]{0,6}[?？]")
_BETWEEN = re.compile(
    r"[\s$]*(?:\\[,;)( ])*[\s$]*(?:[,，、]\s*)?(?:and|or|和|与|或)?[\s$]*(?:\\[(])?[\s$]*\\(?:boxed|fbox)\s*\{"
)
"""Between two boxes that hold one answer."""
_NAMED = re.compile(r"(\\?[A-Za-z]+)_\{?(\d)\}?\s*=\s*\\(?:boxed|fbox)\s*\{$")
"""Right before a box: x_1 =."""
_CONDITIONAL = re.compile(
    r"[\s,;.*$]*(?:if|unless|provided|assuming|but|however|actually|although|though|yet"
    r"|or rather)\b(?! and only)|[\s,，。]*(?:如果|假如|但|可是|然而)",
    re.IGNORECASE,
)
_CASE = re.compile(r"[;；]\s*(?:if|when|如果|若)\b[^.;；。\n]*$", re.IGNORECASE)
"""If it is fair, the answer is 1/6; if it is not, the answer is 1/4: the second of two cases."""
_JOINT = re.compile(r"[\s,，;；]*(?:(?:and|while|the|but|so|和|而|，)\s*)*$", re.IGNORECASE)
_ASKED_FOR = re.compile(r"^(?:[一-鿿]{0,4}?)(?:至少|最少|至多|最多)(?=需要?|要|有|能|可以)")
"""答：至少需要8条船: the question asked for the least, and so does its answer."""
LEADING = re.compile(
    r"^(?:(?:so|thus|therefore|hence|then|and so|consequently|finally)\b[,:\s]*"
    r"|=>|⇒|→|➜|∴|(?:综上可知|可知|可得|所以|因此|因而|故填|应填|填|故|则|那么|综上所述|综上|于是|从而|最后|即)[,，:：]?\s*|=\s*){1,4}",
    re.IGNORECASE,
)


def boxes(text: str) -> list[str]:
    r"""The contents of every outermost `\boxed{}`, braces balanced; unclosed ones are left out. One pass."""
    return [text[start:end].strip() for start, end in places_of_boxes(text)]


def places_of_boxes(text: str) -> list[tuple[int, int]]:
    """Where the contents of the last fifty boxes begin and end."""
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


_END = re.compile(r"(?:\s*(?:<\|[a-z_]{1,20}\|>|<eo[a-z]>|</s>|<end_of_turn>))+\s*\Z")
"""What ends a turn, where an engine leaves it in the text."""
_BOX = re.compile(r"\\(?:framebox|bbox|boxit)(?=\s*\{)")
"""Other commands that draw a box."""
_QUOTED = re.compile(
    rf"(?:{WORD}|答案)[\s*_]*[:：][\s*_]*\n\s*(?P<fence>\"\"\"|\'\'\'|```)(?:[a-z]{{0,10}}[ \t]*\n)?\s*"
    r"(?P<held>(?:(?!(?P=fence)).){1,4000}?)\s*(?P=fence)\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""A block of its own at the end of a text, behind "final answer:", between triple quotes or in a fence."""
_UNBRACED = re.compile(r"\\boxed\s+(\w)(?!\w)")


_THOUGHT = re.compile(
    r"</(?:(?:seed:)?think|thinking|thought|reasoning)>|\[/THINK\]|◁/think▷"
    r"|<\|channel\|>final<\|message\|>|<channel\|>"
)
_THINKS = re.compile(
    r"\s*(?:<(?:(?:seed:)?think|thinking|thought|reasoning)>|\[THINK\]|◁think▷|(?:<\|start\|>assistant)?<\|channel\|>analysis|<\|channel>thought)"
)
"""Where thinking ends, and where a text begins that thinks, in the tags of several families of models."""


def without_thinking(text: str) -> str:
    """What stands behind the thinking; nothing where it does not end."""
    ends = list(_THOUGHT.finditer(text))
    text = text[ends[-1].end() :] if ends else text
    return "" if _THINKS.match(text) else text


def _in_object(text: str) -> str | None:
    """The answer of a text that is a JSON object, whichever of its fields stands last; None if it has not just one."""
    try:
        fields = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    found = [value for name, value in fields.items() if re.fullmatch("(?:final_?)?answer", name, re.IGNORECASE)]
    return str(found[0]).strip() if len(found) == 1 and isinstance(found[0], str | int | float) else None


def blocks(text: str) -> str:
    """What stands behind the thinking; in it the last answer block, or the answer's field, if there is one."""
    if ">" in text[-4:]:
        text = _END.sub("", text)
    if "box" in text:
        text = _UNBRACED.sub(r"\\boxed{\1}", _BOX.sub(r"\\boxed", text))
    if not (told := without_thinking(text)) and text.endswith("</answer>"):
        told = text[text.rfind("<answer>") :]  # a thought that is not closed, and an answer that is
    text = told
    opened, tag, rest = text.rpartition("<answer>")
    if tag and "</answer>" not in opened + rest:  # its end was where the engine stopped
        text = rest
    elif "<answer>" in text and "</answer>" in text:
        found = [block.partition("</answer>")[0] for block in text.split("<answer>")[1:] if "</answer>" in block]
        text = next((block for block in reversed(found) if block.strip()), text)
    if text[-5:].rstrip()[-3:] in ('"""', "'''", "```") and (quoted := _QUOTED.search(text[-5_000:])):
        return quoted["held"].strip()
    if text.lstrip()[:1] == "{" and 'nswer"' in text and (told := _in_object(text)) is not None:
        return told
    if '"' in text[-400:] and 'nswer"' in text[-3_000:] and (fields := list(_FIELD.finditer(text[-3_000:]))):
        value = fields[-1]["value"]
        try:
            text = str(json.loads(value, strict=False))
        except ValueError:
            text = value.strip('"')
    return text.strip()


def plain(text: str) -> str:
    """Without tags around the answer (`#### <number> 5`), and with single backslashes for doubled ones."""
    if "<final_answer>" in text or "<number>" in text:
        text = _TAG.sub(" ", text).strip().removesuffix("####").strip()
    if "\\\\boxed" in text or ("\\\\" in text and "\\begin" not in text):
        text = _ESCAPED.sub(r"\\", text)
    return text


_GOES_ON = re.compile(
    r"[\s$]*(?:\\[,;! ])*(?:\\?%|(?:\\text\s*\{\s*)?(?:percent|hundred|thousand|million|billion|trillion)\b\s*\}?"
    r"|(?:\\times|\\cdot|×)\s*10\s*\^\s*(?:\{\s*-?\d+\s*\}|-?\d))"
)
"""Behind a box, and part of its value: a percent sign, a number word, a power of ten."""
_TOUCHES = re.compile(
    r"(?:\s|\\[,;! ])*(?:\^(?!\s*\{?\s*\\circ)|[+*/](?=\s*[\w\\(])|-(?=[\d\\])|!(?=\s*[+\-*/=$])|:\s*\d"
    r"|[xyzi](?![A-Za-z])"
    r"|\\(?:pi|sqrt|frac|dfrac|tfrac|sin|cos|tan|ln|log)(?![a-z])|\\(?:times|cdot)(?![a-z])(?!\s*10\s*\^))"
)
"""Behind a box in its own formula: it makes another value of what the box holds."""
_OF_OTHERS = re.compile(
    r"[^.\n]*\b(?:others|other (?:options|choices|answers)|(?:common|typical) (?:mistake|error)s?)\b[^.\n]*",
    re.IGNORECASE,
)
"""A sentence behind the answer that calls other answers wrong."""
_SIGNED = re.compile(r"(?:[=$(\[:]\s*-\s*|(?:\A|\s)-|\d|\\(?:sqrt|[dt]?frac)(?:\[\d\])?\s*\{)\\(?:boxed|fbox)\s*\{$")
"""Right before a box: a sign, a factor, a root or fraction around it."""


def in_boxes(text: str) -> Final | None:
    """What the last box holds, and whether something takes it back; boxes joined by "and" hold one answer."""
    places = places_of_boxes(text)
    if not places:
        return None
    start, end = places[-1]
    said_on = _CONDITIONAL.match(text[end + 1 :])
    held = [text[a:b].strip() for a, b in places]
    joined = len(places) - 1
    while (
        joined
        and not said_on
        and (_BETWEEN.fullmatch(text[places[joined - 1][1] + 1 : places[joined][0]]) or _parts(text, places, joined))
    ):
        joined -= 1
    given, behind = ", ".join(dict.fromkeys(held[joined:])), text[end + 1 : end + 60]
    if joined == len(places) - 1:
        if _TOUCHES.match(behind) or _SIGNED.search(text[max(0, start - 20) : start]):
            return Final(None, "mathematics that touches the box")
        if found := _GOES_ON.match(behind):
            given = f"{given}{found.group().replace('$', ' ').rstrip()}"
            behind = ""
    else:
        behind = ""
    found = settled(given, behind)
    if found.answer is None:
        return found
    before = text[max(0, start - 160) : start].rsplit("\\", 1)[0]
    if doubt := doubted_mark(before) or _ASKED.match(text[end + 1 : end + 9]):
        return Final(None, f"{HEDGED}: {doubt if isinstance(doubt, str) else doubt.group()!r}")
    same, later = _cut_sentence(text[end + 1 : end + 201])
    later = _OF_OTHERS.sub(" ", later)
    if doubt := hedged(same[:_NEAR], RETRACTS) or hedged(later, RETRACTS):
        return Final(None, f"{HEDGED}: {doubt!r}")
    kept = [
        one
        for one, (_, b), (c, _) in zip(held, places, [*places[1:], (len(text), 0)], strict=True)
        if (c == len(text)) or not hedged(text[b:c], RETRACTS)
    ]
    distinct = () if said_on else tuple(dict.fromkeys(kept))
    return Final(found.answer, found.why, found.rounded, None, distinct if len(distinct) > 1 else ())


def _parts(text: str, places: list[tuple[int, int]], at: int) -> bool:
    """Whether this box and the one before hold two values of one letter, side by side: x_1 = and x_2 =."""
    (start, end), (later, _) = places[at - 1], places[at]
    one, other = (_NAMED.search(text[max(0, place - 40) : place]) for place in (start, later))
    return bool(one and other and later - end < 60 and one[1] == other[1] and int(other[2]) == int(one[2]) + 1)


def cued(text: str, *, values_only: bool = False, words: bool = False) -> Final | None:
    """What follows the last cue, be it in `words`; "result" and "solution" count where no other cue does."""
    if not _ANY_CUE.search(text):
        return None
    if (found := _BEFORE_CUE.search((text[-200:].splitlines() or [""])[-1])) and not hedged(found.group(1)):
        given = LEADING.sub("", re.split(r"[.。]\s", found.group(1))[-1])
        if not isinstance(shape(normalize(given)), Words):
            return settled(given)
    strong = [one for cue in list(_CUE.finditer(text))[-20:] if (one := _behind(cue, text))]
    if strong and words:
        return strong[-1]
    if strong or values_only:
        return _last(strong)
    weak = [
        one
        for cue in list(_WEAK_CUE.finditer(text))[-20:]
        if (one := _behind(cue, text, weak=True)) and one.answer and not in_words(one.answer)
    ]
    return _last(weak)


def _last(found: list[Final]) -> Final | None:
    """The last one that is no mere words, if there is one."""
    told = [one for one in found if one.answer is None or not in_words(one.answer)]
    return (told or found or [None])[-1]


def in_words(text: str) -> bool:
    """Whether a text is in no notation that is read as mathematics."""
    return isinstance(shape(normalize(text)), Words)


def _behind(cue: re.Match[str], text: str, *, weak: bool = False) -> Final | None:
    """What a cue is followed by: (1) a; (2) b as a whole, else one clause. None if that says nothing."""
    rest = text[cue.end() : cue.end() + 1_500]
    line = rest.lstrip().partition("\n")[0]
    if cue.group().strip().endswith(("答：", "答:")):
        line = rest = _ASKED_FOR.sub("", line)
    parts = without_labels(line)
    piece = first_clause(rest) if parts == line else parts
    if inner := _CUE.search(piece):  # it has its own turn
        piece = _JOINT.sub("", piece[: inner.start()])
        if in_words(piece):
            return None
    if not re.search(r"\w", piece) or (weak and goes_on(cue.group(), piece, text[cue.end() :])):
        return None
    behind = text[cue.end() :].lstrip(" *_")[len(piece) : len(piece) + 16]
    before = re.split(r"[.。!！?？;；\n]", text[max(0, cue.start() - 120) : cue.start()])[-1]
    if "would" in cue.group() and re.search(r"\bif\b", before, re.IGNORECASE):  # of another case
        return None
    supposed = SUPPOSED.search(before) or _CASE.search(text[: cue.start()][-120:])
    condition = _CONDITIONAL.match(behind)
    if doubt := doubted_mark(before):
        return Final(None, f"{HEDGED}: {doubt!r}")
    if doubt := supposed or condition:
        return Final(None, f"{HEDGED}: {doubt.group()!r}", marked=None if supposed else line)
    found = settled(_closed(piece).removeprefix("=").lstrip())
    return replace(found, marked=line) if re.search(r"[A-Za-z]{2}|[一-鿿]{2}", line) else found


def _closed(piece: str) -> str:
    r"""A piece without braces and signs of a formula that open before it: `\text{Answer: } 5 \]`."""
    kept, depth = list[str](), 0
    for c in piece:
        depth += (c == "{") - (c == "}")
        if depth < 0:
            depth = 0
        else:
            kept.append(c)
    text = "".join(kept)
    for opening, closing in ((r"\[", r"\]"), (r"\(", r"\)")):
        if opening not in text and closing in text:
            text = text.replace(closing, " ")
    return text.removesuffix("$$").strip() if text.count("$") == 2 and text.endswith("$$") else text.strip()


def settled(given: str, behind: str = "") -> Final:
    """What a marked piece says, if it says it plainly; mathematics, and words that tell nothing, stay."""
    piece, rounded = unrounded(affirmed(given))
    if piece is None:
        return Final(None, "only a rounded value", rounded)
    if not piece.strip():
        return Final(None, "an empty answer")
    if doubt := hedged(piece, HEDGE):
        return Final(None, f"{HEDGED}: {doubt!r}")
    if re.search(r"[A-Za-z]{2}|[一-鿿]{2}", piece) and in_words(piece):
        piece = concluded(normalize(piece) if "\\text" in piece else piece) or only_value(piece) or piece
    if behind and (unit := known_unit(behind)):
        found = shape(normalize(piece))
        if isinstance(found, Scalar) and found.value is not None and not found.unit and not found.percent:
            piece = f"{piece} {unit}"
    return Final(piece, None, rounded)


_OF_WHAT_KIND = re.compile(r"(?:[A-Za-z]+ ){0,3}(?:per|in|each|every|for|on|at)\b[A-Za-z ,]*")
"""Words behind a value that change nothing of it: 567 in September, $2 per hour."""


def only_value(piece: str) -> str | None:
    """The only value among words (`567 in September`, `$2 per hour`), at the end of its chain."""
    found = values(piece)
    if len(found) != 1 or found[0].before.strip(" $*") or is_moment(normalize(piece)):
        return None
    if not _OF_WHAT_KIND.fullmatch(found[0].behind):
        return None
    text = found[0].text.rpartition("=")[2].strip()
    return None if in_words(text) else text


def _cut_sentence(text: str) -> tuple[str, str]:
    """The rest of the sentence, and what follows it."""
    found = re.search(r"(?<=[.。!！])(?=\s|$|[一-鿿])|\n", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")
