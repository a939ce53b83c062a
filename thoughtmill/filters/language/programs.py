"""What of a text is about programs: the signs of it, and the names of their variables, functions and columns."""

import re
import string

from thoughtmill.filters.language.scripts import led

_PROGRAMS = (
    "Python|Java|JavaScript|HTML|CSS|git|dict|stack|heap|token|React|Rust|SQL|Linux|API|Git|numpy|def|print|Docker|Redis"
    "|MySQL|Nginx|Kubernetes|Flask|Django|Vue|Node|Spark|Kafka|GPU|CPU|DFS|BFS|dp|pointers|interval|array|chmod|prompt|LLM|GPT|BLEU|TCP|HTTP|JSON|YAML|bug|Bug|BUG"
)
_CODE_WORDS = re.compile(
    rf"[{''.join(sorted({word[0] for word in _PROGRAMS.split('|')}))}](?<!\w.)(?:{led(_PROGRAMS)})\b"
)
_CODE_SIGNS = re.compile(
    r"`|代码|数组|循环|算法|程序|编程|编译|列表|字符串|指针|复杂度|接口|数据库|线程|内存|递归|遍历|链表|二叉树|哈希|缓存"
    r"|pandas|并发|协程|多线程|组件|浏览器|终端|损失|训练|优化器|关键字|括号|标签"
    r"|服务器|神经网络|机器学习|索引|排序|队列|遍历|变量名|C\+\+"
    r"|容器|端口|镜像|部署|调试|进程|脚本|报错|软件|模型|参数量|协议|网络请求|终端|配置|像素|前端|后端|布尔|字节|显著性|置信|样本|贪心|动态规划|滑动窗口|双指针|提示词|大模型|机器翻译|转化率|数据集|特征工程|对照组"
    r"|コード|配列|プログラム|関数|함수|배열|코드|код|массив|функци"
)
_CODE_NAMES = re.compile(r"[a-z][A-Z_][a-z]")
_CODE_COST = re.compile(r"O\((?<=\bO\()[^()\n]{1,12}\)")


def talks_of_code(text: str) -> bool:
    """Whether a text is about programs: there, words that programs use as names are names."""
    return bool(
        _CODE_SIGNS.search(text) or _CODE_NAMES.search(text) or _CODE_WORDS.search(text) or _CODE_COST.search(text)
    )


PLAIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ0-9]+(?:['’][A-Za-z]+)?")
_ASSIGNED = re.compile(
    r"([a-z`])(?:(?<=[a-z])(?<![\w.].)(\w*+)(?: {0,2}(?:=(?!=)|←|:=|[-+*/]=)|[\[(])"
    r"|(?<=`)([a-z]\w*+)`|(?<=\bf)or ([a-z]\w*+) in\b)",
    re.ASCII,
)
_COLUMN = "字段|列|属性|表头|键|参数|变量|指标|特征"
_LISTED_AS = r"[^A-Za-z\n。；]{0,8}[A-Za-z_]\w*+(?: ?[、,，和] ?[A-Za-z_]\w*+)+"
LISTED = re.compile(rf"(?:{_COLUMN}){_LISTED_AS}", re.ASCII)
CALLED_WITH = re.compile(r"\((?<=\w\()[A-Za-z_]\w*+(?:, ?[A-Za-z_]\w*+)*+\)", re.ASCII)
_OF_NAMES = frozenset(string.ascii_letters + string.digits + "_")
COLUMNS = re.compile(
    rf"[A-Za-z0-9_{''.join(word[0] for word in _COLUMN.split('|'))}]"
    r"(?:(?<=\w)(?<!\w.)\w*+\([A-Za-z_]\w*+(?:, ?[A-Za-z_]\w*+)*+\)"
    rf"|(?:{led(_COLUMN)}){_LISTED_AS})",
    re.ASCII,
)
"""Names of columns, parameters and the like in a row."""


def names_in(raw: str) -> frozenset[str]:
    """Words that are assigned to, looped over or set in code type: from then on, names."""
    found = {quoted or looped or first + rest for first, rest, quoted, looped in _ASSIGNED.findall(raw)}
    found.update(name for row in _rows(raw) for name in PLAIN_WORD.findall(row))
    return frozenset(found)


_SET = re.compile(r"^[ \t]*+([a-z_]\w*+)(?:\[[^\]\n]{0,40}\])? = \S", re.ASCII | re.MULTILINE)


def set_in(raw: str) -> frozenset[str]:
    """Names that a line of a program begins with and sets (`seen = {}`), whatever they mean in English."""
    return frozenset(_SET.findall(raw)) if " = " in raw else frozenset()


def _rows(raw: str) -> list[str]:
    """What COLUMNS finds, in parts: to look for brackets alone is faster than to look for words before them."""
    listed = list(LISTED.finditer(raw))
    rows = [found.group() for found in listed]
    at = 0
    for found in CALLED_WITH.finditer(raw):
        start = found.start()
        while start and raw[start - 1] in _OF_NAMES:
            start -= 1
        while at < len(listed) and listed[at].end() <= start:
            at += 1
        if at == len(listed) or start <= listed[at].start():  # else a part of what is listed
            rows.append(raw[start : found.end()])
    return rows
