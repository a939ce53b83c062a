"""Words in Latin letters inside a text of another script: names and terms, or a second language."""

import re
from functools import cached_property

from thoughtmill.filters.language.common_words import COMMON
from thoughtmill.filters.language.english_words import (
    COUNTED,
    DISCOURSE,
    EVERYDAY,
    KEYWORDS,
    OF_CODE,
    PHRASES,
    PLAIN,
    SMALL,
)
from thoughtmill.filters.language.function_words import LATIN_LANGUAGES, LIKELY, LOAN_WORDS, LOANS, SURE
from thoughtmill.filters.language.function_words import words as _set
from thoughtmill.filters.language.latin import Foreign, unlike_english
from thoughtmill.filters.language.programs import CALLED_WITH, COLUMNS, LISTED, names_in, set_in, talks_of_code
from thoughtmill.filters.language.remarks import (
    MENTIONS,
    is_mentioned,
    named_near,
    spells_out,
    without_glosses,
    without_initials,
    without_lists,
)
from thoughtmill.filters.language.scripts import around, flat, led, without_machines, words_of
from thoughtmill.filters.language.signs import SIGNS_B, Remembered, other_language
from thoughtmill.filters.language.whole_clauses import clause_language, may_hold_clauses, strange_in
from thoughtmill.filters.language.worldly_words import WORLDLY

_OTHERS = frozenset().union(*SURE.values())
_SHORT = _set(
    "ist und ich nur wir zum zur vom ihr ihm ihn usw bzw daß für auf das mit weil gar een het hij jij nog ook wij zij"
    " och jeg muy más así aún aun que por con porque não são uma até meu nós pôr ici été ils les gli più può"
    " już się jest già"
)
"""Words of three letters that no program, unit or name has in lower case."""
_ACCENTED = frozenset(
    word
    for known in (*SURE.values(), *LIKELY.values(), *COMMON.values())
    for word in known
    if len(word) > 1 and not word.isascii() and word not in LOAN_WORDS
)
_THEIRS = _OTHERS | _SHORT | _ACCENTED
ORDINARY = DISCOURSE | SMALL | EVERYDAY | OF_CODE | KEYWORDS | _OTHERS
_TOLD = (ORDINARY | WORLDLY | _THEIRS) - _set("boss bosses bridge")
_TELLING_WORDS = _TOLD.union(*LIKELY.values())
_ORDINARY_B = frozenset(w.encode("latin-1") for w in _TELLING_WORDS if len(w) > 1 and max(w) < "\u0100")

_CODE_ONLY_B = frozenset(w.encode() for w in OF_CODE - DISCOURSE - SMALL - _OTHERS.union(*LIKELY.values()))

_WORD = r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ]+(?:['’][A-Za-z]+)?"
_CLAUSES = re.compile(r"[,;:.!?()\"“”‘—–=+/\\]")
_STRETCH = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ][\x20-\x7eÀ-ÖØ-öø-ɏẠ-ỹ’‘–—]*")
_TOKEN = re.compile(rf"(?<!\S)[\"'(\[“‘]*({_WORD})[\"')\].,:;!?…”’—-]*(?!\S)")
_LATIN = re.compile("[A-Za-zÀ-ɏ]{2}")
_SENTENCE = re.compile(r"[^\n。！？]+")
_TELLING = re.compile(_WORD)
_BESIDE_OPERATOR = re.compile(
    r"[\w ./@\\-](?<!\w.)(?:(?<![.].)(?<=[A-Za-z_])[\w.]*+(?:\[[^\]\n]{0,40}\])? ?(?=[=×÷±+<>≤≥≠^≈])"
    r"|(?<=[=×÷±+<>≤≥≠^≈].)(?:(?<= )[A-Za-z_]|(?<=[A-Za-z_]))[\w.]*(?:\[[^\]\n]{0,40}\])?"
    r"|(?<=\w)\w*+\(|(?<![./@\\-].)(?<! )(?:[\w./@\\-]*[\w/@\\-]|(?<=[\w/@\\-]))\.[a-zA-Z]\w*)",
    re.ASCII,
)
_OPERATOR = re.compile(r"[=×÷±+<>≤≥≠^≈(]|\.[a-zA-Z]")
_MAY_BE_COUNTED = re.compile(r"\d[ -]?[a-z]", re.IGNORECASE)
_COUNTED = re.compile(rf"(?<=\d)(?:[ -]?(?:{'|'.join(sorted(COUNTED, key=len, reverse=True))})\b)", re.IGNORECASE)
_PHRASES = re.compile(rf"\b(?:{''.join(map(str.strip, PHRASES.splitlines()))}|{LOANS})\b", re.IGNORECASE)
_QUOTE = re.compile(
    rf"[\"“‘'「『](?:(?<=[\"“])({_WORD}(?: {_WORD}){{0,2}}[.!?]?)[\"”]"
    rf"|(?<=[‘'])({_WORD}(?: {_WORD}){{0,2}})['’]|(?<=[「『])([\x20-\x7e]{{1,40}})[」』])"
)
_TERM_OF = (
    "循环|语句|分支|关键字|运算|门|指针|子句|操作|函数|方法|判断|表达式|结构|变量|逻辑|命令|模式|标签|参数|对象|接口|类型|块|键|按钮|字段"
    "|属性|数组|列表|队列|集合|字典|协议|算法|模型|模块|库|框架|文件|目录|树"
)
_AFTER = (
    "关键字|语句|命令|运算符|按钮|方法|变量|字段|单词|函数|参数|属性|列|表|类|模块|名为|叫做|叫"
    "|称为|译作|译为|译成|记作|记为|即|标签"
)
_FIRST_AFTER = "".join({word[0]: word for word in _AFTER.split("|")})
_KEYWORD = re.compile(
    rf"([A-Za-z{_FIRST_AFTER}])"
    rf"(?:(?<=[A-Za-z])(?<![\w-].)((?:(?<=w)hile [A-Za-z]++|[A-Za-z]*+))[\"'”’]?(?= ?(?:{_TERM_OF}))"
    rf"|(?:{led(_AFTER)})(?:是|为)? ?[\"'“‘]?([A-Za-z]+)(?![A-Za-z' ]*[A-Za-z]{{2}}))",
)
_KIND = re.compile(f"{_TERM_OF}|{_AFTER}")
_SPEECH = DISCOURSE - KEYWORDS
_NAMES_TOO = _set(
    "next first last find get recall done keep none right same other before after above below once mean all any some"
    " others"
)
"""Running speech, but also fields, functions and measures of programs; those are not what begins a clause."""
_FIELDS = _NAMES_TOO | PLAIN
_GLUE = DISCOURSE | SMALL
_NO_TERM = (_GLUE | PLAIN) - _NAMES_TOO
_LITERAL = re.compile(
    r"[\"“‘'「『（(](?:(?<=\")(?<![\w\"].)(?! )[\x20\x21\x23-\x7eÀ-ɏ’—–]{1,120}(?<! )\"(?!\w)"
    r"|(?<=“)[\x20-\x7eÀ-ɏ’‘—–]{1,120}”|(?<=‘)[\x20-\x7eÀ-ɏ]{1,120}’"
    r"|(?<=')(?<!\w.)(?! )[\x20-\x26\x28-\x7e]{1,120}(?<! )'(?!\w)"
    r"|(?<=[「『])[\x20-\x7e]{1,120}[」』]|(?<=[（(])[\x20-\x27\x2a-\x7e]{1,80}[)）])"
)
"""What stands between quotation marks: in a text about programs a string, in one about a language an example."""
_SPOKEN = (_SPEECH | {"the", "a", "of"}) - _set("get find next check use make take show any each")
_BESIDE_TOO = ("用于", "表示", "用来", "、", "和", "或", "与", "及")
_BESIDE = tuple("、（(“\"'和与或用及")
_OWNS = re.compile("\\s*(?:的|时|列|后|前|之)")
"""What follows a word that is the name of something."""
_SIGN = re.compile(r"[(（][A-Z][a-z]?[)）]")
"""铍(Be), 氦（He）"""
_BEGINS = re.compile(r"(?:^|[，。；！？,.;!?])\s*$")
_ALONE = KEYWORDS | _set("if else for while in not and or is as with this do try except")
"""Words that, alone in a Chinese sentence about a program, are its own."""


_CALLED = _set("solve find check compute calculate verify use make simplify")
"""What functions do, and are called."""
_NEVER_NAMES = _GLUE - _NAMES_TOO - _CALLED


def _says(word: bytes, names: frozenset[bytes] = frozenset()) -> bool:
    """Whether a word may be a reason against the sentence that it stands in; `names`: words that are none."""
    word = word.strip(b"'")
    if not word.isascii() or word.count(b"'") > 1 or SIGNS_B[word] or may_hold_clauses("", (word,)):
        return True
    return word in _ORDINARY_B and word not in names


_SAYS = Remembered[bytes, bool](_says)
_SAYS_IN_CODE = Remembered[bytes, bool](lambda word: _says(word, _CODE_ONLY_B))


class Asked:
    """What the question says, for quoting."""

    def __init__(self, text: str, told: str = "") -> None:
        """text: the prompt and the reference; told: the trace."""
        low = [word.replace("’", "'").lower() for word in _TELLING.findall(text)]
        self.text = text
        self.words = frozenset(low)
        self.joined = f" {' '.join(low)} "
        self._told = text + told
        self.trace = ""
        self.in_english = len(_SPEECH.intersection(low)) >= 3
        """The question is itself in English: its common words are no quotation."""

    @cached_property
    def strings(self) -> frozenset[str]:
        """What stands between quotation marks, also in the trace: said once, it may be said again without them."""
        return frozenset("".join(found).strip() for found in _QUOTE.findall(self._told))

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the trace's own variables."""
        return (names_in(self.trace) - _NEVER_NAMES) | set_in(self.trace)

    def says(self, words: list[str], place: int) -> bool:
        """Whether the word at a place is quoted: a word of a question in another language, or three words in a row."""
        if words[place] in self.words and (not self.in_english or words[place] not in _GLUE):
            return True
        starts = range(max(0, place - 2), max(1, min(place, len(words) - 3) + 1))
        if len(words) >= 3 and any(f" {' '.join(words[at : at + 3])} " in self.joined for at in starts):
            return True
        return words[place] in self.names and (len(words) == 1 or words[place] not in _CALLED)


def code_switch(plain: str, asked: Asked, raw: str, quotable: bool = False) -> Foreign | None:
    """The first passage in Latin letters that is a second language.

    plain: running text of another script; raw: the trace as it came, which says whether it is about a program.
    quotable: the question is about English, so that only clauses that nothing sets off are a second language.
    """
    known = words_of(plain)
    hits = _ORDINARY_B.intersection(known)
    odd = strange_in(plain)
    strange = odd or may_hold_clauses("", known)
    if not hits and not strange:
        return None
    asked_code = talks_of_code(asked.text)
    code = asked_code or talks_of_code(raw)
    telling = hits - _CODE_ONLY_B if code else hits
    if not telling and not strange:
        return None
    asked.trace = raw
    # a character that Latin-1 does not have becomes one byte, so that lines stay lines
    for line, said in zip(plain.split("\n"), map(bytes.split, flat(plain, lines=True).split(b"\n")), strict=True):
        if telling.isdisjoint(said) and not (strange and may_hold_clauses(line if odd else "", said)):
            continue
        if not _LATIN.search(line):
            continue
        near = asked_code or (code and talks_of_code(line))
        says = _SAYS_IN_CODE if code else _SAYS
        for sentence in _SENTENCE.findall(without_machines(line.replace("**", " ").replace("__", " "))):
            if not any(map(says.__getitem__, words_of(sentence))) and not (odd and strange_in(sentence)):
                continue
            if not _LATIN.search(sentence):
                continue
            if foreign := _spoken(sentence, asked) if quotable else _in_sentence(sentence, asked, code, near):
                return foreign
    return None


def _spoken(sentence: str, asked: Asked) -> Foreign | None:
    """A clause of English that is neither quoted nor mentioned."""
    text = _LITERAL.sub(" ; ", sentence)
    for found in _STRETCH.finditer(text):
        words = [word.replace("’", "'").lower() for word in _TOKEN.findall(found.group())]
        glue = [word for at, word in enumerate(words) if word in _GLUE and not asked.says(words, at)]
        if len(words) < 3 or len(glue) < 2 or is_mentioned(text, found.start(), found.end()):
            continue
        return Foreign("en", around(text, found.start(), found.end()))
    return None


def _in_sentence(sentence: str, asked: Asked, code: bool, near: bool) -> Foreign | None:
    """code: a program is spoken of in the trace; near: in the question or in this paragraph."""
    if near:
        sentence = _LITERAL.sub(_literal, sentence)
    if CALLED_WITH.search(sentence) or LISTED.search(sentence):
        sentence = COLUMNS.sub(" ; ", sentence)
    if _first_in(_without_names(sentence), sentence, asked, code, near) is None:
        return None
    text = without_lists(without_initials(sentence))  # looked for only now: most sentences have nothing to find
    return _first_in(_without_names(text), sentence, asked, code, near)


def _first_in(text: str, sentence: str, asked: Asked, code: bool, near: bool) -> Foreign | None:
    """The first stretch of a sentence that is neither a name, nor named as a word, nor the long form of an acronym."""
    for found in _STRETCH.finditer(text):
        if not (language := _spoken_in(text, found, asked, code, near)):
            continue
        if MENTIONS.search(sentence) and named_near(text, found.start(), found.end()):
            continue
        if found.group().strip() not in asked.strings and not spells_out(_tokens(found.group()), sentence):
            return Foreign(language, around(text, found.start(), found.end()))
    return None


def _without_names(sentence: str) -> str:
    """A sentence without what it glosses, computes, counts, names and quotes."""
    if ")" in sentence or "）" in sentence:
        sentence = without_glosses(sentence)
    if _OPERATOR.search(sentence):
        sentence = _BESIDE_OPERATOR.sub(" ; ", sentence)
    if _MAY_BE_COUNTED.search(sentence):
        sentence = _COUNTED.sub(" ; ", sentence)
    if _KIND.search(sentence):
        sentence = _KEYWORD.sub(_keyword, sentence)
    return _QUOTE.sub(" ; ", sentence)


def _spoken_in(text: str, found: re.Match[str], asked: Asked, code: bool, near: bool) -> str | None:
    """The language that a stretch of Latin letters in a text speaks, if it is no name or term."""
    stretch = found.group()
    words = _tokens(stretch)
    few = len(words) < 3 and stretch.replace(" ", "").isalpha()
    ordinary = not _TOLD.isdisjoint(map(str.lower, words))
    if (few and stretch.isascii() and not ordinary) or _is_name(text, found, words, code, near):
        return None
    alone = (
        code
        and len(words) == 1
        and (
            text[: found.start()].rstrip()[-1:] in _BESIDE
            or text[found.end() : found.end() + 3].lstrip().startswith(_BESIDE_TOO)
        )
    )
    if ordinary and _ordinary_word(words, asked, code, alone, near):
        words = _tokens(_PHRASES.sub(" Term ", stretch))
        if word := _ordinary_word(words, asked, code, alone, near):
            return "another language" if word in _THEIRS else "en"
    if words and not words[0].isascii() and words[0].lower() in _OTHERS and _BEGINS.search(text, 0, found.start()):
        return "another language"
    return None if few or len(_TELLING.findall(stretch)) < 3 else _language_of(stretch, near)


def _is_name(text: str, found: re.Match[str], words: list[str], code: bool, near: bool) -> bool:
    """Whether a stretch is a name, the sign of an element, or a term of a program that is spoken of."""
    if _SIGN.match(text, max(0, found.start() - 1)):
        return True
    if near and len(words) == 1 and words[0] in _FIELDS and _OWNS.match(text, found.end()):
        return True
    may = (near and _noun_phrase(words)) or (code and len(words) == 1 and words[0] in _NAMES_TOO)
    return may and not _BEGINS.search(text, 0, found.start())


def _language_of(stretch: str, near: bool) -> str | None:
    """The language of a stretch of many words without one ordinary word of English."""
    left = _PHRASES.sub(" ; ", stretch)
    if name := _clause_of(left):
        return name
    words = _tokens(left)
    if len(words) < 3:
        return None
    return other_language(words, SMALL, LATIN_LANGUAGES, "zh") or (
        None if near and stretch.isascii() else unlike_english(words)
    )


def _tokens(stretch: str) -> list[str]:
    """The words between blanks of a stretch in Latin letters."""
    if (word := stretch.rstrip(" ")).isalpha():
        return [word]
    return [word.replace("’", "'") for word in _TOKEN.findall(stretch)]


def _clause_of(stretch: str) -> str | None:
    """The language of a clause in a stretch of Latin letters that is neither English nor a row of names."""
    for clause in _CLAUSES.split(stretch):
        words = _TELLING.findall(clause)
        if len(words) > 2 and (name := clause_language(words)):
            return name
    return None


def _noun_phrase(words: list[str]) -> bool:
    """Two to four words such as next token prediction, running mean: what they say of order or choice is a term's."""
    if not 2 <= len(words) <= 4:
        return False
    return all(word.islower() and word not in _NO_TERM for word in words) and any(
        word not in DISCOURSE for word in words
    )


def _literal(found: re.Match[str]) -> str:
    """A string goes; a remark in brackets stays."""
    return found.group() if found.group()[0] in "(（" else " ; "


def _keyword(found: re.Match[str]) -> str:
    """A word beside the kind of thing that it names (for 循环, 变量 total) goes; running speech stays."""
    first, rest, named = found.groups()
    return found.group() if (named or first + (rest or "")).lower() in _SPOKEN else " ; "


def _ordinary_word(words: list[str], asked: Asked, code: bool, alone: bool, near: bool) -> str | None:
    """A word of a stretch in Latin letters that is neither name, term, nor quoted; None if there is none."""
    low = [word.lower() for word in words]
    titled = _is_title(words, low)
    term = near and len(low) <= 3 and not any(word in DISCOURSE or word in SMALL or word in PLAIN for word in low)
    for place, (word, lower) in enumerate(zip(words, low, strict=True)):
        if lower not in _TOLD or len(word) == 1 or (word.isupper() and len(word) < 6) or asked.says(low, place):
            continue
        if lower in SMALL:
            inner = (
                0 < place < len(words) - 1
                and _term(low[place - 1])
                and (_term(low[place + 1]) or (low[place + 1] in SMALL and lower in ("of", "in", "on", "to", "at")))
            )
            if not (titled or inner or (alone and lower in _ALONE)):
                return lower
        elif lower in DISCOURSE and not (code and word == "Go"):
            if not (titled or (alone and lower in _ALONE)):
                return lower
        elif (lower in OF_CODE and code) or alone:
            continue
        elif lower in EVERYDAY or lower in OF_CODE:
            if term:
                continue
            begins = place == 0 and len(words) > 1 and words[1].islower() and not titled
            if word.islower() or begins or word in _HEADINGS:
                return lower
        elif _worldly_or_theirs(word, low, code):
            return lower
    return None


def _worldly_or_theirs(word: str, low: list[str], code: bool) -> bool:
    """Whether a word that is no everyday word in English is one of the world, or of another language, and no name."""
    lower = word.lower()
    if lower in WORLDLY:
        return word.islower() and not (code and len(low) < 4) and _TOLD.issuperset(low)
    small = word.islower() and (len(word) > 3 or lower in _SHORT or lower in _ACCENTED)
    return lower in _THEIRS and (small or lower in _STARTERS)


_STARTERS = _set(
    "entonces donc alors dann quindi allora então portanto ahora primero zuerst deshalb somit ensuite puis ainsi pero"
    " mais aber weil denn jedoch trotzdem danach perciò però perché quando mentre porque"
    " pues además aunque luego también voici sinon pourtant cependant sonst daher folglich"
)
"""Words of other languages that begin a clause: no names, also with a capital."""
_HEADINGS = _set("Answer Step Solution Question Problem Example Reason Conclusion Explanation")
"""Everyday words that are no name, also with a capital."""


def _term(word: str) -> bool:
    return word not in DISCOURSE and word not in SMALL


def _is_title(words: list[str], low: list[str]) -> bool:
    """Every Word With a Capital but the Small Ones, and one of them at least no word of running speech."""
    if len(words) < 2 or not words[0][0].isupper():
        return False
    big = [word for word, lower in zip(words, low, strict=True) if lower not in SMALL]
    if low[-1] in SMALL or not all(word[0].isupper() for word in big) or (len(big) < 2 and low[0] not in ("the", "a")):
        return False
    return len(big) > 2 or any(word.lower() not in DISCOURSE for word in big)
