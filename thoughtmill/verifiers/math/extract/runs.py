"""Sentences, their clauses, and the pieces of mathematics in a clause, each with what stands around it."""

import re
from dataclasses import dataclass

from thoughtmill.verifiers.math.extract.prose import NAME, is_maths, known_unit, unit_word
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.numerals import digits
from thoughtmill.verifiers.math.parse.units import unit_of

MAX_CHARS, MAX_SENTENCES, MAX_RUNS = 1_500, 8, 12
_COUNT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_PART = "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth"
_N = "[零〇一二两三四五六七八九十百千万\\d]"
TAKEN_WHOLE = re.compile(
    r"\$\$(?P<a>.+?)\$\$|(?<!\\)\$(?P<b>[^$]+)(?<!\\)\$|\\\[(?P<c>.+?)\\\]|\\\((?P<d>.+?)\\\)"
    rf"|(?P<e>\b(?:{_COUNT})[- ](?:half|halves|(?:{_PART})s?)\b|\b(?:an?|one) (?:half|{_PART})(?= of\b|\W*$)"
    rf"|\bhalf(?= of\b|\W*$))"
    r"|(?P<g>\d+\s*(?:个?小时|分钟?|元|角|米|分米|千克|吨|天)\s*零?\d+\s*(?:分钟?|秒|角|分|分米|厘米|克|千克|小时)(?![一-鿿]?\d))"
    rf"|(?P<f>(?:{_N}+又)?{_N}+分之{_N}+|(?<=[^一二两三四五六七八九十])一半)",
    re.DOTALL | re.IGNORECASE,
)
"""Formulas, and fractions in words."""
_SENTENCE_END = re.compile(
    r"(?<=[。！？!?])|(?<=[.])(?=\s|\*|$)(?<!i\.e\.)(?<!e\.g\.)(?<!\bno\.)(?<!\b[DM]r\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)|\n"
)
_CUT = re.compile(
    r"(?:(?<!that is)(?<!i\.e\.)(?<!namely)(?:,(?!\d)|[，;；])|(?<![\d\s])[:：]|(?<=\s)[—–]+(?=\s))\s*(?:and )?|(?=∴)"
    r"|\s(?=(?:so|hence|thus|therefore|which|giving|leaving|meaning|making|for a total of)\b)"
    r"|(?=(?:所以|因此|因而|从而|于是|可得|解得|(?<![原规法准])则|(?<!立)即(?![可使将便])|(?<![事缘])故(?![事障])|才[能可会]|就[能可]))",
    re.IGNORECASE,
)
THEREFORE = re.compile(
    r"\W*(?:\\therefore|∴|(?:so|hence|thus|therefore|and so|and thus|in total|together|overall|finally"
    r"|altogether)\b|所以|因此"
    r"|因而|从而|于是|可得|解得|可?求[得出]|可?算[得出]|可知|则|即|故|那么|综上|一?共|总共|合计|最后|最终|还剩|剩)",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"\W*(?:which|that is|that's|this is|or|i\.e\.|namely|also|equivalently|也就是|也就?是|即|等于|[折换]?合(?!作)"
    r"|就是)",
    re.IGNORECASE,
)
SUBORDINATE = re.compile(
    r"\W*(?:(?:if|when|whenever|since|because|as|given|where|who|suppose|assum\w+|let|while|although|though"
    r"|unless|once|until)\b"
    r"|which\b(?!\s+(?:is|are|was|were|equals?|makes?|gives?|means|leaves|yields|(?:simplifies|reduces|comes"
    r"|works out) to|in )\b)"
    r"|才|就[能可]|如果|若|当|因为|由于|假如|假设|其中|已知|设|此时|虽然|尽管)",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?:=|\b(?:is|are|was|were|be|equals?|equal to|comes? to|to get|totals?|total of|pays?|earns?|costs?|has"
    r"|have|makes?|made|gives?|giving|making|meaning"
    r"|leaves?|leaving|needs?|gets?|takes?|spends?|saves?|receives?|obtain|find|as|written|becomes?|remains?"
    r"|left|solutions|roots|zeros|contains?|holds?"
    r"|buys?|sells?|sold|weighs?|reach(?:es)?|simplifies to|reduces to|there(?: are|'s)|exactly|only)"
    r"|[为是成到占有](?:原来|原数|全长|总数|全部|它)的|[是为有共剩下要得花付了需存用赚省卖种:：于成合恰]|需要|等于|应该?)\s*(?:dollar_sign)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of mathematics in a clause."""

    text: str
    before: str
    behind: str
    unit: str | None
    chained: bool
    """Whether a sign of equality leads to it."""


def sentences(text: str) -> list[str]:
    """The last sentences of a text, without the marks around them."""
    found = [piece.strip(" \t*#>_") for piece in _pieces(text[-MAX_CHARS:], _SENTENCE_END)]
    return [piece for piece in found if re.search(r"\w", piece)][-MAX_SENTENCES:]


def clauses(sentence: str) -> list[str]:
    """The clauses; a piece without words of its own (y = 2, 5 and 6) belongs to the one before."""
    found: list[str] = []
    for piece in _pieces(sentence, _CUT):
        words = re.sub(r"\b(?:and|or)\b|[或和与]", " ", without_formulas(piece))
        if (
            found
            and not re.search(r"[A-Za-z]{2}|[一-鿿]", words)
            and not AGAIN.match(piece)
            and not THEREFORE.match(piece.lstrip(" $(["))
        ):
            found[-1] += ", " + piece
        elif piece.strip():
            found.append(piece.strip())
    return found


def _pieces(text: str, at: re.Pattern[str]) -> list[str]:
    """`text` cut where `at` matches outside of formulas and brackets."""
    mask, pieces, start = masked(text), list[str](), 0
    for found in at.finditer(mask):
        if found.end() > start and not _open(mask[start : found.start()]):
            pieces.append(text[start : found.start()])
            start = found.end()
    return [*pieces, text[start:]]


def _open(text: str) -> bool:
    return any(sum(map(text.count, a)) > sum(map(text.count, b)) for a, b in (("(（", ")）"), ("[", "]"), ("{", "}")))


def masked(text: str) -> str:
    """`text` with zeros for its formulas, as long as before."""
    return TAKEN_WHOLE.sub(lambda m: "0" * len(m.group()), text)


def without_formulas(text: str) -> str:
    """Only the words."""
    return re.sub(r"\\[A-Za-z]+|[A-Za-z]'[a-z]{1,2}\b|\b[A-Za-z](?=\()", " ", TAKEN_WHOLE.sub(" ", text))


def said(run: Run) -> str | None:
    """The word right before a value that states it."""
    found = _STATES.search(run.before)
    return found.group().strip().lower() if found else None


def computed(run: Run) -> bool:
    """Whether a run of mathematics is a calculation with its result."""
    return bool(re.search(r"(?:[-+*/^!]|\\(?:frac|sqrt|binom|sum)).*=", run.text))


def _grouped(tokens: list[str]) -> list[list[int]]:
    """The places of tokens that are mathematics, side by side, with the words that join them."""
    maths = [_maths(token) or _between(tokens, i) for i, token in enumerate(tokens)]
    runs: list[list[int]] = []
    for i, token in enumerate(tokens):
        if maths[i] or (token in _JOINTS and any(maths[i - 1 : i]) and any(maths[i + 1 : i + 2])):
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
    return runs


_KEPT = re.compile("[\ue000-\ue0ff]")
_WHERE = re.compile(
    r"(?:\b(?:when|(?<!intersect )(?<!meet )(?<!cross )at"
    r"|if|where|for|with|since|as|given|by|in|into|using|let)|[当若设令由把将在])$",
    re.IGNORECASE,
)
"""Right before an equation that names a case, not a result."""
_CONSTANT = re.compile(r"-?\\(?:pi|infty|emptyset|R)\s*|e")
_TOKENS = re.compile(
    r"[\ue000-\ue0ff]|\\[A-Za-z]+(?:\s*\{[^{}]*\}){0,2}|[一-鿿]+|[^\s\ue000-\ue0ff]+?(?=[一-鿿\s\ue000-\ue0ff]|$)|\s+"
)
_JOINTS = {":", "：", "比", "to", "and", "or", "和", "或", "与", "或者"}


def values(clause: str) -> list[Run]:
    """The pieces of mathematics in a clause that hold more than a name."""
    kept: list[str] = []
    clause = _KEPT.sub(" ", clause)

    def keep(found: re.Match[str]) -> str:
        if len(kept) >= 200:
            return " "
        words = found["e"] or found["f"]
        kept.append(
            ("1/2" if words == "一半" else digits(words) or words)
            if words
            else next(group for group in found.groups() if group)
        )
        return f" {chr(0xE000 + len(kept) - 1)} "

    plain = normalize(re.sub(r"(?<=\d)\s*[(（]([一-鿿]{1,4})[)）]", r" \1 ", TAKEN_WHOLE.sub(keep, clause)))
    places = [found.span() for found in _TOKENS.finditer(plain) if found.group().strip()][:120]
    tokens = [plain[a:b] for a, b in places]
    runs = _grouped(tokens)

    def back(text: str) -> str:
        return _KEPT.sub(lambda m: normalize(kept[ord(m.group()) - 0xE000]), text)

    found: list[Run] = []
    for run in runs[:MAX_RUNS]:
        start, end = places[run[0]][0], places[run[-1]][1]
        text = re.sub(r"^\\therefore\s*", "", back(plain[start:end]).strip(" ,.:;"))
        led = text.startswith("=")
        text = text.removeprefix("=").lstrip()
        if not re.search(r"\w", text) or (NAME.fullmatch(text) and not _CONSTANT.fullmatch(text)):
            continue
        if re.match(r"[A-Za-z](?:_\S{1,3})?\s?=", text) and _WHERE.search(plain[:start].rstrip()):
            continue
        behind = tokens[run[-1] + 1 :]
        rest = back(plain[end:])
        unit = known_unit(" " + rest.lstrip()) or unit_word([back(token) for token in behind])
        if part := re.match(r"\s*of an? ([a-z]+)", rest):
            unit = part.group(1) if unit_of(part.group(1)) else None
        if "=" in text and "dollar_sign" in text:
            text, unit = " ".join(text.replace("dollar_sign", " ").split()), "dollars"
        chained = led or "=" in text
        if "=" in text and re.search(r"\bof$|的$", plain[:start].rstrip()):  # 20% of $50 = $10
            text = text.rpartition("=")[2].strip()
        found.append(Run(text, back(plain[:start]).rstrip(), rest.lstrip(), unit, chained))
    return found


def _between(tokens: list[str], i: int) -> bool:
    """Whether a token is a letter beside a sign of operation: x + 3."""
    beside = [*tokens[max(0, i - 1) : i], *tokens[i + 1 : i + 2]]
    return (
        len(tokens[i]) == 1
        and tokens[i].isascii()
        and tokens[i].isalpha()
        and any(one[0] in "+-*/=^" for one in beside)
    )


def _maths(token: str) -> bool:
    return "\ue000" <= token[0] <= "\ue0ff" or is_maths(token)


_WORD = (
    f"{_COUNT.removeprefix('one|')}|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
    f"|thirty|forty|fifty|sixty"
    "|seventy|eighty|ninety|hundred|thousand"
)
_SPELLED = re.compile(
    rf"\b(?:(?:{_WORD}|one (?=hundred|thousand)|a (?=hundred|thousand))(?:[ -](?:(?:and )?(?:{_WORD}|one\b)))*)\b"
    r"|(?<=[是为有共剩要得花了等于])[一二两三四五六七八九十百千万零]+(?=[^一二三四五六七八九十分])",
    re.IGNORECASE,
)
"""Numbers in words, where a sentence has no others."""


def spelled_out(sentence: str) -> str:
    """A sentence with its numbers in words written in digits."""
    return _SPELLED.sub(lambda m: digits(m.group()) or m.group(), sentence)
