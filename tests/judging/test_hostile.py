"""No text stops the cascade, whatever the template and the verifier: real references, texts as hostile as can be."""

import pyarrow as pa
import pytest

from tests.judging.test_cascade import question, trace
from thoughtmill.campaign import Policy
from thoughtmill.filters import Reason
from thoughtmill.judging.cascade import judge
from thoughtmill.store.schemas import QUESTIONS, TRACES
from thoughtmill.template import TEMPLATES
from thoughtmill.verifiers import VERIFIERS

LONG, DEEP = 300_000, 20_000
HOSTILE = {
    "nothing but NUL": "\x00" * 50,
    "NUL in a number": "4\x002",
    "5 MB of one letter": "a" * 5_000_000,
    "one digit": "7" * LONG,
    "white space": " " * LONG + "7",
    "line ends": "\n" * LONG + "7",
    "one Chinese letter": "的" * LONG,
    "deep LaTeX": r"\frac{" * DEEP + "1" + "}{2}" * DEEP,
    "deep roots in a box": r"\boxed{" + r"\sqrt{" * DEEP + "2" + "}" * (DEEP + 1),
    "open braces": r"\boxed{" + "{" * DEEP,
    "deep brackets": "(" * DEEP + "1" + ")" * DEEP,
    "deep JSON": "[" * DEEP + "]" * DEEP,
    "deep objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "deep code": "```python\nx = " + "(" * DEEP + ")" * DEEP + "\n```",
    "signs in a row": "-" * DEEP + "1",
    "powers of powers": "9" + "^9" * 500,
    "an endless number": "1e" + "9" * 5_000,
    "fences": "```\n" * DEEP,
    "boxes": r"\boxed{1}" * DEEP,
    "commas": "1," * DEEP,
    "equations": "x=1=" * DEEP + "1",
    "marks on one letter": "e" + "\u0301" * DEEP,
    "both directions": "\u202e7\u202c\u2066" * 100,
    "zero width": "\u200b\u200d\ufeff" * 100 + "7",
    "private and not assigned": "\ue000\U0010ffff\ufffe\ufdd0" * 50,
    "line ends of all kinds": "7\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
    "half tags": "<think" * DEEP,
    "closing tags": "</think>" * DEEP,
    "digits of other scripts": "٤٢ ४२ ④② ²³ Ⅻ 〇 𝟜𝟚",
    "escapes": "\\" * DEEP,
    "a zero below": r"\boxed{\frac{1}{0}}",
    "percent signs": "%s%n%d{0}{}" * 100,
}
NEEDS = {"code": "bwrap", "logic": "logic"}
FORMS = {
    "think-answer": "<think>{}</think><answer>{}</answer>",
    "think-answer-opened": "{}</think><answer>{}</answer>",
    "r1": "{}</think>{}",
    "direct": "{0}{1}",
}
VERIFIED = [
    None,
    *(pytest.param(name, marks=pytest.mark.needs(NEEDS[name])) if name in NEEDS else name for name in VERIFIERS),
]


@pytest.mark.slow
@pytest.mark.parametrize("verifier", VERIFIED)
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_text_stops_the_cascade(template: str, verifier: str | None) -> None:
    form = FORMS[template]
    reference = VERIFIERS[verifier].example.reference if verifier else None
    thought = "Three and four are seven, so that is what we write."
    texts = [form.format(*parts) for bad in HOSTILE.values() for parts in ((thought, bad), (bad, "7"))]
    texts += list(HOSTILE.values())
    rows = [trace(text, index=i) | ({"reasoning": text} if i % 7 == 3 else {}) for i, text in enumerate(texts)]
    traces = pa.Table.from_pylist(rows, schema=TRACES)
    asked = pa.Table.from_pylist([question(verifier, reference)], schema=QUESTIONS)
    policy = Policy(max_think_chars=10**8, max_answer_chars=10**8)
    found = judge(asked, traces, template, policy)
    assert found.num_rows == len(texts)
    assert set(found["reason"].to_pylist()) <= {None, *Reason} - {Reason.CHECKER_BROKEN}
    reached = len(texts) - found["outcome"].null_count
    assert reached > 5 if verifier else not reached
