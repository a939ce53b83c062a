"""Which part of a text states its result: without checks and courtesies behind it, without subordinate clauses."""

import re

from thoughtmill.verifiers.math.extract.negation import HEDGE, hedged

_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$|\\\[.+?\\\]|\\\(.+?\\\)", re.DOTALL)
_DISPLAY = re.compile(
    r"\$\$(?:(?!\$\$).){1,1500}?\$\$|\\\[.{1,1500}?\\\]|\\begin\{(aligned|align\*?|cases|[bpv]?matrix|array"
    r"|gathered|equation\*?)\}.{1,1500}?\\end\{\1\}",
    re.DOTALL,
)
_ANNOTATION = re.compile(r"<<[^<>\n]{1,80}>>")
_MONEY = re.compile(r"(?<!\\)\$(?=\d)")
_FULL_STOP = re.compile(r"．(?!\d)")
_FENCE = re.compile(r"```[a-z]{0,10}[ \t]*\n?")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(?:align\*?|eqnarray\*?|gather\*?|gathered|split|equation\*?)\}")
CHECK = re.compile(
    r"(?:^|\n|(?<=[.。!！;；]))[\s*#_>-]*(?:(?:let(?:'s| us| me)|we can|i'll)\s+(?:now |also "
    r"|quickly )?)?(?:(?:double[- ]?)?check(?:ing)?\b|verif(?:y|ication|ying)"
    r"|sanity check|indeed,|(?:plugg?ing|substitut\w+|putting) (?:it |this |that |them |these |[a-z] )?back"
    r"|as a check|代回|代入(?:原方程)?(?:检验|验证)|(?:to )?confirm|经?检验|验证|验算|【点睛】|【点评】|【分析】"
    r"|点评[:：]|note[:：]|remark[:：])",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"(?:^|\n|(?<=[.。!！?？✓✅]))[\s*#_>-]*(?:i hope|hope (?:this|that|it)|let me know|feel free"
    r"|if you (?:have|need|want|would|'d)|please let"
    r"|happy to|good luck|thank|have a (?:great|nice)|is there anything|希望|如果?(?:你|您|还|有)|如有|欢迎"
    r"|谢谢|祝你|有任何)[^\n]{0,200}$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:^|(?<=[;；,，\n]))\s*[*_]*(?:[(（]\s*(?:\d|[a-h]|[ivx]{1,4})\s*[)）]|part\s*\(?[a-h1-9]\)?\s*:"
    r"|[a-h1-9]\s*[)）])[*_:：]*\s*",
    re.IGNORECASE,
)
_SO = re.compile(
    r"(?:[,，;；]\s*|\s)(?:and\s+|but\s+)?(?:so|hence|thus|therefore|consequently|and then|(?:which"
    r"|this) (?:gives|means|yields|implies)(?: us)?|giving|yielding|for a total of|totall?ing|we (?:get|have|find"
    r"|obtain))\b"
    r"(?: that)?[\s,:]*(?!that\b)(?=[^\s.])|[,，;；。]?\s*(?:所以|因此|故(?![填选])|从而|于是|因而|可[得知]"
    r"|解得|即得|∴|综上所述|综上)[，,：:]?\s*|\\therefore",
    re.IGNORECASE,
)
_LEADING_SUB = re.compile(
    r"^\s*(?:(?:when|since|as|because|given|after|with|for|where|by|using"
    r"|at)\b(?![^,]{0,80}[.])(?:[^,，]|,(?=\d)){1,160},(?!\d)\s*|(?:当|因为|由于|经检验)[^,，]{0,80}[,，]\s*"
    r"|当[^,，]{1,40}时\s*)",
    re.IGNORECASE,
)
_TRAILING_SUB = re.compile(
    r"\s*[,，;；]?\s*[(（]?\s*\b(?:when|where|which|who|since|because|attained|achieved|occurring|obtained"
    r"|at which|as (?:required|desired|expected|needed|claimed|shown)"
    r"|namely|that is|or equivalently|ways to|after|before|with equality|(?<!divided )(?<!multiplied )by)\b(?!\s*[:：])"
    r"|\s*[,，(（]\s*(?:i\.e\.|此时|其中|当|因为|由于|经检验|经验证|符合|满足|当且仅当|也就是|即)"
    r"|\s+to\s+(?!the power)[a-z]{3,}|\s+of the \d|(?<=[\d%}$])\s+of\s+(?:the|a|an|her|his|their|its|all|them|these"
    r"|those)\b(?=[^\d]*$)",
    re.IGNORECASE,
)


_ASIDE = re.compile(r"\s*[(（](?:[a-z]{1,20} [a-z ,]{2,60}|[一-鿿，]{3,30})[)）]$", re.IGNORECASE)


_LAST_REMARK = re.compile(
    r"(?<=[。.!！])\s*[(（](?!\s*(?:but|or|wait|not|但|或|不))(?![^()（）]*(?:answer|答案|错|wrong|actually))"
    r"(?=[^()（）]*(?:[a-z]{3}[ ,.]|[一-鿿]{2}))[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]$",
    re.IGNORECASE,
)
"""A sentence of its own, in brackets, behind the result: (Indeed, 8·7/2 = 28.)"""


def prepared(text: str) -> str:
    """Without a calculator's notes, and every display formula in one line."""
    text = _LAST_REMARK.sub("", text.rstrip(" \n∎■□"))
    if "．" in text:
        text = _FULL_STOP.sub("。", text)
    if "```" in text:
        text = _FENCE.sub("", text).strip()
    if "<<" in text:
        text = _ANNOTATION.sub("", text)
    if "\\begin" in text:
        text = _ENVIRONMENT.sub(lambda m: rf"\{m.group(1)}{{aligned}}", text)
    if "$" in text and text.count("$") > 1 and len(_MONEY.findall(text)) == text.count("$"):
        text = _MONEY.sub(r"\\$", text)  # every one of them is money
    if "\n" in text and ("$$" in text or "\\[" in text or "\\begin" in text):
        text = _DISPLAY.sub(lambda m: " ".join(m.group().split()), text)
    return text


_BREAKS_OFF = re.compile(
    r"(?:\bwe (?:get|have|find|obtain)|\bwhich (?:is|gives)"
    r"|(?<!\bit )\b(?:is|are|equals|be|therefore|so|thus|hence)|[一-鿿][是为]|[=≈:：]|等于|所以|因此)[\s$*_\\(\[]*$",
    re.IGNORECASE,
)


def breaks_off(text: str) -> bool:
    """Whether a text stops where its answer should stand: "So the smallest such $n$ is"."""
    return len(text) > 8 and bool(_BREAKS_OFF.search(text[-40:]))


def goes_on(cue: str, piece: str, rest: str) -> bool:
    """Whether 解： or "Solution:" only begins the working: sentences with values stand behind its first clause."""
    if not re.search(r"[:：]\W*$", cue.strip()):
        return False
    behind = without_remarks(rest.lstrip(" \t\n*_:："))[len(piece) :]
    return bool(re.search(r"(?:[。！;；\n∴]|[.]\s|所以|因此|解得).*?[\d\\]", behind, re.DOTALL))


def without_remarks(text: str) -> str:
    """Without checks and courtesies behind the result, unless a check fails or says more."""
    for _ in range(3):
        if found := _COURTESY.search(text, max(0, len(text) - 300)):
            if not text[: found.start()].strip():
                break
            text = text[: found.start() + 1].rstrip()
        else:
            break
    found = next((one for one in CHECK.finditer(text) if re.search(r"\d|\\|[A-Z一-鿿]", text[: one.start()])), None)
    if (
        found
        and not hedged(text[found.start() :])
        and not re.search(r"answer|答案|故选|boxed|####", text[found.start() :], re.IGNORECASE)
    ):
        return text[: found.start() + 1].rstrip()
    return text


def without_labels(text: str) -> str:
    """(1) a = 2; (2) b = 3 as a tuple without the labels of its parts, if there are several."""
    if len(text) > 600 or len(found := _LABEL.findall(text)) < 2:
        return text
    names = [re.sub(r"\W", "", label).lower().removeprefix("part") for label in found]
    if names not in (
        [*"123456789"][: len(names)],
        [*"abcdefgh"][: len(names)],
        ["i", "ii", "iii", "iv", "v"][: len(names)],
    ):
        return text
    pieces = [piece.strip(" \n;；,，.。") for piece in _LABEL.split(text)]
    if pieces[0] or not all(pieces[1:]):
        return text
    return "(" + "; ".join(piece for piece in pieces if piece) + ")"


def main_clause(sentence: str) -> str:
    """The clause that states the result: behind the last "so", without "when x = 2" before or behind it."""
    if len(sentence) > 1_200:
        return sentence
    mask = _FORMULA.sub(lambda m: ("0" if re.search(r"\d|\\", m.group()) else "x") * len(m.group()), sentence)
    ends = [found.end() for found in _SO.finditer(mask) if re.search(r"\w", mask[found.end() :])]
    if ends:
        sentence, mask = sentence[ends[-1] :], mask[ends[-1] :]
    for _ in range(2):
        if (found := _LEADING_SUB.match(mask)) and re.search(r"[\d=]|[A-Za-z]", mask[found.end() :]):
            sentence, mask = sentence[found.end() :], mask[found.end() :]
    if (
        (found := _ASIDE.search(mask))
        and re.search(r"\d|\\[a-z]", mask[: found.start()])
        and not hedged(found.group(), HEDGE)
    ):
        sentence, mask = sentence[: found.start()], mask[: found.start()]
    for found in _TRAILING_SUB.finditer(mask):
        if re.search(r"\d|\\[a-z]", mask[: found.start()]):
            return sentence[: found.start()].rstrip(" ,，;；(（")
    return sentence
