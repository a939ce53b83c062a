"""Passages that are no language: random letters, floods of encoded bytes, words without grammar, broken encodings."""

import re
import zlib
from bisect import bisect
from itertools import pairwise

from thoughtmill.filters.contract import span

CHUNK, BLOCK = 192, 1024
"""Bytes that are looked at together, and those of which few vowels ask for a closer look."""

VARIED, DENSE = 44, 0.72
"""Different bytes in a block of random ASCII, and its compressed share if short words seem to be in it."""

WINDOW, STRIDE = 700, 1_200
"""Characters whose words are looked at together, and how far on the next ones are taken."""

EMOJI = 300
"""So many in a row, but for the squares and discs of boards, are no language."""

_EMOJI = re.compile(
    r"(?:(?![\U0001F534-\U0001F53D\U0001F7E0-\U0001F7FF])[\u2600-\u27bf\U0001F300-\U0001FAFF][\u200d\ufe0f ]*)"
    rf"{{{EMOJI}}}"
)
_ASCII_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
_NO_LETTERS = bytes(set(range(256)) - set(_ASCII_LETTERS))
_NO_VOWELS = bytes(set(range(256)) - set(b"aeiouAEIOU"))
_NO_ASCII_MARKS = bytes(i for i in range(256) if i < 33 or i > 126 or chr(i).isalnum())
_NO_LEADS = bytes(range(0xC2))
_LATIN_LEADS = bytes(range(0xC2, 0xCA))
_CHINESE_LEADS = bytes((*range(0xE2, 0xEA), 0xEF))
_SCRIPTS = (0xC0, 0x250, 0x370, 0x400, 0x530, 0x590, 0x600, 0x700, 0x900, 0xE00, 0xE80, 0x1000, 0x10A0, 0x1100,
            0x1E00, 0x2000, 0x3040, 0xA000, 0xAC00, 0xD7B0)  # fmt: skip
"""Where a script begins, about; Chinese and Japanese are one."""
_NO_LETTERS_THERE = {bisect(_SCRIPTS, ord(mark)) for mark in " ‘、，"}
_NO_NAME = rb"(?!loop|statement|operator|clause|keyword|gate|expression|block|condition|branch|part|command|word|case)"
_NEVER_THERE = re.compile(rb" the (?:of|is|and|to|in|the|are|with|was|be|it|for|as|on|that|at|by|from) " + _NO_NAME)
_NEVER = re.compile(
    rb" (?:the (?:of|is|and|to|in|the|are|with|was|be|it|for|as|on|that|at|by|from)"
    rb"|(?:at|by|in|on|from) (?:of|is)|of (?:of|is|was|are|be|and|with|for|to)"
    rb"|and (?:of|and)|(?:with|for) (?:of|is|was|and|with|for)|is (?:was|be|are)|to (?:of|to|is|was)) " + _NO_NAME
)
_SPELT = re.compile(rb"[a-z]{3,}|[\x80-\xff]+")
_WORDS = re.compile(r"[a-zà-ÿ]+")
_QUOTED = re.compile(r"""[“「『‘"'《（(].[”」』’"'》）)]|(?<=、)..?(?=[、。])""")
_HAN = re.compile(r"[一-鿿]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HAN_PLAIN = frozenset(
    "的是了在不有一我们以所个为这那到等于设则因此可得中和与上下大小数当如果对也就要出来时会能从而或者其"
)
_BOUND = {
    pairs[0]: tuple(pairs.split()[1:])
    for pairs in (
        "们 我们 你们 他们 她们 它们 人们 咱们 们的 同学们 子们 者们 生们 家们 师们 友们",
        "么 什么 那么 这么 怎么 要么 多么",
        "什 什么", "怎 怎么 怎样", "础 基础", "骤 步骤", "虑 考虑 顾虑 忧虑 焦虑", "够 能够 足够 不够",
        "况 情况 况且 何况 状况", "因 因为 因此 原因 因素 因子 因数 因式 因果", "须 必须 无须 须要",
        "符 符合 符号 不符 相符 字符", "验 检验 验证 验算 经验 实验 试验", "检 检查 检验",
        "证 证明 验证 保证 论证 反证 求证 证据", "确 正确 确定 确实 的确 明确 准确 精确 确认 确保",
        "题 问题 题目 题意 题设 命题 本题 题中 这题 道题 题干", "据 根据 数据 依据 证据", "需 需要 只需 需求 所需 必需",
        "虽 虽然", "此 因此 此时 由此 如此 此外 彼此 从此 此题 此处 至此 于此",
        "首 首先", "易 容易 不易 易知 易得 交易 简易", "显 显然 明显 显示", "继 继续", "续 继续 连续 持续 后续",
        "简 简单 化简 简化",
    )
}  # fmt: skip
"""Characters and the pairs they stand in, nearly always."""
_WHOLE = ["得到", "我们", "那么", "如果", "因此", "所以", "应该", "问题", "显然", "验证", "什么", "可以", "可知"]
_ENGLISH = _words("""
    the of and to in is that it for was on are as with be this by at from or have an had not but what all were when
    there can your which their if will each about how up out them then she many some so these would other into has
    two could my than been who its now let i you he they do does because since we a me him her his our
""")
_OTHERS = tuple(
    frozenset(words.split())
    for words in (
        "el la los las de que y en un una es por con para como pero se lo más no su al del",
        "le la les de des et est que un une dans pour nous avec sur au du ce qui sont pas il elle je vous ne",
        "der die das und ist nicht ein eine wir zu den mit von für auf dass sich also aber dann es ich sie er im dem",
        "il lo la gli le di che e è un una per con non sono della del si",
        "o a os as de que e em um uma é para com não por mas do da se na",
        "de het een van en is niet dat op te zijn in met voor og i at er det som på av til",
    )
)


def gibberish(text: str, raw: bytes) -> str | None:
    """The first passage that is no language, None if there is none. `raw` is the text in UTF-8."""
    if raw.count(b"\xf0\x9f") >= EMOJI and (flood := _EMOJI.search(text)):
        return span(flood[0])
    return _unpronounceable(raw) or _broken(text, raw) or _without_grammar(text, raw)


def _size(raw: bytes) -> float:
    """Compressed size, as a share."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -12, 5)
    return (len(packer.compress(raw)) + len(packer.flush())) / len(raw)


def _unpronounceable(raw: bytes) -> str | None:
    """Letters with hardly a vowel that are no pattern either: random ones, or bytes in base64."""
    for block in range(0, len(raw), BLOCK):
        passage = raw[block : block + BLOCK] if block + BLOCK <= len(raw) else raw[-BLOCK:]
        found = len(passage.translate(None, _NO_LETTERS))
        vowels = len(passage.translate(None, _NO_VOWELS))
        few_vowels = 3 * vowels < found > len(passage) // 5
        if few_vowels and (bad := _unpronounceable_near(raw[max(0, block - BLOCK) : block + 2 * BLOCK])):
            return bad
        if 4 * vowels > found > len(passage) // 2:
            continue  # as in any language
        marks = len(passage.translate(None, _NO_ASCII_MARKS))
        if 5 * marks > len(passage) and len(set(passage)) >= VARIED and (bad := _is_noise(raw, block)):
            return bad
        if _is_flood(passage, found, marks):
            return span(passage.decode("utf-8", "replace"))
    return None


def _is_flood(passage: bytes, found: int, marks: int) -> bool:
    """Hexadecimal digits without a space, or marks without a word, in no order."""
    if len(passage) < BLOCK // 2:
        return False
    if 20 * found < len(passage):
        return marks > 0.7 * len(passage) and _size(passage) > 0.6
    if passage.count(b" ") < 8 and b"-----BEGIN" not in passage and _is_encoded(passage.translate(None, b"\n\r +/=-_")):
        return True
    middle = passage[CHUNK : 3 * CHUNK].translate(None, b" %")
    if middle.translate(None, b"0123456789abcdefABCDEF"):
        return False
    figures = sum(48 <= byte <= 57 for byte in middle) if len(middle) > CHUNK else 0
    return 0.1 * len(middle) < figures < 0.9 * len(middle) and _size(passage.translate(None, b" %")) > 0.5


def _is_encoded(passage: bytes) -> bool:
    """Small and capital letters and digits in no order, without a space between: base64, in lines or not."""
    shares = (sum(low <= byte <= high for byte in passage) for low, high in ((48, 57), (65, 90), (97, 122)))
    return all(share > 0.08 * len(passage) for share in shares) and _size(passage) > 0.7


def _is_noise(raw: bytes, block: int) -> str | None:
    """Letters, digits and marks in no order, without a word; a list of passwords is shorter."""
    bad = 0
    for start in range(max(0, block - BLOCK // 2), block + BLOCK, BLOCK // 4):
        passage = raw[start : start + BLOCK // 2]
        marks = len(passage.translate(None, _NO_ASCII_MARKS))
        spelt = sum(map(len, _SPELT.findall(passage)))
        dense = spelt < 45 or (spelt < 0.3 * len(passage) and passage.count(b"\n") < 3 and _size(passage) > DENSE)
        bad = bad + 1 if len(passage) > 400 and marks > 80 and dense and len(set(passage)) >= VARIED else 0
        if bad >= 2 and _size(passage) > 0.7:
            return span(passage.decode("utf-8", "replace"))
    return None


def _unpronounceable_near(raw: bytes) -> str | None:
    bad = 0
    for start in range(0, len(raw), CHUNK):
        chunk = raw[start : start + CHUNK]
        found = len(chunk.translate(None, _NO_LETTERS))
        vowels = len(chunk.translate(None, _NO_VOWELS))
        if found < 0.6 * len(chunk) or vowels > 0.27 * found or len(chunk) < CHUNK // 2:
            bad = 0
            continue
        bad += 1
        passage = raw[start - (bad - 1) * CHUNK : start + CHUNK]
        if bad >= 2 and passage.count(b"\n") < 3 and b"\\" not in passage and _size(passage) > 0.6:
            return span(passage.decode("utf-8", "replace"))
    return None


def _broken(text: str, raw: bytes) -> str | None:
    """UTF-8 read as something else: Ã©, â€™, 锟斤拷, or characters that were replaced."""
    if raw.isascii():
        return None
    if text.count("\ufffd") + text.count("锟斤拷") + text.count("烫烫") + text.count("Ã") + text.count("â€") >= 24:
        at = min(i for mark in ("\ufffd", "锟斤拷", "烫烫", "Ã", "â€") if (i := text.find(mark)) >= 0)
        return span(text[at : at + 200])
    for start in range(0, len(raw), 2 * CHUNK):
        chunk = raw[start : start + 2 * CHUNK]
        if len(chunk) <= CHUNK or chunk.isascii():
            continue
        leads = chunk.translate(None, _NO_LEADS)
        accented = leads.count(0xC2) + leads.count(0xC3) > 0.2 * len(chunk)
        latin = len(chunk) - len(chunk.translate(None, _LATIN_LEADS)) > 0.3 * len(chunk)
        foreign = 12 * len(leads.translate(None, _CHINESE_LEADS)) > len(chunk) and len(set(leads)) >= 6
        if accented or latin or (foreign and _in_turns(chunk.decode("utf-8", "ignore"))):
            return span(chunk.decode("utf-8", "replace"))
    return None


def _in_turns(chunk: str) -> bool:
    """Letters of one script right beside those of another, again and again; words of many languages are not."""
    scripts = [bisect(_SCRIPTS, ord(character)) for character in chunk]
    beside = [(a, b) for a, b in pairwise(scripts) if a not in _NO_LETTERS_THERE and b not in _NO_LETTERS_THERE]
    return sum(a != b for a, b in beside) > 0.25 * len(beside) + 4


def _without_grammar(text: str, raw: bytes) -> str | None:
    """Words in any order: without the small words that no language does without, or with those side by side."""
    for end in range(len(text), min(len(text), 400) - 1, -STRIDE):  # from the end, where most of it is
        window = text[max(0, end - WINDOW) : end]
        words = window.split()
        if len(words) >= 60 and len(_ENGLISH.intersection(words)) < 8 and _is_salad(window):
            return span(window)
        if len(words) < 60 and not raw.isascii():
            for piece in (window[:400], window[300:]):
                if _is_han_salad(piece):
                    return span(piece)
    if not raw.isascii():
        if _is_han_salad(text[-400:]):
            return span(text[-400:])
        for end in range(len(text), min(len(text), 300) - 1, -STRIDE) if _is_chinese(text) else ():
            if _is_shuffled(window := text[max(0, end - STRIDE // 2) : end]):
                return span(window)
    articles = raw.count(b" the ")
    if articles >= 5 and len(_NEVER_THERE.findall(raw)) >= 2:
        pairs = list(_NEVER.finditer(raw))
        if len(pairs) > max(2, 0.05 * articles) and len({pair[0] for pair in pairs}) > 2:
            return span(raw[max(0, pairs[0].start() - 60) : pairs[0].end() + 140].decode("utf-8", "replace"))
    return None


def _is_salad(window: str) -> bool:
    words = _WORDS.findall(window)
    if len(words) < 60 or sum(map(len, words)) < 0.72 * len(window) or len(set(words)) < 0.3 * len(words):
        return False
    small = max(sum(map(language.__contains__, words)) for language in (_ENGLISH, *_OTHERS))
    marks = sum(window.count(mark) for mark in ",;:|=()\n\t\"'-•")
    return small < 0.08 * len(words) and marks < 0.06 * len(words)


def _is_chinese(text: str) -> bool:
    return sum(map(text.count, "的是一不，。")) > len(text) // 40


def _is_shuffled(window: str) -> bool:
    """Characters that stand beside one of a few others, and do not: nobody writes 们 but after 我, 你, 他, 人 ..."""
    whole = 0
    for pair in _WHOLE:
        whole += window.count(pair)
        if whole >= 4:
            return False  # as in any Chinese text
    bound = loose = 0
    window = _QUOTED.sub("", window)
    for character, pairs in _BOUND.items():
        if count := window.count(character):
            bound += count
            loose += max(0, count - sum(map(window.count, pairs)))
    return loose >= 7 and loose > 0.6 * bound


def _is_han_salad(window: str) -> bool:
    runs = _HAN.findall(window)
    if max(map(len, runs), default=0) > 240 and len(set(max(runs, key=len))) > 25:
        return True  # nobody writes so much without a mark
    size = sum(map(len, runs))
    if size < 0.75 * len(window) or size < 300:
        return False
    small = sum(character in _HAN_PLAIN for run in runs for character in run)
    return small < 0.03 * size and len(set("".join(runs))) > 0.4 * size
