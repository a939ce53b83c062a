"""Words in Latin letters inside a text of another script: names and terms, or a second language."""

import re

from thoughtmill.filters.english_words import COUNTED, DISCOURSE, EVERYDAY, KEYWORDS, OF_CODE, PHRASES, SMALL
from thoughtmill.filters.function_words import LATIN_LANGUAGES, LIKELY, LOANS, SURE
from thoughtmill.filters.function_words import words as _set
from thoughtmill.filters.latin import Foreign, other_language, unlike_english, words_of
from thoughtmill.filters.scripts import HAN, around, without_machines

_OTHERS = frozenset().union(*SURE.values())
ORDINARY = DISCOURSE | SMALL | EVERYDAY | OF_CODE | KEYWORDS | _OTHERS
_TELLING_WORDS = ORDINARY.union(*LIKELY.values())
_ORDINARY_B = frozenset(w.encode("latin-1") for w in _TELLING_WORDS if len(w) > 1 and max(w) < "\u0100")

_WORD = r"[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’][A-Za-z]+)?"
_STRETCH = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][\x20-\x7eÀ-ÖØ-öø-ɏ’‘–—]*")
_TOKEN = re.compile(rf"(?<!\S)[\"'(\[“‘]*({_WORD})[\"')\].,:;!?…”’—-]*(?!\S)")
_SENTENCE = re.compile(r"[^\n。！？]+")
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ0-9]+(?:['’][A-Za-z]+)?")
_TELLING = re.compile(_WORD)
_BESIDE_OPERATOR = re.compile(
    r"(?<![\w.])[A-Za-z_][\w.]*+(?:\[[^\]\n]{0,40}\])? ?(?=[=×÷+<>≤≥≠^≈])"
    r"|(?<=[=×÷+<>≤≥≠^≈]) ?[A-Za-z_][\w.]*(?:\[[^\]\n]{0,40}\])?"
    r"|(?<!\w)\w++\(|(?<![\w./@\\-])[\w./@\\-]*[\w/@\\-]\.[a-zA-Z]\w*",
    re.ASCII,
)
_COUNTED = re.compile(rf"(?<=\d)(?:[ -]?(?:{'|'.join(sorted(COUNTED, key=len, reverse=True))})\b)", re.IGNORECASE)
_PHRASES = re.compile(rf"\b(?:{''.join(map(str.strip, PHRASES.splitlines()))}|{LOANS})\b", re.IGNORECASE)
_GLOSS = re.compile(
    rf"(?<=[{HAN}”》」])[ ]?[（(](?:[^\n（）()A-Za-z]{{0,20}}[:：]? ?)?([A-Za-z][A-Za-z ,.'’&/-]{{0,80}})[)）]"
)
_QUOTE = re.compile(
    rf"[\"“]({_WORD}(?: {_WORD}){{0,2}}[.!?]?)[\"”]"
    rf"|[‘']({_WORD}(?: {_WORD}){{0,2}})['’]|[「『]([\x20-\x7e]{{1,40}})[」』]"
)
_TERM_OF = (
    "循环|语句|分支|关键字|运算|门|指针|子句|操作|函数|方法|判断|表达式|结构|变量|逻辑|命令|模式|标签|参数|对象|接口|类型|块|键|按钮|字段"
    "|属性|数组|列表|队列|集合|字典|协议|算法|模型|模块|库|框架|文件|目录|树"
)
_AFTER = (
    "关键字|语句|命令|运算符|按钮|方法|变量|字段|单词|函数|参数|属性|列|表|类|模块|名为|叫做|称为|记作|记为|即|标签"
)
_KEYWORD = re.compile(
    rf"(?<![\w-])((?:while )?[A-Za-z]+)[\"'”’]?(?= ?(?:{_TERM_OF}))"
    rf"|(?:{_AFTER})(?:是|为)? ?[\"'“‘]?([A-Za-z]+)(?![A-Za-z' ]*[A-Za-z]{{2}})",
)
CODE_TALK = re.compile(
    r"`|代码|数组|循环|算法|程序|编程|编译|列表|字符串|指针|复杂度|接口|数据库|线程|内存|递归|遍历|链表|二叉树|哈希|缓存"
    r"|pandas|并发|协程|多线程|组件|浏览器|终端|损失|训练|优化器|关键字|括号|标签|[a-z][A-Z][a-z]|[a-z]_[a-z]|\bO\([^()\n]{1,12}\)"
    r"|服务器|神经网络|机器学习|索引|排序|队列|遍历|变量名|\b(?:Python|Java|JavaScript|HTML|CSS|git|dict|stack|heap|token|React|Rust|SQL|Linux|API|Git|numpy|def|print)\b|C\+\+"
    r"|コード|配列|プログラム|関数|함수|배열|코드|код|массив|функци"
)
"""Signs that a text is about programs: there, words that programs use as names are names."""
_SPEECH = DISCOURSE - KEYWORDS
_SPOKEN = (_SPEECH | {"the", "a", "of"}) - _set("get find next check use make take show any each")
_BESIDE_TOO = ("用于", "表示", "用来", "、", "和", "或", "与", "及")
_BESIDE = tuple("、（(“\"'和与或用及")
_ALONE = _set("if else for while in not and or is as with this do try")
"""Words that, alone in a Chinese sentence about a program, are its own."""


class Asked:
    """What the question says, for quoting."""

    def __init__(self, text: str, told: str = "") -> None:
        """text: the prompt and the reference; told: the trace."""
        low = [word.replace("’", "'").lower() for word in _TELLING.findall(text)]
        self.words = frozenset(low)
        self.joined = f" {' '.join(low)} "
        self.strings = frozenset("".join(found).strip() for found in _QUOTE.findall(text + told))
        """What stands between quotation marks, also in the trace: said once, it may be said again without them."""
        self.in_english = len(_SPEECH.intersection(low)) >= 3
        """The question is itself in English: its common words are no quotation."""

    def says(self, words: list[str], place: int) -> bool:
        """Whether the word at a place is quoted: a word of a question in another language, or three words in a row."""
        if words[place] in self.words and (not self.in_english or words[place] not in DISCOURSE | SMALL):
            return True
        starts = range(max(0, place - 2), max(1, min(place, len(words) - 3) + 1))
        return len(words) >= 3 and any(f" {' '.join(words[at : at + 3])} " in self.joined for at in starts)


def english_inside(plain: str, asked: Asked, raw: str) -> Foreign | None:
    """The first passage in Latin letters that is a second language.

    plain: running text of another script; raw: the trace as it came, which says whether it is about a program.
    """
    if _ORDINARY_B.isdisjoint(words_of(plain)):
        return None
    code: bool | None = None
    for line in plain.split("\n"):
        if _ORDINARY_B.isdisjoint(words_of(line)):
            continue
        if code is None:
            code = CODE_TALK.search(raw) is not None
        for sentence in _SENTENCE.findall(without_machines(line.replace("**", " ").replace("__", " "))):
            if not _ORDINARY_B.isdisjoint(words_of(sentence)) and (foreign := _in_sentence(sentence, asked, code)):
                return foreign
    return None


def _in_sentence(sentence: str, asked: Asked, code: bool) -> Foreign | None:
    text = _KEYWORD.sub(_keyword, _COUNTED.sub(" ; ", _BESIDE_OPERATOR.sub(" ; ", _GLOSS.sub(_gloss, sentence))))
    text = _QUOTE.sub(" ; ", text)
    for found in _STRETCH.finditer(text):
        stretch = found.group()
        words = [word.replace("’", "'") for word in _TOKEN.findall(stretch)]
        if stretch.strip() in asked.strings:
            continue
        alone = code and len(words) == 1 and text[: found.start()].rstrip()[-1:] in _BESIDE
        alone = alone or (
            code and len(words) == 1 and text[found.end() : found.end() + 3].lstrip().startswith(_BESIDE_TOO)
        )
        if _ordinary_word(words, asked, code, alone):
            words = [word.replace("’", "'") for word in _TOKEN.findall(_PHRASES.sub(" Term ", stretch))]
            if word := _ordinary_word(words, asked, code, alone):
                language = "another language" if word in _OTHERS else "en"
                return Foreign(language, around(text, found.start(), found.end()))
        if len(words) > 2 and (name := other_language(words, SMALL, LATIN_LANGUAGES, "zh") or unlike_english(words)):
            return Foreign(name, around(text, found.start(), found.end()))
    return None


def _gloss(found: re.Match[str]) -> str:
    """A term in brackets beside its translation goes; a remark in brackets stays."""
    words = [word.lower() for word in _PLAIN.findall(found.group(1))]
    return found.group() if len(words) > 8 or not _SPEECH.isdisjoint(words) else " ; "


def _keyword(found: re.Match[str]) -> str:
    """A word beside the kind of thing that it names (for 循环, 变量 total) goes; running speech stays."""
    return found.group() if (found.group(1) or found.group(2)).lower() in _SPOKEN else " ; "


def _ordinary_word(words: list[str], asked: Asked, code: bool, alone: bool) -> str | None:
    """A word of a stretch in Latin letters that is neither name, term, nor quoted; None if there is none."""
    low = [word.lower() for word in words]
    titled = _is_title(words, low)
    for place, (word, lower) in enumerate(zip(words, low, strict=True)):
        if len(word) == 1 or (word.isupper() and len(word) < 6) or asked.says(low, place):
            continue
        if lower in SMALL:
            inner = (
                0 < place < len(words) - 1
                and _term(low[place - 1])
                and (_term(low[place + 1]) or low[place + 1] in SMALL)
            )
            if not (titled or inner or (alone and lower in _ALONE)):
                return lower
        elif lower in DISCOURSE and not (code and word == "Go"):
            if not (titled or (alone and lower in _ALONE)):
                return lower
        elif (lower in OF_CODE and code) or alone:
            continue
        elif lower in EVERYDAY or lower in OF_CODE:
            if word.islower() or (place == 0 and len(words) > 1 and words[1].islower()) or word in _HEADINGS:
                return lower
        elif lower in _OTHERS and ((word.islower() and len(word) > 3) or lower in _STARTERS):
            return lower
    return None


_STARTERS = _set(
    "entonces donc alors dann quindi allora então portanto ahora primero zuerst deshalb somit ensuite puis ainsi"
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
