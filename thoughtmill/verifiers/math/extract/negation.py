"""What takes a value back: doubt, negation and bounds around it; and alternatives that a text itself rules out."""

import re

_DOUBT = (
    r"maybe|perhaps|probably|possibly|might|could be|(?<!equally )(?<!as )likely|presumably|seems?|unsure"
    r"|unclear|unknown|guess(?:ing)?"
    r"|i think|i believe|i suppose|who knows|don't (?:know|think)|neither|nor|mistaken"
)
_NEGATION = r"not|cannot|never|no longer|(?:is|was|are|were|do|does|did|ca|wo|would|should|could)n't"
_BOUND = (
    r"either|unless|some number|about|around|roughly|approximately|approx|nearly|almost|close to|at least|at most"
    r"|up to|no more|no less|no fewer|exceed(?:s|ed|ing)?|(?:anything|everything|everyone|all|nothing|any) but"
    r"|everything except|anything except|other than|different (?:from|than)|far from|far off|false that|impossible"
    r"|(?:less|more|fewer|greater|larger|smaller|higher|lower|better|bigger) than(?=\s*[$\\(-]*\d)"
    r"|(?:less|more|fewer|greater) than(?=\s*(?:(?:half|twice|one|two|three|four|five|six|seven|eight|nine|ten|that"
    r"|this|it|an? (?:dozen|hundred|thousand|third|quarter))\b|\W*$))"
    r"|(?:(?<!\\)over|under|above|below|beyond|past|within)(?=\s+[$\\(-]*\d)"
    r"|would be\b[^.]{0,60}\bif|opposite of|in the range|between(?=\s+[$\\(-]*\d)"
)
_BEHIND = (
    r"[\d})$]\s*[(,（]?\s*(?:or so|or more|or less|or fewer|or greater|or above|or below|minimum|maximum|is out"
    r"|(?:is |are )?(?:wrong|incorrect|invalid|rejected|discarded|extraneous|excluded|ruled out|inadmissible))\b"
    r"|[\d}]\s*[一-鿿]{0,2}(?:以[上下内外]|左右|上下|之间|开外)|\d\s*个?[多余几](?![边项式数]|\s*\d)|[\d}$)]\s*[(（]?(?:舍|不合|不符|错|不对)"
)
_CHINESE = (
    r"不(?:是|等于|为|止|只|到|足|够|超过|低于|高于|会是|应该?是|可能|确定|知道)|(?:并|绝|决|远|未必|从)(?:不|非)|未必"
    r"|(?<![A-Za-z$)}不])不?(?:大于|小于|多于|少于)(?<![A-Za-z$)}]不..)|(?<![A-Za-z$)}])(?:超过|超出|低于|高于"
    r"|接近|将近|几乎|逼近)|近(?=\s*\d)"
    r"|非(?=\s*[\d$\\])|(?<!等)(?<!更有)可能(?!性|的?(?:结果|取值|值|情况|组合|个数)|取值)|也许|大概|或许|大约|约(?:为|等于|是|有)|(?<!公)约(?=\s*[\d$\\])|我猜|应该不|似乎|好像|至少|至多"
    r"|要么|还是|说不定|估计|差不多|(?:除了?|除去)[^以。，]{1,20}(?:[之以]外|都)|除了"
)
HEDGE = re.compile(
    rf"\b(?:{_DOUBT}|{_NEGATION}|{_BOUND})\b|{_BEHIND}|[?？]|{_CHINESE}|\\(?:approx|gtrsim|lesssim)(?![a-z])"
    r"|[≈≮≯]|^\s*~\s*\d",
    re.IGNORECASE,
)
"""Anything in a clause that keeps its value from being stated plainly."""
STRONG = re.compile(
    rf"\b(?:{_DOUBT}|{_NEGATION}|wrong|incorrect|wait|fails?|contradict(?:s|ion)?|false that|impossible)\b"
    r"|不是|不等于|(?<!等)(?<!更有)可能(?!性|的?(?:结果|取值|值|情况|组合|个数)|取值)|也许|大概|或许|不确定|不知道|我猜|似乎|好像|并非|并不|不会是|要么|说不定|未必|估计|不对|错了|不成立",
    re.IGNORECASE,
)
"""What takes back even an answer elsewhere in the sentence."""
RETRACTS = re.compile(
    r"\b(?:wait|hmm|incorrect|wrong|mistaken?|not (?:sure|right|correct|certain|the answer|true)|unsure"
    r"|don't know|do not know|no idea"
    r"|guess|maybe|perhaps|false that|(?:fails?|contradicts) (?:the|this|our|that))\b|\bno[.,!]"
    r"|不对|错了|算错|等等|不确定|不知道|我猜|也许|(?<!等)(?<!更有)可能(?!性|的?(?:结果|取值|值|情况|组合|个数)|取值)|大概|或许|不成立|不正确|有误",
    re.IGNORECASE,
)
"""In a sentence of its own: it takes back what stands before."""
_HARMLESS = re.compile(
    r"\b(?:is|are|does|do|could|did|was) not (?:\w+ ){0,6}(?:so|hence|thus|therefore)\b|not only|if and only if"
    r"|whether or not|(?:does not|doesn't) exist|not defined"
    r"|\b(?:from|for|by|of) not \w+ing\b"
    r"|cannot be (?:simplified|factored|reduced)[^.]{0,40}|can't be simplified[^.]{0,40}|不可能(?!是)|why not"
    r"|[^。，,]{0,60}不(?:成立|符合|满足|可能)，[^。，,]{0,40}(?:，[^。，,]{0,40}){0,2}，(?=所以|因此|故|∴)"
    r"|(?:[^.,;]{0,80}\b(?:cannot|not|isn't|doesn't|can't)\b[^.,;]{0,60}, (?:so|hence|thus|therefore)\b)",
    re.IGNORECASE,
)


def hedged(text: str, words: re.Pattern[str] = STRONG) -> str | None:
    """The words in a sentence that take its answer back, None if there are none."""
    found = words.search(text)
    if found is None:
        return None
    found = words.search(_HARMLESS.sub(" ", text))
    return found.group() if found else None


_X = (
    r"(?:\$[^$\n]{1,60}\$|\\\([^\n]{1,60}?\\\)|\*\*[^*\n]{1,40}\*\*|\([^()\n]{1,20}\)"
    r"|(?:(?![.](?:\s|$))[^\s,，。;；!！?？()（）\n]){1,30})"
)
_SURE = r"(?!sure|certain|clear|known|really|quite|only|necessarily|all\b|so\b)"
_NOUN = r"(?: [A-Za-z]{1,12})?"
_END = r"(?=\s*(?:[.,;!)，。；！）\n]|$|but\b|since\b|because\b))"
_CONTRASTS: list[tuple[re.Pattern[str], str]] = [
    # is not 5 but 6; isn't 5, it's 6
    (
        re.compile(
            rf"(\b(?:is|are|was|were|be|equals?)|'s\b)(?: [a-z]+ly)?(?: not"
            rf"|n't) {_X}{_NOUN}\s*[,.;]?\s*(?:but(?: rather)?|rather|instead"
            rf"|it's|it is|it should be|it equals|they are)\b[,:]?",
            re.IGNORECASE,
        ),
        r"\1",
    ),
    (
        re.compile(
            rf"(?:并?不是|并非|不应该?是|不为)\s*{_X}\s*[,，;；。]?\s*(?:(?:实际上|其实|事实上|应该)是|而应?该?是|而为|应该?是|应为|是)"
        ),
        "是",
    ),
    # 5, not 6; 5 rather than 6; instead of 6, it is 5
    (re.compile(rf"\s*(?:[,;—–]|\band|\bbut)\s*not {_SURE}{_X}{_NOUN}{_END}", re.IGNORECASE), ""),
    (
        re.compile(
            r"\s*[(（](?:and )?not (?!sure|certain|clear|known|really|quite)[^()（）\n]{1,40}[)）]", re.IGNORECASE
        ),
        "",
    ),
    (
        re.compile(
            rf"\s*[,(]?\s*\b(?:rather than|instead of|as opposed to|in contrast to|and not"
            rf"|unlike) {_X}{_NOUN}(?:\)|{_END}),?",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(rf"\s*[,，;；(（]?\s*(?:而不是|而非|而并非|而不等于)\s*{_X}[)）]?(?=\s*[，。；,;.！!]|\s*$)"), ""),
    # a root that is rejected
    (
        re.compile(
            r"(?<=[得为是,，:：])\s*(?:\$[^$\n]{1,40}\$|[A-Za-z]\w{0,3}\s?=\s?[^\s,，。;；()（）或和]{1,20})\s*"
            r"[(（](?:不合题意|不符合?题意)?[，,]?\s*应?舍去?[)）]\s*(?:或者?|和|,|，|or)\s*"
        ),
        " ",
    ),
    (
        re.compile(
            r"(?:^|(?<=[，,。；;\n]))\s*(?:所以|故|因此|则|其中)?\s*(?=[^，,。；;]*\d)"
            r"(?:\$[^$\n]{1,40}\$|[^\s，,。;；一-鿿$]{1,30})\s*"
            r"[（(]?(?:不合题意|不符合?题意|不符合要求)?[，,]?\s*[应要需]?舍[去弃][)）]?(?=[，,。；;])"
        ),
        "",
    ),
    (
        re.compile(
            r"(?:\s*(?:[,，;；、]|\bor\b|\band\b|或者?|和))\s*(?:\$[^$\n]{1,40}\$"
            r"|[^\s,，。;；()（）或和]{1,20}(?:\s?=\s?[^\s,，。;；()（）]{1,20})?)"
            r"\s*[(（,，]\s*(?:不合题意|不符合?题意|不合要求|应?舍去?|舍弃|(?:which is |is |was )?(?:rejected"
            r"|discarded|extraneous|inadmissible|invalid))"
            r"[^()（）\n。]{0,40}(?:[)）]|(?=[.。]|$))"
        ),
        "",
    ),
]
_RULED_OUT = re.compile(
    r"not |n't |rather than|instead of|opposed|contrast|unlike|不|非|舍|rejected|discarded|extraneous|invalid|inadm",
    re.IGNORECASE,
)


def affirmed(text: str) -> str:
    """`text` without the alternatives that it rules out: "5, not 6" is "5", 不是6，而是5 is 是5."""
    if _RULED_OUT.search(text):
        for pattern, kept in _CONTRASTS:
            text = pattern.sub(kept, text)
    return text


SUPPOSED = re.compile(
    r"\b(?:assume|suppose|imagine|pretend|let(?:'s| us) say|at first (?:glance|sight)|(?<![a-z] )at first\b"
    r"|at face value|mistake|na[iï]ve(?:ly)?"
    r"|claim(?:s|ed)?|want to show|recall|the fact that|(?:enough|suffices) to|now (?:we|let|i|use)\b"
    r"|wrong answer"
    r"|previous answer|might (?:say|think|expect|guess)|trap)\b|假设|假如|要证|误以为|乍一看|有人认为|易错",
    re.IGNORECASE,
)
"""In the sentence itself: its value is somebody's, for the sake of argument, or a mistake."""
DENIED = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|without|lacks?|lacked|fails?|failed|hardly|barely|scarcely"
    r"|neither|nor|too|false"
    r"|(?:upwards?|north|south|shy|short|ahead|excess|instead|east|west) of|at minimum|at maximum"
    r"|just (?:over|under|above|below)"
    r"|contradict(?:s|ing|ion)?|reject(?:s|ed)?|discard(?:s|ed)?|exclud(?:e|es|ed)|eliminat(?:e|es|ed)"
    r"|rule out|assum(?:e|ing)|suppos(?:e|ing)"
    r"|used to|ignoring|supposed to|pretend(?:ing)?|hoped|wanted|wished)\b|n't\b"
    r"|[不没未别勿莫](?!同|等式|变|重复|仅|但|妨|难|论|定|负|零|知|来|必|管|重叠|相同|相等|得不)|太|假装|本应|原以为|增根|比(?=\s*[\d$])|错",
    re.IGNORECASE,
)
"""In the words around a value that is taken out of a sentence: it is not what the sentence states."""


_OWN_DOUBT = re.compile(
    r"\b(?:(?:i'm|i am|we are|we're)"
    r" (?:not (?:\w+ )?(?:sure|certain)|unsure)"
    r"|i (?:\w+ )?(?:guess|suspect|suppose|think)"
    r"|i believe|not sure|unsure"
    r"|(?:i|we) (?:don't|do not) (?:know|think|believe)|no idea|maybe|perhaps|possibly|probably|mistaken"
    r"|(?:it|this|that|answer|result|value) (?:could|might|may)(?: \w+)? be|it seems)\b"
    r"|我猜|也许|或许|大概|不确定|不知道|似乎|好像|答案可能",
    re.IGNORECASE,
)
_DENIED_MARK = re.compile(
    r"(?:\b(?:not|never|cannot|can't|isn't|aren't|wasn't|neither|nor|could be|might be|may be|either|unless"
    r"|false that|don't think|wrong|incorrect)"
    r"(?:\s+(?:be|equal|to|the|is|simply|exactly|that|it|(?<=the )answer)){0,4}\s*"
    r"|(?:不|并?非|未必)(?:是|为|等于|会是|应该?是|可能是)?\s*|(?:可能|要么|还是|大约|约)(?:是|为|等于)?\s*)[\s$*(\\\[]*$",
    re.IGNORECASE,
)


def doubted_mark(before: str) -> str | None:
    """What denies a mark right before it, or doubts it in the writer's own name, in its sentence or the one before."""
    before = before.rstrip(" $*").rpartition("\n")[2]
    found = _DENIED_MARK.search(before[-40:])
    if found is None:
        sentences = re.split(r"[.。!！?？;；\n](?=\s|$|[一-鿿])", before.rstrip(" $*"))
        near = [one for one in sentences if one.strip()][-1:]
        found = next((hit for one in near if (hit := _OWN_DOUBT.search(one))), None)
    return found.group() if found else None


UNFINISHED = re.compile(
    r"[,，]\s*$|[,，;；]\s*(?:but|however|yet)\b[^\d$\\]*$|[,，;；]\s*(?:但|可是|不过|然而)[^\d$\\]*$"
    r"|[,，;；]\s*(?:求(?![得出])|(?:find|compute|determine|calculate)\b)[^\d]*$|代入[^，。得]*[。.]?$"
    r"|\b(?:can|need to|must|have to|should|will|'ll) (?:multiply|divide|add|subtract)\b[^=]*\bto (?:find|get|determine"
    r"|calculate|obtain|see)\b[^\d=]*$",
    re.IGNORECASE,
)
"""A sentence that goes on, asks, ends in a reservation, or says what is still to be done."""


_TAKEN_AS = (
    r"total|sum|cost|price|profit|loss|amount|average|mean|value|area|volume|length|speed|distance|probability|rate"
)
OF_WHAT = re.compile(
    rf"(?<!total)(?<!sum)\b(?!(?:{_TAKEN_AS}|result|answer|score|income|discount|difference|weight|height"
    rf"|perimeter|age|chance"
    r"|remainder|maximum|minimum)s?\b)\w+ of(?: the| all)?$|\bas \w+ as(?: the)?$|\bthan(?: the)?$"
    r"|\b(?:twice|thrice|double|triple|half)(?: the)?$"
    r"|(?:multipl\w+|divid\w+|divisible) by(?: the)?$",
    re.IGNORECASE,
)
"""Words right before a number that make another number of it: a multiple of 12, half of 12."""


_NUMBER = r"-?\$?\d[\d,]*(?:\.\d+)?(?:\s*\\?%)?"
_ROUNDED = re.compile(
    r"(?P<link>[\s,，;(（{\\]*(?:\b(?:or|which|that|i\.e\.|this)\b\s*)?(?:\b(?:is|equals|are)\b)?[为是]?\s*)"
    r"(?:\\approx(?![a-z])|\\thickapprox|\\doteq|[≈≒]|\b(?:approximately|approx\b\.?|roughly|about|around)"
    r"|大约[为是]?|约等于|约[为是]?|近似[为于]?)[\s:]*(?:equal to\s*)?"
    rf"(?P<about>\$?\\?\(?{_NUMBER})\s*\}}?(?P<unit>\s*(?:(?:square |cubic )?[A-Za-z]{{1,15}}[²³]?"
    rf"|[一-鿿]{{1,4}}|\\?[ ,;]?\s*\\(?:text|mathrm)\s*\{{[^{{}}]{{1,20}}\}}(?:\^\{{?[23]\}}?)?))?"
    r"(?P<close>[\s$)）\\}]*)(?P<tail>[^\d$\\]{0,30}[$)）]*)$",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(r"approx|about|around|roughly|约|近似|≈|≒|doteq", re.IGNORECASE)


def unrounded(clause: str) -> tuple[str | None, str | None]:
    r"""A clause without the rounding it ends in, and the rounded value: `2\sqrt3 \approx 3.46`, 约3.14.

    The first is None where nothing but the rounding is stated; the second where there is none.
    """
    clause = clause.strip()
    if len(clause) > 400 or not _APPROXIMATE.search(clause):
        return clause, None
    found = _ROUNDED.search(clause.rstrip(".。 *"))
    if found is None:
        return clause, None
    exact = clause[: found.start()].rstrip()
    about = found["about"].replace("\\(", "").strip("$ ") + (
        f" {unit}" if (unit := (found["unit"] or "").strip()) else ""
    )
    if not exact or not (exact[-1] in "0123456789})]$π%²³" or re.search(r"\\pi$|°$", exact)):
        return None, about
    if exact.count("$") % 2:
        exact += "$"
    if exact.count("\\(") > exact.count("\\)"):
        exact += "\\)"
    if exact.count("\\[") > exact.count("\\]"):
        exact += "\\]"
    if re.search(r"\\(?:text|mathrm)\s*\{[^{}]+\}(?:\^\{?[23]\}?)?\s*(?:\$|\\[)\]])?$", exact):
        return exact, about
    behind = found["tail"].strip(" .,$)）") or (found["unit"] or "").strip()
    return exact if exact.endswith(behind) else f"{exact} {behind}".strip(), about
