"""The quick first looks of the filter `language` say what the long ones would: nothing is lost by them."""

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.filters.language import scripts, signs
from thoughtmill.filters.language.programs import COLUMNS, PLAIN_WORD, names_in, talks_of_code

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "git status",
                "ls -l",
                "error: x",
                "报错 is: foo",
                "ValueError: bad",
                "a@b.c",
                "www.x.y",
                "<b>",
                "《三》",
                "key: v;",
                "SELECT *",
                "500 Server",
                "fatal",
                "中文",
                "カナ",
                "ﾊﾝ",
                "한글",
                "𠀁",
                "😀",
                "Σ",
                "ά",
                "é",
                "，",
                "。",
                "「",
                "参数 a、b",
                "表头：x, y_1",
                "f(a, b)",
                "列1(a, b)",
                "x = 1",
                "y[",
                "for i in ",
                "`n`",
                " ",
                ".",
                "\n",
            ]
        ),
        st.text(max_size=3),
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_what_machines_say_goes_as_if_all_of_its_forms_were_looked_for(text: str) -> None:
    every = re.compile("|".join(form for _, form in scripts._SAID_BY_MACHINES))
    assert scripts.without_machines(text) == every.sub(" ; ", scripts._CODE_LINE.sub(" ; ", text))


@given(PIECES)
def test_scripts_and_their_letters_are_counted_as_if_each_was_looked_for(text: str) -> None:
    assert scripts.scripts_of(text) == [name for name, one in scripts._ONE_LETTER.items() if one.search(text)]
    for name, script in scripts.SCRIPTS.items():
        assert scripts._count(text, name) == sum(map(len, script.findall(text)))


@given(PIECES)
def test_rows_of_names_are_those_of_the_whole_pattern(text: str) -> None:
    rows = {name for row in COLUMNS.findall(text) for name in PLAIN_WORD.findall(row)}
    assert rows <= names_in(text)


def test_programs_are_recognized_by_words_names_and_costs() -> None:
    assert all(
        map(talks_of_code, ["用 Python 写", "变量名是什么", "let maxLen be", "a_b", "O(n log n) 次", "一个 bug。"])
    )
    assert not any(map(talks_of_code, ["用Pythons写", "debug 2", "f(x) = 3", "三角形的面积"]))


def test_words_are_remembered_and_forgotten_where_they_are_too_many() -> None:
    asked = Counter[str]()

    def told(word: str) -> int:
        asked[word] += 1
        return len(word)

    seen = signs.Remembered[str, int](told)
    assert [seen["a"], seen["a"], seen["b" * 100], seen["b" * 100]] == [1, 1, 100, 100]
    assert asked == {"a": 1, "b" * 100: 2}, "a long word is no word and is not kept"
    for n in range(signs.MOST + 10):
        assert seen[str(n)] == len(str(n))
    assert len(seen) <= signs.MOST
