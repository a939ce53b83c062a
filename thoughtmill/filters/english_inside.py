"""Words in Latin letters inside a text of another script: names and terms, or a second language."""

import re

from thoughtmill.filters.english_words import COUNTED, DISCOURSE, EVERYDAY, KEYWORDS, OF_CODE, PHRASES, PLAIN, SMALL
from thoughtmill.filters.function_words import LATIN_LANGUAGES, LIKELY, LOANS, SURE
from thoughtmill.filters.function_words import words as _set
from thoughtmill.filters.latin import Foreign, other_language, unlike_english, words_of
from thoughtmill.filters.scripts import HAN, around, without_machines
from thoughtmill.filters.whole_clauses import clause_language, may_hold_clauses

_OTHERS = frozenset().union(*SURE.values())
ORDINARY = DISCOURSE | SMALL | EVERYDAY | OF_CODE | KEYWORDS | _OTHERS
_TELLING_WORDS = ORDINARY.union(*LIKELY.values())
_ORDINARY_B = frozenset(w.encode("latin-1") for w in _TELLING_WORDS if len(w) > 1 and max(w) < "\u0100")

_CODE_ONLY_B = frozenset(w.encode() for w in OF_CODE - DISCOURSE - SMALL - _OTHERS.union(*LIKELY.values()))

_WORD = r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ]+(?:['’][A-Za-z]+)?"
_CLAUSES = re.compile(r"[,;:.!?()\"“”‘—–=+/\\]")
_STRETCH = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ][\x20-\x7eÀ-ÖØ-öø-ɏẠ-ỹ’‘–—]*")
_TOKEN = re.compile(rf"(?<!\S)[\"'(\[“‘]*({_WORD})[\"')\].,:;!?…”’—-]*(?!\S)")
_LATIN = re.compile("[A-Za-zÀ-ɏ]{2}")
_SENTENCE = re.compile(r"[^\n。！？]+")
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ0-9]+(?:['’][A-Za-z]+)?")
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
    r"|服务器|神经网络|机器学习|索引|排序|队列|遍历|变量名|\b(?:Python|Java|JavaScript|HTML|CSS|git|dict|stack|heap|token|React|Rust|SQL"
    r"|Linux|API|Git|numpy|def|print)\b|C\+\+"
    r"|\b(?:Docker|Redis|MySQL|Nginx|Kubernetes|Flask|Django|Vue|Node|Spark|Kafka|GPU|CPU|TCP|HTTP|JSON|YAML|bug|Bug"
    r"|BUG)\b"
    r"|容器|端口|镜像|部署|调试|进程|脚本|报错|软件|模型|参数量|协议|网络请求|终端|配置|像素|前端|后端|布尔|字节|显著性|置信|样本|转化率|数据集|特征工程|对照组"
    r"|コード|配列|プログラム|関数|함수|배열|코드|код|массив|функци"
)
"""Signs that a text is about programs: there, words that programs use as names are names."""
_SPEECH = DISCOURSE - KEYWORDS
_NAMES_TOO = _set(
    "next first last find get recall done keep none right same other before after above below once mean all any some"
)
"""Running speech, but also fields, functions and measures of programs; those are not what begins a clause."""
_IN_TERMS = _set(
    "no not all any each every most more less least first last next second third same other both between without"
    " within is"
    " has make take know say thinking find need self never wait see go keep come look use almost too many few some"
    " than one how what why who"
)
"""Running speech that terms have too, where brackets set them off behind their translation."""
_FIELDS = _NAMES_TOO | PLAIN
_GLUE = DISCOURSE | SMALL
_NO_TERM = (_GLUE | PLAIN) - _NAMES_TOO
_NO_GLOSS = _SPEECH - _IN_TERMS
_LITERAL = re.compile(
    r"(?<![\w\"])\"(?! )[\x20\x21\x23-\x7eÀ-ɏ’—–]{1,120}(?<! )\"(?!\w)|“[\x20-\x7eÀ-ɏ’‘—–]{1,120}”"
    r"|‘[\x20-\x7eÀ-ɏ]{1,120}’|(?<!\w)'(?! )[\x20-\x26\x28-\x7e]{1,120}(?<! )'(?!\w)"
    r"|[「『][\x20-\x7e]{1,120}[」』]|[（(][\x20-\x27\x2a-\x7e]{1,80}[)）]"
)
"""What stands between quotation marks: in a text about programs a string, in one about a language an example."""
_MENTIONED = re.compile(r"[是说為为作成如有译叫即像：:、写词语句法和与或=→-]\s*[\"“'(（]?$")
_MEANT = re.compile(r"\s*[\"”')）]?\s*(?:的|表示|意思|是|意为|指|直译|中|这|在|作|为|都|、|和|与|：|=|→)")
_SPOKEN = (_SPEECH | {"the", "a", "of"}) - _set("get find next check use make take show any each")
_BESIDE_TOO = ("用于", "表示", "用来", "、", "和", "或", "与", "及")
_BESIDE = tuple("、（(“\"'和与或用及")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,8}(?![A-Za-z])")
_OWNS = re.compile("\\s*(?:的|时|列|后|前|之)")
"""What follows a word that is the name of something."""
_BEGINS = re.compile(r"(?:^|[，。；！？,.;!?])\s*$")
_ALONE = KEYWORDS | _set("if else for while in not and or is as with this do try except")
"""Words that, alone in a Chinese sentence about a program, are its own."""


_CALLED = _set("solve find check compute calculate verify use make simplify")
"""What functions do, and are called."""
_ASSIGNED = re.compile(
    r"(?<![\w.])([a-z]\w*) {0,2}(?:=(?!=)|←|:=|[-+*/]=)|`([a-z]\w*)`|\bfor ([a-z]\w*) in\b|(?<![\w.])([a-z]\w*)[\[(]",
    re.ASCII,
)
_COLUMNS = re.compile(
    r"(?:字段|列|属性|表头|键|参数|变量|指标|特征)[^A-Za-z\n。；]{0,8}[A-Za-z_]\w*+(?: ?[、,，和] ?[A-Za-z_]\w*+)+"
    r"|(?<!\w)\w++\([A-Za-z_]\w*+(?:, ?[A-Za-z_]\w*+)*+\)",
    re.ASCII,
)
"""Names of columns, parameters and the like in a row."""


class Asked:
    """What the question says, for quoting."""

    def __init__(self, text: str, told: str = "") -> None:
        """text: the prompt and the reference; told: the trace."""
        low = [word.replace("’", "'").lower() for word in _TELLING.findall(text)]
        self.text = text
        self.words = frozenset(low)
        self.joined = f" {' '.join(low)} "
        self.strings = frozenset("".join(found).strip() for found in _QUOTE.findall(text + told))
        """What stands between quotation marks, also in the trace: said once, it may be said again without them."""
        self.names: frozenset[str] = frozenset()
        """Names of the trace's own variables."""
        self.in_english = len(_SPEECH.intersection(low)) >= 3
        """The question is itself in English: its common words are no quotation."""

    def says(self, words: list[str], place: int) -> bool:
        """Whether the word at a place is quoted: a word of a question in another language, or three words in a row."""
        if words[place] in self.names and (len(words) == 1 or words[place] not in _CALLED):
            return True
        if words[place] in self.words and (not self.in_english or words[place] not in _GLUE):
            return True
        starts = range(max(0, place - 2), max(1, min(place, len(words) - 3) + 1))
        return len(words) >= 3 and any(f" {' '.join(words[at : at + 3])} " in self.joined for at in starts)


def english_inside(plain: str, asked: Asked, raw: str, quotable: bool = False) -> Foreign | None:
    """The first passage in Latin letters that is a second language.

    plain: running text of another script; raw: the trace as it came, which says whether it is about a program.
    quotable: the question is about English, so that only clauses that nothing sets off are a second language.
    """
    known = words_of(plain)
    hits = _ORDINARY_B.intersection(known)
    strange = may_hold_clauses(plain, known)
    if not hits and not strange:
        return None
    asked_code = CODE_TALK.search(asked.text) is not None
    code = asked_code or CODE_TALK.search(raw) is not None
    telling = hits - _CODE_ONLY_B if code else hits
    if not telling and not strange:
        return None
    asked.names = _names(raw)
    for line in plain.split("\n"):
        if not _LATIN.search(line):
            continue
        said = words_of(line)
        if telling.isdisjoint(said) and not (strange and may_hold_clauses(line, said)):
            continue
        near = asked_code or (code and CODE_TALK.search(line) is not None)
        for sentence in _SENTENCE.findall(without_machines(line.replace("**", " ").replace("__", " "))):
            if not _LATIN.search(sentence):
                continue
            if foreign := _spoken(sentence, asked) if quotable else _in_sentence(sentence, asked, code, near):
                return foreign
    return None


def _names(raw: str) -> frozenset[str]:
    """Words that are assigned to, looped over or set in code type: from then on, names."""
    found = {name for names in _ASSIGNED.findall(raw) for name in names if name}
    found.update(name for row in _COLUMNS.findall(raw) for name in _PLAIN.findall(row))
    return frozenset(found - (_GLUE - _NAMES_TOO - _CALLED))


def _spoken(sentence: str, asked: Asked) -> Foreign | None:
    """A clause of English that is neither quoted nor mentioned."""
    text = _LITERAL.sub(" ; ", sentence)
    for found in _STRETCH.finditer(text):
        words = [word.replace("’", "'").lower() for word in _TOKEN.findall(found.group())]
        glue = [word for at, word in enumerate(words) if word in _GLUE and not asked.says(words, at)]
        if (
            len(words) < 3
            or len(glue) < 2
            or _MENTIONED.search(text, 0, found.start())
            or _MEANT.match(text, found.end())
        ):
            continue
        return Foreign("en", around(text, found.start(), found.end()))
    return None


def _in_sentence(sentence: str, asked: Asked, code: bool, near: bool) -> Foreign | None:
    """code: a program is spoken of in the trace; near: in the question or in this paragraph."""
    if near:
        sentence = _LITERAL.sub(_literal, sentence)
    sentence = _COLUMNS.sub(" ; ", sentence)
    text = _GLOSS.sub(_gloss, sentence) if ")" in sentence or "）" in sentence else sentence
    text = _COUNTED.sub(" ; ", _BESIDE_OPERATOR.sub(" ; ", text))
    text = _QUOTE.sub(" ; ", _KEYWORD.sub(_keyword, text))
    for found in _STRETCH.finditer(text):
        stretch = found.group()
        words = [word.replace("’", "'") for word in _TOKEN.findall(stretch)]
        if stretch.strip() in asked.strings or _spells_out(words, sentence):
            continue
        alone = code and len(words) == 1 and text[: found.start()].rstrip()[-1:] in _BESIDE
        if near and len(words) == 1 and words[0] in _FIELDS and _OWNS.match(text, found.end()):
            continue
        if near and _noun_phrase(words) and not _BEGINS.search(text, 0, found.start()):
            continue
        if code and len(words) == 1 and words[0] in _NAMES_TOO and not _BEGINS.search(text, 0, found.start()):
            continue
        alone = alone or (
            code and len(words) == 1 and text[found.end() : found.end() + 3].lstrip().startswith(_BESIDE_TOO)
        )
        if _ordinary_word(words, asked, code, alone, near):
            words = [word.replace("’", "'") for word in _TOKEN.findall(_PHRASES.sub(" Term ", stretch))]
            if word := _ordinary_word(words, asked, code, alone, near):
                language = "another language" if word in _OTHERS else "en"
                return Foreign(language, around(text, found.start(), found.end()))
        if words and not words[0].isascii() and words[0].lower() in _OTHERS and _BEGINS.search(text, 0, found.start()):
            return Foreign("another language", around(text, found.start(), found.end()))
        if name := _clause_of(_PHRASES.sub(" ; ", stretch)):
            return Foreign(name, around(text, found.start(), found.end()))
        words = [word.replace("’", "'") for word in _TOKEN.findall(_PHRASES.sub(" ; ", stretch))]
        if len(words) > 2 and (
            name := other_language(words, SMALL, LATIN_LANGUAGES, "zh")
            or (None if near and stretch.isascii() else unlike_english(words))
        ):
            return Foreign(name, around(text, found.start(), found.end()))
    return None


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


def _spells_out(words: list[str], sentence: str) -> bool:
    """Whether words are the long form of an acronym beside them."""
    if len(words) < 2:
        return False
    all_of_them = "".join(word[0] for word in words).upper()
    big = "".join(word[0] for word in words if word not in SMALL).upper()
    return any(acronym in (all_of_them, big) for acronym in _ACRONYM.findall(sentence))


def _literal(found: re.Match[str]) -> str:
    """A string goes; a remark in brackets stays."""
    return found.group() if found.group()[0] in "(（" else " ; "


def _gloss(found: re.Match[str]) -> str:
    """A term in brackets beside its translation goes; a remark in brackets stays."""
    words = [word.lower() for word in _PLAIN.findall(found.group(1))]
    speech = _NO_GLOSS if len(words) > 1 else _SPEECH
    return found.group() if len(words) > 8 or not speech.isdisjoint(words) else " ; "


def _keyword(found: re.Match[str]) -> str:
    """A word beside the kind of thing that it names (for 循环, 变量 total) goes; running speech stays."""
    return found.group() if (found.group(1) or found.group(2)).lower() in _SPOKEN else " ; "


def _ordinary_word(words: list[str], asked: Asked, code: bool, alone: bool, near: bool) -> str | None:
    """A word of a stretch in Latin letters that is neither name, term, nor quoted; None if there is none."""
    low = [word.lower() for word in words]
    titled = _is_title(words, low)
    term = near and len(low) <= 3 and not any(word in DISCOURSE or word in SMALL or word in PLAIN for word in low)
    for place, (word, lower) in enumerate(zip(words, low, strict=True)):
        if len(word) == 1 or (word.isupper() and len(word) < 6) or asked.says(low, place):
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
        elif lower in _OTHERS and ((word.islower() and len(word) > 3) or lower in _STARTERS):
            return lower
    return None


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
