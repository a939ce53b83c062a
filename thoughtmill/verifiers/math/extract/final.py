"""Find the final answer in what stands in the answer block: marked, bare, or at the end of prose."""

import re
from dataclasses import replace

from thoughtmill.verifiers.contract import Outcome, unclear
from thoughtmill.verifiers.math.compare import compare
from thoughtmill.verifiers.math.extract.clauses import (
    breaks_off,
    main_clause,
    prepared,
    without_labels,
    without_remarks,
)
from thoughtmill.verifiers.math.extract.marks import (
    HEDGED,
    LEADING,
    Final,
    blocks,
    cued,
    in_boxes,
    in_words,
    only_value,
    places_of_boxes,
    plain,
)
from thoughtmill.verifiers.math.extract.negation import (
    HEDGE,
    RETRACTS,
    SUPPOSED,
    UNFINISHED,
    affirmed,
    hedged,
    unrounded,
)
from thoughtmill.verifiers.math.extract.numeral import only_numeral
from thoughtmill.verifiers.math.extract.prose import concluded, last_sentence
from thoughtmill.verifiers.math.extract.runs import spelled_out, values
from thoughtmill.verifiers.math.parse.kinds import Scalar, Words
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.parse.words import is_moment

MAX_CHARS, TAIL, PADDING = 200_000, 3_000, 2_000
"""Characters: of a whole text, of its end (where an answer without a box is looked for), of white space around it."""
_NUMBER = re.compile(r"[-\d./]{1,60}")
_RULES = re.compile(r"[-=*_|:\s─━═—]{6,}")
_REPEATED = re.compile(
    r"([^\s\w(){}\[\]\\])\1{9}|([^\s\d])\2{29}|(?<!\d)([^\d.\-\s]{1,20}|\D{2,20}?[^\d\s])\s*(?:\3\s*){9}"
    r"|(\d[^\d\s,;&.])\4{9}"
)


def final_answer(text: str, *, prose: bool = True) -> Final:
    """The one final answer of `text`: what is marked last, else what the text is or (if `prose`) ends in."""
    given, text = len(text), text.strip()
    if given > MAX_CHARS or given - len(text) > PADDING:
        return Final(None, f"{given:,} characters are no answer")
    if _NUMBER.fullmatch(text):
        return Final(text)
    text = plain(blocks(text))
    if len(text) > 60 and (found := _again_and_again(text)):
        return Final(None, f"{found.group()[:5]!r} again and again is no answer")
    if "\\boxed" in text or "\\fbox" in text:
        boxed = in_boxes(text)
        if boxed is None:
            return Final(None, "a box that is not closed")
        end = next((end for _, end in reversed(places_of_boxes(text))), len(text))
        return _said_on(boxed, text[end : end + TAIL])
    return _unboxed(text[-TAIL:], prose)


_ASIDE = re.compile(
    r"[^.。!！?？\n]*?(?:\b(?:if|with|without|when|suppos\w+|assum\w+|compar\w+|check\w*|verif\w+)\b|[若当]|如果|假如|检验|验证)"
    r"[^.。!！?？\n]*",
    re.IGNORECASE,
)
"""A sentence behind the answer that speaks of another case, or checks one."""


def _said_on(boxed: Final, behind: str) -> Final:
    """The box, or the answer that takes its place behind "wait"; none where another value is only said behind it."""
    later = cued(behind, values_only=True)
    if later is None or later.answer is None or in_words(later.answer):
        return boxed
    if boxed.answer is None or hedged(behind, RETRACTS):
        return replace(later, parts=boxed.parts)
    later = cued(_ASIDE.sub(" ", behind), values_only=True)
    if later is None or later.answer is None or in_words(later.answer):
        return boxed
    if re.search(rf"(?<![\w.,/\\]){re.escape(boxed.answer)}(?![\w/]|[.,]\d)", later.answer):
        return boxed
    left, right = (shape(normalize(one.replace("\\%", "").replace("%", ""))) for one in (boxed.answer, later.answer))
    if compare(left, right, lambda a, b: unclear("not asked")).outcome is Outcome.CORRECT:
        return boxed
    return Final(None, f"{later.answer[:40]!r} behind a box that holds {boxed.answer[:40]!r}")


def _again_and_again(text: str) -> re.Match[str] | None:
    """One sign or word over and over at an end of a text; the rules of tables are none."""
    return _REPEATED.search(_RULES.sub(" ", text[:200])) or _REPEATED.search(_RULES.sub(" ", text[-200:]))


def _unboxed(text: str, prose: bool) -> Final:
    given = _output(text) if prose and "```output" in text else None
    text = affirmed(prepared(text))
    if breaks_off(text):
        return Final(None, "the text breaks off before its answer")
    if found := cued(text):
        said = found.answer or ""
        return (
            replace(found, prose=said) if len(said) > 7 and said in text[-len(said) - 4 :] and in_words(said) else found
        )
    if given is not None:
        return Final(given)
    if not prose:
        return _bare(text) or Final(None, "nothing says which value is the answer")
    return replace(_uncued(without_remarks(text) if len(text) > 8 else text), prose=text)


_OUTPUTS = re.compile(r"```output\s*\n(.{1,60}?)\n```", re.DOTALL)


def _output(text: str) -> str | None:
    """The value that a program printed last and the closing sentence repeats: 10 … Ten men can stay."""
    printed = _OUTPUTS.findall(text)
    closing = values(spelled_out(text.rpartition("```")[2])) if printed else []
    if not closing or hedged(text.rpartition("```")[2]):
        return None
    given = closing[0].text
    same = compare(shape(normalize(given)), shape(normalize(printed[-1])), lambda a, b: unclear("not asked"))
    percent = isinstance(found := shape(given), Scalar) and found.percent and given.strip(" %") in printed[-1]
    return given if not closing[0].before.strip() and (percent or same.outcome is Outcome.CORRECT) else None


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
    line = LEADING.sub("", re.sub(r"^\$\s*=\s*", "$", lines[-1].strip()))
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
        said = doubt if isinstance(doubt, str) else doubt.group()
        return Final(None, f"{HEDGED}: {said!r}")
    if (found := concluded(sentence)) is not None:
        return Final(found, None, rounded)
    if (chain := _CHAIN.search(line)) and re.search(r"[A-Za-z]{3}|\\\$", chain.group()):
        return Final(chain[1] or chain[2], None, rounded)
    if not isinstance(shape(normalize(sentence)), Words):
        return Final(sentence, None, rounded)
    if alone or only_numeral(line):
        return Final(only_value(line) or line)
    return Final(None, "no final answer found in the text")


_RESULT = r"=\s*(?:\\?\$\s*){0,2}(-?\d[\d,]*(?:\.\d+)?)(?: [a-z]{2,15}){0,2}[\s$#.]*$"
_CHAIN = re.compile(
    rf"\d[^=\n]{{0,60}}[-+*/×]\s*[\\$]*\d[^=\n,$]{{0,40}}{_RESULT}"
    r"|^(?!(?i:let|consider|suppose|if|when|assume|given|for|where|since|at)\b)[A-Z][A-Za-z']*"
    rf"(?: [A-Za-z'()-]{{2,20}}){{1,20}} {_RESULT}"
)
"""A line that ends in a calculation, or names a number, whatever its words: 200 tiles * $12/tile = $2400."""
_MARKDOWN = re.compile(r"^\s*(?:>|#{1,6})\s+(?=\S)|^\s*[-+*•]\s+(?=\*\*)")


def _bare(text: str) -> Final | None:
    """A text that is an answer and nothing else; several lines of mathematics are several answers."""
    bare, rounded = unrounded(LEADING.sub("", _MARKDOWN.sub("", text)))
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
