"""Sentences around an answer: where its clause ends, and what a sentence concludes."""

import re

from thoughtmill.verifiers.math.extract.clauses import main_clause
from thoughtmill.verifiers.math.extract.negation import DENIED, OF_WHAT
from thoughtmill.verifiers.math.parse.kinds import Words
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.scalars import compound
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.parse.units import unit_of

_MATHS = re.compile(r"\s*(?:\$\$(.+?)\$\$|\$([^$]+)\$|\\\[(.+?)\\\]|\\\((.+?)\\\))[ \t]*", re.DOTALL)
_STOP = re.compile(
    r"[。！](?!\d)|(?<!\\)[;；](?!\d|\s*(?:\$|\\\(|[a-z]\s*=))|!(?!\s*[\d=+*/)}^-])|(?<!\b[DM]r)(?<!\bMrs)(?<!\bMs)(?<!\bSt)[.](?=\s|$|\*)|\n|[,，]\s+(?=[a-z]{3})|\s(?=(?:because|since|as|which"
    r"|where|so|hence|for the"
    r"|when|after|(?<!divided )(?<!multiplied )by|if)\s)"
    r"|(?=【)|\s(?=\**(?:Explanation|Check|Reason(?:ing)?|Step \d|Verification|Solution|Note"
    r"|Justification|Proof)\b\**\s*:)"
    r"|\s?(?=(?:解析|解释|理由|检验|说明|分析|过程)\**[:：])"
    r"|[,，](?=(?:因为|由于|其中|所以|即|故|选|希望))|\s+\((?=[a-z]{3})"
)


def first_clause(rest: str) -> str:
    """What stands after a cue, up to the end of its clause; maths between delimiters is taken whole."""
    rest = rest.lstrip(" \t\n*_:：").lstrip()
    if found := _MATHS.match(rest):
        inside = next(group for group in found.groups() if group is not None)
        tail = rest[found.end() :]
        tail = tail[: end.start()] if (end := _STOP.search(tail)) else tail
        if len(tail) <= 60:  # a unit behind the formula, or another formula
            return f"{rest[: found.end()].strip()} {tail.strip()}".strip().strip("*").strip()
        return inside.strip()
    found = _STOP.search(rest[:400])
    return (rest[: found.start()] if found else rest[:400]).strip().strip("*").strip()


_COPULA = re.compile(
    r"(?:\b(?:is|are|was|were|equals?|gives?(?: us)?|gets?|be|yields?|obtain|have|has|becomes?|makes"
    r"|(?:factors|expands|simplifies|reduces|comes|amounts) (?:as|to|into)|totals|[Ii]t's"
    r"|[Tt]hat's)\b|为|是|等于|得到?|(?<!\d)[:：]|[:：](?!\s?\d))"
    r"\s*(?:exactly|equal to|simply|given by|then|therefore)?\s*(?=[^。\n:：]{1,160}$)"
)
CODE = re.compile(
    r"[a-zA-Z]{2}_|[;#@`~&]|__|<[a-z/!]|\b(?:import|lambda|exec|eval|open|print|return|while|else|elif|def(?=\s+\w+\s*[:(])"
    r"|class(?=\s+\w+\s*[:(])|os|sys|if|let|suppose|assume|consider|given(?! by)"
    r"|question|problem|wrong|incorrect|step|ignore|instruction|instructions|output|asks?|asked|hint|example"
    r"|grader|(?<!average )(?<!mean )(?<!total )(?<!median )score)\b"
    r"|[A-Za-z]\(|[\"']|题目|题[中设]|问题|已知|假设|如果|步骤|错(?!误的?$)",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\s*(?:(?:compute|find|evaluate|calculate|solve|simplify|determine|what|how|which|prove)\b|求(?![得出])"
    r"|计算(?![得出])|化简(?![得])|解方程(?!得|[,，]\s*可?得)|已知|问|请)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\\[A-Za-z]+(?:\s*\{[^{}]*\}){0,2}|[一-鿿]+|\S+?(?=[一-鿿\s]|$)|\s+")
_JOINTS = {"and", "or", "和", "或", "或者", "与", "and/or"}
_UNIT_WORD = re.compile(r"[A-Za-zµμΩΩ]{1,20}[²³]?(?:/[A-Za-z]+)?(?:\^\{?[23]\}?)?|[一-鿿]{1,4}")
_NO_UNIT = {
    "left", "in", "of", "on", "more", "total", "altogether", "now", "times", "the", "for", "to",
    "at", "and", "or", "each",
    "after", "from", "with", "as", "remaining", "remain", "will", "by", "per", "different", "possible", "ways",
    "了", "的", "次", "that", "which", "there", "together", "still", "inside", "away", "than", "both",
    "when", "so", "because", "every", "but", "if", "is", "are", "a", "an", "out", "long", "such",
    "de", "en", "por", "para", "par", "pour", "im", "am", "pro", "di",
}  # fmt: skip


def last_sentence(text: str) -> str:
    """The last sentence of a line, without its full stop."""
    return re.split(
        r"(?<=[.。!！])(?<!\b[DM]r\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)\s+(?=[A-Z一-鿿$\\])|(?<=[。！])",
        text.rstrip(".。!！ *"),
    )[-1].strip()


_FORMULAS = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$|\\\((.+?)\\\)")
NAME = re.compile(r"\s*(?:[A-Za-z]{1,4}(?:_\w)?'?|\\(?:triangle|angle)\s*[A-Z]{1,4}|\\?[a-z]+|[fgh]\([a-z]\))\s*")
_STATED = re.compile(r"(?:\b(?:is|are|has|have|had|was|were|equals?)\b|[=为是有]|等于)\s*[$\\*(]*-?\d")


_ROLE = re.compile(
    r"(?:the |our |a )?(?:only |unique |correct )?(?:answer|solution|root)|(?:原?方程|唯一)?的?(?:答案|解|根)",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:does not exist|doesn't exist|\bno (?:real )?(?:solutions?|roots?)"
    r"|没有(?:实数)?[解根]|不存在|无解|无实数?[解根])$",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"\d[\d.]*\s*(?:[A-Za-z]+|[一-鿿]{1,2})(?:\s*,?\s*(?:and\s+)?\d[\d.]*\s*(?:[A-Za-z]+|[一-鿿]{1,2})){1,2}"
)


def concluded(sentence: str) -> str | None:
    """What a sentence ends in: after its verb, or its only piece of mathematics. None if that can't be told."""
    sentence = sentence.strip()
    if len(sentence) > 1_200:
        return None
    last = last_sentence(sentence)
    if "\\boxed" in last or ASKS.match(last) or not re.search(r"[A-Za-z]{2}|[一-鿿]", last):
        return None
    if CODE.search(_without_formulas(last)):
        return None
    clause = main_clause(last)
    if clause != last and not isinstance(shape(normalize(clause)), Words):
        return clause
    if found := _NOTHING.search(clause):
        return found.group().strip()
    found = list(_COPULA.finditer(clause))
    for verb in reversed(found[-4:]):
        rest = clause[verb.end() :].strip().strip("*").strip()
        plain = normalize(rest)
        if plain and not isinstance(shape(plain), Words):
            head = clause[: verb.start()]
            return None if _STATED.search(head) or DENIED.search(_FORMULAS.sub(" ", head)) else rest
    if found:
        rest = clause[found[-1].end() :].strip().strip("*").strip()
        head = clause[: found[-1].start()].strip().strip("*").strip()
        if _ROLE.fullmatch(rest) and not isinstance(shape(normalize(head)), Words):
            return head
        if rest and len(rest.split()) <= 3 and not re.search(r"\d", rest) and len(found) <= 2 and len(rest) <= 40:
            return rest
    return _only_formula(clause)


def _without_formulas(text: str) -> str:
    bare = _FORMULAS.sub(" ", text)
    return re.sub(
        r"\\[A-Za-z]+|[A-Za-z]'s\b|(?<=[a-z]s)'(?=\s[a-z])|\b(?:sqrt|sin|cos|tan|ln|log|[fghP])(?=\()", " ", bare
    )


def _only_formula(clause: str) -> str | None:
    """The only formula that is more than a name, with the unit behind it; else the only number."""
    formulas = [m for m in _FORMULAS.finditer(clause) if not NAME.fullmatch(next(g for g in m.groups() if g))]
    if not formulas:
        formulas = list(_FORMULAS.finditer(clause))
        return next(g for g in formulas[0].groups() if g) if len(formulas) == 1 else _only_number(clause)
    around = _FORMULAS.sub(" ", clause)
    if len(formulas) > 1 or re.search(r"\d", around) or DENIED.search(around):
        return None
    inside = next(g for g in formulas[0].groups() if g)
    if "=" in inside:
        unit = known_unit(clause[formulas[0].end() :])
    else:
        tokens = [token for token in _TOKEN.findall(normalize(clause[formulas[0].end() :])) if token.strip()]
        unit = known_unit(clause[formulas[0].end() :]) or unit_word(tokens)
    return f"{inside} {unit}" if unit else inside


_DRESS = re.compile(r"\\(?:text|mathrm|mbox|textrm|rm)\s*\{([^{}]*)\}|\\[,;!:)\]]|[$*~]")
_KNOWN = re.compile(
    r"[ \u3000]*((?:square |cubic |sq |cu )?[A-Za-zµμΩΩ]{1,12}[²³]?(?:\s?(?:/|per )\s?[A-Za-z]{1,10}[²³]?)?"
    r"(?:\^\{?\d\}?)?"
    r"(?: ?[A-Za-z]{1,2}(?:\^\{?-\d\}?|⁻[¹²³]))?"
    r"|[一-鿿]{1,6}(?:/[一-鿿]{1,3})?|(?:\^\{?)?(?:°|\\circ)\}?)"
)


_SPLIT_POWER = re.compile(r"\s*\$\s*\^")
"""cm$^2$."""


def known_unit(behind: str) -> str | None:
    """The unit of measure that stands right behind a value, outside of its formula or box."""
    behind = _DRESS.sub(lambda m: m.group(1) or " ", _SPLIT_POWER.sub("^", behind[:60])).split("\n")[0]
    found = _KNOWN.match(behind)
    if found is None or not (behind[:1].isspace() or not found.group(1).isascii() or "\\" in behind):
        return None
    name = found.group(1)
    if name.isascii() and (name.split()[0] in ("in", "a", "second", "s") and re.match(r"\s+\w", behind[found.end() :])):
        return None
    for end in range(len(name), 0, -1) if not name.isascii() else (len(name), len(name.split(" ")[0])):
        unit = normalize(name[:end])
        if unit_of(unit) is not None:
            return name[:end]
    return None


def _only_number(sentence: str) -> str | None:
    """Tom has 7 apples: the one run of mathematics with the unit behind it."""
    tokens = [token for token in _TOKEN.findall(normalize(sentence)) if token.strip()]
    if len(tokens) > 60:
        return None
    runs: list[list[int]] = []
    for at, token in enumerate(tokens):
        maths = is_maths(token)
        joint = (
            token in _JOINTS and at and is_maths(tokens[at - 1]) and at + 1 < len(tokens) and is_maths(tokens[at + 1])
        )
        if maths or joint:
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    runs = [run for run in runs if any(c.isdigit() for at in run for c in tokens[at])]
    if len(runs) > 1 and (found := _COMPOUND.search(sentence)) and compound(found.group()) is not None:
        return found.group() if len(re.findall(r"\d[\d.]*", sentence)) == len(runs) else None
    if len(runs) != 1 or not any(any(c.isdigit() for c in tokens[at]) for at in runs[0]):
        return None
    first, last = runs[0][0], runs[0][-1]
    words = tokens[:first]
    behind = tokens[last + 1 : last + 3]
    if words and behind[:1] in (["is"], ["are"], ["was"], ["were"]):  # 17 is larger than expected
        return None
    if behind[:1] == ["times"] and behind[1:] in (["the"], ["as"], ["that"], ["its"], ["his"], ["her"], ["their"]):
        return None
    if (
        OF_WHAT.search(" ".join(words))
        or DENIED.search(" ".join([*words, "/", *tokens[last + 1 :]]))
        or DENIED.search(" ".join([*words, "12"]))
    ):
        return None
    if not (len(words) >= 2 or (words and re.fullmatch(r"[一-鿿]{2,}", words[-1]))):
        return None
    text = " ".join(tokens[at] for at in runs[0]).strip(",.:")
    unit = unit_word(tokens[last + 1 :]) if "=" not in text else None
    if unit and text.startswith("dollar_sign") and unit_of(unit) is None:
        unit = None
    return f"{text} {unit}" if unit else text


def unit_word(tokens: list[str]) -> str | None:
    """The unit, or the thing that is counted, at the beginning of what stands behind a number."""
    chinese = bool(tokens) and "\u4e00" <= tokens[0][0] <= "\u9fff"
    unit = known_unit("".join(tokens[:3])) if chinese else None
    if unit and (len(unit) > 1 or unit in "米克元升吨天秒"):
        return unit
    behind, more = (*(token.strip(".,") for token in tokens[:2]), "", "")[:2]
    if not (_UNIT_WORD.fullmatch(behind) or re.fullmatch(r"[一-鿿]{1,8}", behind)) or behind.lower() in _NO_UNIT:
        return None
    if behind.lower() in ("square", "cubic") and more:
        behind = f"{behind} {more}"
    if found := re.fullmatch(r"([一-鿿]{1,4})(?:完成|才能?|就能?|可以?|能|后|的|没有?|未).{0,4}", behind):
        behind = found.group(1)
    return behind if re.fullmatch(r"[一-鿿]{1,4}", behind) or behind.isascii() else None


def is_maths(token: str) -> bool:
    """Whether a piece between spaces is mathematics."""
    if token[0] == "\\" or token == "dollar_sign":
        return True
    if re.fullmatch(r"[-+*/=^(){}\[\]|,.%]+", token):
        return True
    return any(c.isdigit() for c in token) and not re.search(r"(?<![\\A-Za-z])[A-Za-z]{3}", token)
