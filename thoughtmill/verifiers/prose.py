"""Sentences around an answer: what takes it back, where it ends, and what a sentence concludes."""

import re

from thoughtmill.verifiers.dress import undress
from thoughtmill.verifiers.kinds import Words
from thoughtmill.verifiers.shapes import shape

HEDGE = re.compile(
    r"\b(?:not|isn't|cannot|can't|maybe|perhaps|probably|possibly|either|neither|unless|guess|guessing|about"
    r"|around|roughly"
    r"|approximately|approx|don't know|unsure|might|could be|likely|presumably|nearly|almost|some number|i"
    r" think|i believe"
    r"|at least|at most|more than|less than|fewer than|who knows|i suppose|seems?|unknown|unclear)\b|[?？]|不是"
    r"|不等于|可能|也许|大概|或许"
    r"|大约|约为|约等于|不确定|不知道|我猜|应该不|似乎|好像|左右|至少|至多|并非|不会是|要么|还是|说不定|未必|估计|差不多|\\approx|≈",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:not|maybe|perhaps|probably|possibly|guess|guessing|unsure|might|could be|don't know|can't|cannot"
    r"|isn't|wasn't"
    r"|doesn't|wrong|incorrect|neither|likely|presumably|i think|i believe|i suppose|who knows|seems?|wait"
    r"|unclear|mistaken)\b"
    r"|不是|不等于|可能|也许|大概|或许|不确定|不知道|我猜|似乎|好像|并非|不会是|要么|说不定|未必|估计|不对|错了",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:is|are|does|do|could|did|was) not (?:\w+ ){0,6}(?:so|hence|thus|therefore)\b|not only|if and only if"
    r"|whether or not"
    r"|cannot be (?:simplified|factored|reduced)[^.]{0,40}|can't be simplified[^.]{0,40}|不可能(?!是)|why not"
    r"|(?:[^.,;]{0,80}\b(?:cannot|not|isn't|doesn't|can't)\b[^.,;]{0,60}, (?:so|hence|thus|therefore)\b)",
    re.IGNORECASE,
)


def hedged(text: str, words: re.Pattern[str] = _STRONG) -> str | None:
    """The words in a sentence that take its answer back, None if there are none."""
    found = words.search(text)
    if found is None:
        return None
    found = words.search(_HARMLESS.sub(" ", text))
    return found.group() if found else None


_MATHS = re.compile(r"\s*(?:\$\$(.+?)\$\$|\$([^$]+)\$|\\\[(.+?)\\\]|\\\((.+?)\\\))\s*", re.DOTALL)
_STOP = re.compile(
    r"[。;；!！](?!\d)|[.](?=\s|$|\*)|\n|[,，]\s+(?=[a-z]{3})|\s(?=(?:because|since|as|which|where|so|hence|for the"
    r"|when|after|by|if)\s)"
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
    r"(?:\b(?:is|are|was|were|equals?|gives?(?: us)?|gets?|be|yields?|obtain|have|has|becomes?|makes|[Ii]t's"
    r"|[Tt]hat's)\b|为|是|等于|得到?|[:：])"
    r"\s*(?:exactly|equal to|simply|given by|then|therefore)?\s*(?=[^。\n:：]{1,160}$)"
)
_CODE = re.compile(
    r"[a-zA-Z]{2}_|[;#@`~&]|__|<[a-z/!]|\b(?:import|lambda|exec|eval|open|print|return|while|else|elif|def"
    r"|class|os|sys|if|let|suppose|assume|given"
    r"|question|problem|wrong|incorrect|step|ignore|instruction|instructions|output|asks?|asked|hint|example"
    r"|grader|score)\b"
    r"|[A-Za-z]\(|[\"']|题目|问题|已知|假设|如果|步骤|错",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\s*(?:(?:compute|find|evaluate|calculate|solve|simplify|determine|what|how|which|prove)\b|求(?![得出])"
    r"|计算(?![得出])|化简(?![得])|解方程|已知|问|请)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\\[A-Za-z]+(?:\s*\{[^{}]*\}){0,2}|[一-鿿]+|\S+?(?=[一-鿿\s]|$)|\s+")
_JOINTS = {"and", "or", "和", "或", "或者", "与", "and/or"}
_UNIT_WORD = re.compile(r"[A-Za-z]{1,20}[²³]?(?:/[A-Za-z]+)?(?:\^\{?[23]\}?)?|[一-鿿]{1,4}")
_NO_UNIT = {
    "left", "in", "of", "on", "more", "total", "altogether", "now", "times", "the", "for", "to",
    "at", "and", "or", "each",
    "after", "from", "with", "as", "remaining", "remain", "will", "by", "per", "different", "possible", "ways", "such",
    "了", "的", "次", "that", "which", "there", "together", "still", "inside", "away", "than", "both",
    "when", "so", "because",
}  # fmt: skip


def concluded(sentence: str) -> str | None:
    """What a sentence ends in: after its verb, or its only piece of mathematics. None if that can't be told."""
    sentence = sentence.strip()
    if len(sentence) > 1_200:
        return None
    last = re.split(r"(?<=[.。!！])\s+(?=[A-Z一-鿿])|(?<=[。！])", sentence.rstrip(".。!！ *"))[-1].strip()
    if "\\boxed" in last or _ASKS.match(last) or not re.search(r"[A-Za-z]{2}|[一-鿿]", last):
        return None
    bare = re.sub(r"\$\$(.+?)\$\$|\$([^$]+)\$|\\\((.+?)\\\)", " ", last)
    if _CODE.search(re.sub(r"\\[A-Za-z]+|[A-Za-z]'s\b|\b(?:sqrt|sin|cos|tan|ln|log|[fghP])(?=\()", " ", bare)):
        return None
    if found := list(_COPULA.finditer(last)):
        for verb in reversed(found[-4:]):
            rest = last[verb.end() :].strip().strip("*").strip()
            plain = undress(rest)
            if plain and not isinstance(shape(plain), Words):
                return rest
        rest = last[found[-1].end() :].strip().strip("*").strip()
        if rest and len(rest.split()) <= 3 and not re.search(r"\d", rest) and len(found) <= 2 and len(rest) <= 40:
            return rest
    formulas = [next(g for g in m.groups() if g) for m in re.finditer(r"\$\$(.+?)\$\$|\$([^$]+)\$|\\\((.+?)\\\)", last)]
    if len(formulas) == 1 and not re.search(r"\d", bare):
        return formulas[0]
    return _only_number(last) if not formulas else None


def _only_number(sentence: str) -> str | None:
    """Tom has 7 apples: the one run of mathematics with the unit behind it."""
    tokens = [token for token in _TOKEN.findall(undress(sentence)) if token.strip()]
    if len(tokens) > 60:
        return None
    runs: list[list[int]] = []
    for at, token in enumerate(tokens):
        maths = _is_maths(token)
        joint = (
            token in _JOINTS and at and _is_maths(tokens[at - 1]) and at + 1 < len(tokens) and _is_maths(tokens[at + 1])
        )
        if maths or joint:
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    if len(runs) != 1 or not any(any(c.isdigit() for c in tokens[at]) for at in runs[0]):
        return None
    first, last = runs[0][0], runs[0][-1]
    words = tokens[:first]
    if not (len(words) >= 2 or (words and re.fullmatch(r"[一-鿿]{2,}", words[-1]))):
        return None
    text = " ".join(tokens[at] for at in runs[0]).strip(",.:")
    behind = tokens[last + 1] if last + 1 < len(tokens) else ""
    if "=" not in text and _UNIT_WORD.fullmatch(behind.strip(".,")) and behind.lower().strip(".,") not in _NO_UNIT:
        behind = behind.strip(".,")
        more = tokens[last + 2] if last + 2 < len(tokens) else ""
        if behind.lower() in ("square", "cubic") and more:
            behind = f"{behind} {more.strip('.,')}"
        if re.fullmatch(r"[一-鿿]{1,4}", behind) or behind.isascii():
            return f"{text} {behind}"
    return text


def _is_maths(token: str) -> bool:
    if token[0] == "\\" or token == "dollar_sign":
        return True
    if re.fullmatch(r"[-+*/=^(){}\[\]|,.%]+", token):
        return True
    return any(c.isdigit() for c in token) and not re.search(r"[A-Za-z]{3}", token)
