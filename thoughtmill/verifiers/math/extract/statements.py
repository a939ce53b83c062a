"""What prose states in the end: the one value of the last clause, of the last sentence, that has any.

The reference only says what kind of value to look for; which value it is, the text alone decides.
"""

import re
from collections import Counter

from thoughtmill.verifiers.math.extract.clauses import CHECK
from thoughtmill.verifiers.math.extract.negation import (
    DENIED,
    HEDGE,
    OF_WHAT,
    RETRACTS,
    SUPPOSED,
    UNFINISHED,
    hedged,
    unrounded,
)
from thoughtmill.verifiers.math.extract.prose import ASKS, CODE
from thoughtmill.verifiers.math.extract.runs import (
    AGAIN,
    MAX_CHARS,
    SUBORDINATE,
    TAKEN_WHOLE,
    THEREFORE,
    Run,
    clauses,
    computed,
    masked,
    said,
    sentences,
    spelled_out,
    values,
    without_formulas,
)
from thoughtmill.verifiers.math.extract.worded import NOTHING, of_a_kind, verdict
from thoughtmill.verifiers.math.parse.kinds import Bundle, Equation, Ranges, Relation, Shape, Words
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.scalars import Scalar
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.parse.units import unit_of

_NOT_COUNTED = re.compile(
    r"\b(?:not|without|no) (?:includ|count|need|requir|includ)|不[含计算包]|无需|不用", re.IGNORECASE
)
"""Tips not included: what is said beside the value, not of it."""
_ASIDE = re.compile(r"\s*(?:\((?=[^()\\]*[A-Za-z]{3} )[^()\\]{9,}\)|[(（](?=[^()（）]*[一-鿿]{2})[^()（）]{5,}[)）])")
_LABELLED = re.compile(r"(?<=[\d%]) ?\([A-Za-z][A-Za-z' ]{0,40}\)(?=\s*[-+*/=×])")
"""What a number of a calculation stands for: 30 (rice) + 50 (pork) = 80."""
_BUT = re.compile(r"\W*(?:but|however|yet|though)\b|\W*(?:但|可是|然而|不过)", re.IGNORECASE)
_IF = re.compile(r"\W*(?:if|unless|suppose|assuming)\b|\W*(?:如果|若|假如|假设|要是)", re.IGNORECASE)
_PHRASE = re.compile(r"\W*(?:for|with|after|before|using|by|at|in|on|of|from|per)\b", re.IGNORECASE)
_REMARK = re.compile(
    r"\W*(?:note\b|notice|remember|observe|remark|here,?|recall|this is (?:because|why)|great question"
    r"|as (?:a )?(?:reminder|check)"
    r"|for (?:comparison|reference)"
    r"|this (?:checks out|matches|agrees|is consistent|makes sense)|其中|那时|这时|届时|注意|注[:：]|说明|另外|顺便"
    r"|比|这是因为|(?:答案|结果)?(?:也)?符合|满足)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:can't|cannot|can not|unable to|not able to) (?:solve|answer|determine|help|see|view|complete"
    r"|provide)|i'm sorry|please|apologi"
    r"|无法(?:解|回|确|求|看|得|给)|抱歉|对不起|请(?:提供|补充)",
    re.IGNORECASE,
)


def stated(text: str, wanted: Shape) -> str | None:
    """The value that `text` states in the end, of the kind of `wanted`; None if it states none, or several."""
    if len(text) < 8 or not re.search(r"[A-Za-z]{2}|[一-鿿]", without_formulas(text[-MAX_CHARS:])):
        return None
    if isinstance(wanted, Words):
        return verdict(text, wanted.text) or of_a_kind(text, wanted.text)
    return _in_sentences(text, wanted)


_GIVEN = re.compile(
    r"(?:(?<=[.!\n]\s)|(?<=\n)|^)if\s(?P<before>[^,.\n]{5,160}),\s+(?=[^\n]{4,200}\Z)"
    r"|,?\s+if\s(?P<behind>[^,.\n]{5,160})(?=[\s.!*]*\Z)",
    re.IGNORECASE,
)
"""A condition at either end of the last sentence: she makes $28 if she sells all of them."""


def without_given(text: str, question: str) -> str:
    """The text without a condition of its last sentence that the question itself sets."""
    known = set(re.findall(r"[a-z]{3,}|\d+", question.lower()))

    def cut(found: re.Match[str]) -> str:
        words = re.findall(r"[a-z]{3,}|\d+", (found["before"] or found["behind"]).lower())
        new = [word for word in words if word not in known]
        return found.group() if len(new) > len(words) * 0.4 or any(word.isdigit() for word in new) else ""

    return _GIVEN.sub(cut, text) if known else text


def _in_sentences(text: str, wanted: Shape) -> str | None:
    said_ones = sentences(text)
    if text.rstrip()[-1:] in ",，" or any(_REFUSES.search(sentence) for sentence in said_ones):
        return None
    for at in range(len(said_ones) - 1, -1, -1):
        sentence = said_ones[at]
        if any(one.search(sentence) for one in (NOTHING, _NO_VALUE, RETRACTS)) or ASKS.match(sentence):
            return None
        if sentence.rstrip("*_) ")[-1:] in "?？" or _concludes_otherwise(sentence):
            return None
        if not values(sentence):
            spelled = spelled_out(sentence)
            if spelled == sentence:
                continue
            sentence = spelled
        if (CHECK.match("\n" + sentence) or _REMARK.match(sentence)) and at:
            continue
        if SUPPOSED.search(sentence) or UNFINISHED.search(sentence):
            return None
        return _of_sentence(_A_DIGIT.sub(r"\1\2", sentence), wanted)
    return None


def _concludes_otherwise(sentence: str) -> bool:
    """Whether a sentence concludes in a way that is not read here: so the point lies at x = 1/2."""
    return bool(THEREFORE.match(sentence) and re.search(r"\d", sentence) and not values(sentence))


_NO_VALUE = re.compile(
    r"\b(?:diverge[sd]?|divergent|undefined|indeterminate|not defined|no such|cannot be (?:determined|found))\b"
    r"|发散|无意义|没有意义|(?:不能|无法)(?:确定|求)",
    re.IGNORECASE,
)
"""Who says so in the end takes back what he calculated before."""


_CLOCK = re.compile(r"\d{1,2}:\d\d")


_A_DIGIT = re.compile(r"(\d\s*)(个)\s*\d(?=\s*(?:[，。,.]|$))")
"""末尾共有2个0: what is counted is a digit."""


_OF_ANOTHER = re.compile(
    r"\s*(?:of\b|more|less|fewer|times|each|per\b|a\b|th\b|percent of|的|倍|/|年|个百分点)", re.IGNORECASE
)


def restated(text: str) -> str | None:
    """The value that its last sentence with values gives again, in other words: which equals 45 m."""
    tail = text[-600:]
    if len(text) < 12 or not _AGAIN_ANYWHERE.search(tail):
        return None
    sentence = next((one for one in reversed(sentences(tail)) if values(one)), "")
    for clause in reversed(clauses(sentence)[1:]):
        if not AGAIN.match(clause) or SUBORDINATE.match(clause) or hedged(clause, HEDGE):
            continue
        runs = values(clause)
        if len(runs) == 1 and not _OF_ANOTHER.match(runs[0].behind) and not OF_WHAT.search(runs[0].before):
            value = f"{runs[0].text} {runs[0].unit}" if runs[0].unit else runs[0].text
            if isinstance(shape(value), Scalar):
                return value
    return None


_AGAIN_ANYWHERE = re.compile(
    r"which|that is|that's|i\.e\.|namely|equivalently|\bor\b|也就|即|等于|合|就是", re.IGNORECASE
)


def _of_sentence(sentence: str, wanted: Shape) -> str | None:
    parts = clauses(sentence)
    for at in range(len(parts) - 1, -1, -1):
        clause = _LABELLED.sub("", _ASIDE.sub("", parts[at]))
        clause = unrounded(clause)[0] or clause
        runs = values(clause)
        if not runs:
            if (DENIED.search(clause) or hedged(clause) or _BUT.match(clause)) and not _NOT_COUNTED.search(clause):
                return None
            continue
        if at and (SUBORDINATE.match(clause) or _REMARK.match(clause)):
            continue
        if at and _IF.match(parts[at - 1]):
            return None
        if SUBORDINATE.match(clause) or CODE.search(without_formulas(clause).replace(";", ",")):
            return None
        if _PHRASE.match(clause) and len(clause.split()) <= 6 and not any(said(run) or run.chained for run in runs):
            continue
        if at and all(_CLOCK.fullmatch(run.text) for run in runs) and isinstance(wanted, Scalar):
            continue  # it takes 42 minutes, and Alex arrives at 8:22
        led = bool(at) and THEREFORE.fullmatch(parts[at - 1].strip(" ,:*")) is not None
        found = _one(clause, runs, wanted, alone=not at, led=led)
        if (
            found
            and at
            and not computed(runs[-1])
            and not _concludes(clause)
            and not _calculated(parts[at - 1], runs[-1])
            and _parallel(parts[at - 1], runs, clause)
        ):
            return None
        return found
    return None


def _calculated(before: str, run: Run) -> bool:
    """Whether the clause before ends in the calculation of this value: 8×4=32，鸭有32只."""
    earlier = values(before)
    return bool(earlier) and computed(earlier[-1]) and earlier[-1].text.rpartition("=")[2].strip() == run.text


def _skeleton(clause: str) -> Counter[str]:
    bare = re.sub(r"[\d.,$\\]+", " ", TAKEN_WHOLE.sub(" ", clause))
    return Counter(re.findall(r"[A-Za-z]+|[一-鿿]", bare))


_WEAK = re.compile(r"[有了]|ha[sd]|have|buys?|sells?|sold|holds?|contains?|there are|with|only|exactly")
_RESULT = re.compile(
    rf"^(?:{THEREFORE.pattern})|\b(?:in total|in all|altogether|together|total|overall|left|remain(?:s|ing)?"
    rf"|then|now|still)\b|共|合计|剩|平均|[则就]",
    re.IGNORECASE,
)
"""A clause that does not go on with what is given, but concludes from it."""


def _concludes(clause: str) -> bool:
    return bool(_RESULT.search(masked(clause)) or THEREFORE.match(clause.lstrip(" $")))


def _parallel(one: str, runs: list[Run], other: str) -> bool:
    """Two clauses that say the same of two things: 甲数是12，乙数是8."""
    if not (earlier := values(one)) or SUBORDINATE.match(one) or re.match(r"\W*[从自][^，]*到", one):
        return False
    verb = said(runs[-1])
    if not verb or _WEAK.fullmatch(verb) or any(said(run) == verb for run in earlier):
        return True
    a, b = _skeleton(one), _skeleton(other)
    return 2 * (a & b).total() >= 0.6 * (a.total() + b.total()) > 0


def taken_back(run: Run, verb: str | None) -> bool:
    """Whether what stands around a value keeps the clause from stating it.

    In front of "is" only doubt does, not what its subject says (the probability that none is red is 1/6).
    """
    behind = re.sub(r"[没未]有?[^，。]{1,4}$", "", run.behind) if "剩" in run.before else run.behind
    if HEDGE.search(f"12 {behind}") or DENIED.search(f"/ {behind}"):
        return True
    if re.search(r"(?:\\(?:ne|le|ge|approx|gtrsim|lesssim)|[<>~])\s*$", run.before):
        return True
    if verb in COPULAS or (computed(run) and not HEDGE.search(f"{run.before[-12:].partition(' ')[2]} 12")):
        return bool(_DOUBTED.search(run.before))
    return bool(
        hedged(f"{run.before} 12", HEDGE)
        or (OF_WHAT.search(run.before) and not run.chained and not _paid(run))
        or DENIED.search(f"{run.before} / ")
        or DENIED.search(f"{run.before} 12")
    )


def _paid(run: Run) -> bool:
    """Whether a value is money that a noun names: a commission of $450, not half of $450."""
    return "dollar_sign" in run.text and bool(_NAMED_SUM.search(run.before))


_NAMED_SUM = re.compile(
    r"\b(?:an?|the|his|her|its|their|total)\b(?: \w+){0,2} (?!half|third|quarter|fourth|fifth|tenth|part|multiple"
    r"|fraction|percent|percentage|share|most|rest|each|factor)\w+ of$",
    re.IGNORECASE,
)
COPULAS = {"is", "are", "was", "were", "equals", "=", "为", "是"}
_DOUBTED = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|might|may|could|think|believe|guess|wrong\w*|incorrect\w*|false"
    r"|not (?:true|the case)|impossible"
    r"|if|unless|claim\w*|hope\w*|seems?|thought|expected|supposed|mistak\w+)\b|^\W*(?:so |thus )?(?:no|none"
    r"|neither|nobody|nothing|not)\b"
    r"|(?:not|never|n't)\W*$|[不没未非]\W*(?:会|能|应该?)?[为是于等]*$|也许|(?<!等)可能(?!性|的结果)|大概|或许|如果|若|误|错|不一定|以为|认为|估计|好像|并非",
    re.IGNORECASE,
)


def _one(clause: str, runs: list[Run], wanted: Shape, *, alone: bool, led: bool) -> str | None:
    """The only value of the kind that is looked for, or the one that is singled out."""
    fitting = [run for run in runs if _fits(_shape(run), wanted)]
    if not fitting:
        return None
    if len(fitting) > 1 and isinstance(wanted, Scalar) and wanted.unit:
        same = [
            run for run in fitting if run.unit and (unit := unit_of(run.unit)) and unit.measures == wanted.unit.measures
        ]
        if len(same) == 1 and same[0] is runs[-1]:
            runs = fitting = same
    last = fitting[-1]
    verb, chained = said(last), last.chained
    if alone and not isinstance(shape(normalize(clause)), Words):
        return clause
    if last is not runs[-1] or (not chained and not verb and len({run.text for run in fitting}) > 1):
        return None
    if verb and any(said(run) for run in runs[:-1]):
        return None
    if (
        not verb
        and not chained
        and not led
        and not THEREFORE.match(clause)
        and not AGAIN.match(clause)
        and not re.search(r"[A-Za-z]+\W+[A-Za-z]{2}|[一-鿿]{2}", last.before)
    ):
        return None
    if _MODIFIES.match(last.behind):
        return None
    if taken_back(last, verb):
        return None
    return (
        f"{last.text} {last.unit}"
        if last.unit and not isinstance(shape(f"{last.text} {last.unit}"), Words)
        else last.text
    )


_MODIFIES = re.compile(
    r"(?:is|are|was|were|does|do|fails|satisf\w+)\b|[是不能]|的(?![。，]|$)|整除|除以|减|加|乘|倍数|minus|plus"
    r"|times\b(?!\s+(?:to|over|in|per|a|by|during|for|before|until|altogether)\b|\W*$)|give or|or so|squared|cubed"
)
"""Behind a value: it is part of another one, or a property."""


def _shape(run: Run) -> Shape:
    return shape(run.text)


def _fits(found: Shape, wanted: Shape) -> bool:
    """Whether a value is of the kind that is looked for."""
    if isinstance(found, Words):
        return False
    inner = found.right if isinstance(found, Equation) else found
    match wanted:
        case Equation(right=Bundle() | Ranges() as right):
            return _fits(found, right)
        case Bundle(kind="ratio"):
            return isinstance(inner, Bundle) and inner.kind == "ratio"
        case Bundle():
            return isinstance(inner, Bundle)
        case Scalar():
            return isinstance(inner, Scalar)
        case Equation():
            return isinstance(found, Equation) or isinstance(inner, Scalar)
        case Ranges() | Relation():
            return isinstance(inner, Ranges | Relation | Bundle)
        case _:
            return not isinstance(inner, Scalar)
