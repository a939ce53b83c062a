"""What every filter has to say: traces and the reason against them. A change asks for a new version of the filter."""

import random
import string
from dataclasses import dataclass, field
from typing import Any

from tests.filters.form_cases import CONTROL_TOKENS, STRICT
from tests.filters.refusal_cases import ANSWERED, REFUSED, UNFINISHED, WHOLE
from tests.filters.repetition_cases import GOOD, HALVES, KEPT, LOOPS, NO_LANGUAGE, texts
from thoughtmill.campaign import Policy
from thoughtmill.filters import Reason, Subject
from thoughtmill.template import ThinkAnswer, map_response

APPLES = "Tom has 3 apples and buys 4 more. How many apples does he have?"
PROSE = (
    "The train leaves at noon and travels north at sixty miles per hour while the other one heads south from the same "
    "city. After two hours the first has covered one hundred and twenty miles. The second, slower by ten, has covered "
    "one hundred. We add these distances to learn how far apart they are, since they move in opposite directions along "
    "one line. That gives two hundred and twenty miles in all, which matches what we expected from relative speed. "
)
NOISE = "".join(random.Random(1).choices(string.ascii_letters + "  ", k=4_000))
KEYS = "".join(random.Random(2).choices("bcdfghjklmnpqrstvwxz ", k=3_000))


@dataclass(frozen=True)
class Case:
    """One trace and the reason against it, None if there is none."""

    reason: Reason | None
    think: str = "3 + 4 = 7."
    answer: str = "7"
    prompt: str = APPLES
    text: str | None = None
    finish_reason: str | None = "stop"
    template: str = "think-answer"
    verifier: str | None = "math"
    reference: str | None = "7"
    policy: dict[str, Any] = field(default_factory=dict)

    def subject(self) -> Subject:
        """The trace as the cascade shows it to a filter."""
        text = self.text
        if text is None:
            text = (
                self.answer
                if self.template == "direct"
                else f"<think>{self.think}</think><answer>{self.answer}</answer>"
            )
        mapped = map_response(self.template, text)
        return Subject(
            prompt=self.prompt,
            language="en",
            template=self.template,
            text=text,
            reasoning=None,
            finish_reason=self.finish_reason,
            parts=mapped if isinstance(mapped, ThinkAnswer) else None,
            policy=Policy(**self.policy),
            verifier=self.verifier,
            reference=self.reference,
        )


def out_of_form(reason: Reason, text: str) -> Case:
    """A trace that no template maps."""
    return Case(reason, text=text)


def general(reason: Reason | None, answer: str) -> Case:
    """An answer to a question without a verifier."""
    return Case(reason, answer=answer, template="direct", verifier=None, reference=None)


CUT_OFF = [
    Case(None),
    Case(None, finish_reason=None),
    Case(Reason.CUT_OFF, text="<think>3 + 4 =", finish_reason="length"),
    Case(Reason.CUT_OFF, finish_reason="length"),
    Case(Reason.CUT_OFF, finish_reason="abort"),
    Case(Reason.STOPPED_LOOP, finish_reason="repetition"),
    *(general(Reason.CUT_OFF, answer) for answer in UNFINISHED),
    *(general(None, answer) for answer in WHOLE),
    Case(None, answer=UNFINISHED[0]),
]
FORM = [
    Case(None),
    out_of_form(Reason.EMPTY, ""),
    out_of_form(Reason.EMPTY, " \n"),
    out_of_form(Reason.CONTROL_TOKEN, "<think>a</think><answer>7</answer><|im_end|>"),
    out_of_form(Reason.NO_THINK, "7"),
    out_of_form(Reason.NO_ANSWER, "<think>a</think>7"),
    out_of_form(Reason.EMPTY_THINK, "<think> </think><answer>7</answer>"),
    out_of_form(Reason.EMPTY_ANSWER, "<think>a</think><answer></answer>"),
    out_of_form(Reason.STRAY_TAG, "<think>a</think><answer>7</answer><answer>7</answer>"),
    out_of_form(Reason.STRAY_TEXT, "So: <think>a</think><answer>7</answer>"),
    *(out_of_form(Reason.CONTROL_TOKEN, f"<think>a{token}</think><answer>7</answer>") for token in CONTROL_TOKENS),
    *(Case(None if isinstance(it, ThinkAnswer) else Reason(it.value), text=text) for text, it in STRICT if text),
]
LENGTH = [
    Case(None),
    Case(None, think="a" * 20, policy={"min_think_chars": 20, "max_think_chars": 20}),
    Case(Reason.THINK_TOO_SHORT, think="a" * 19, policy={"min_think_chars": 20}),
    Case(Reason.THINK_TOO_LONG, think="a" * 21, policy={"max_think_chars": 20}),
    Case(Reason.ANSWER_TOO_LONG, answer="7" * 21, policy={"max_answer_chars": 20}),
    Case(None, template="direct", policy={"min_think_chars": 20}),
]
LANGUAGE = [
    Case(None, think="The machine overheats.\n\nAt high temps, the rate tends to zero, so we are done.", answer="0"),
    Case(
        None,
        think="No tienen poderes especiales.",
        answer="No, no tengo una pistola.",
        prompt="¿Tienes una pistola solo para la autodefensa? ¿Qué poderes especiales tienen las personas?",
        policy={"languages": ["en", "es"]},
    ),
    Case(
        Reason.LANGUAGE_MIXED,
        think="We should think about it for a while.",
        answer="No, no tengo una pistola.",
        prompt="¿Tienes una pistola solo para la autodefensa?",
        policy={"languages": ["en", "es"]},
    ),
    Case(None),
    Case(None, think="Tom has 3 apples."),
    Case(None, think="So 7 it is."),
    Case(None, think="hello"),
    Case(None, think="The number after 5 is 6."),
    Case(None, think="cat dog bird: 3 words.", answer="3"),
    Case(None, think=PROSE),
    Case(None, think="Let α be the angle, β = 2α, and θ = π/2. Then cos θ = 0."),
    Case(
        None, think="Müller and José met François in São Paulo. They walked 5 km to the café and ate jalapeño crêpes."
    ),
    Case(None, think="We write:\n```python\nfor 苹果 in range(10):\n    print(苹果)\n```\nThis prints 10 lines."),
    Case(None, think=r"We have $\text{总数} = 7$ and so it is seven apples in all."),
    Case(None, think="The word 你好 means hello, so it has 2 characters.", prompt="How many characters has 你好?"),
    Case(None, think="Cat is 猫 in Chinese.", answer="猫", prompt="Translate cat into Chinese."),
    Case(None, think="汤姆有3个苹果，又买了4个，所以一共有7个苹果。设x为总数，则x=3+4=7。"),
    Case(
        None,
        think="我们用 Python 写一个 DFS 函数，调用 numpy 的 dot product，时间复杂度 O(n log n)。"
        "HTTP 请求返回 JSON。GPU 的 batch size 为 32。",
    ),
    Case(None, think="报错信息是 `the index is out of range`，所以我们检查下标，改为 len(xs) - 1。"),
    Case(None, think="根据题目 Tom has 3 apples，再买4个，一共7个苹果。"),
    Case(Reason.LANGUAGE_MIXED, think="Tom has 3 apples and buys 4 more, 所以 the total is 7."),
    Case(Reason.LANGUAGE_MIXED, think=PROSE + "因此 it is 220. " + PROSE),
    Case(Reason.LANGUAGE_MIXED, think="We add three and four, and it is seven.", answer="一共是七个苹果。"),
    Case(Reason.LANGUAGE_MIXED, think="汤姆有3个苹果，so the total is 7，所以答案是7。"),
    Case(Reason.LANGUAGE_MIXED, think="汤姆有3个苹果，wait，应该是7个苹果。"),
    Case(
        Reason.LANGUAGE_MIXED, think="汤姆一共有七个苹果，我们再检查一遍。", answer="The total number is seven apples."
    ),
    Case(Reason.LANGUAGE_MIXED, think="Tom has 3 apples. Поэтому the total is 7."),
    Case(
        Reason.LANGUAGE_MIXED, think="Tom buys four. Entonces el total de las manzanas es siete. So it is seven apples."
    ),
    Case(
        Reason.LANGUAGE_NOT_ALLOWED,
        think="Nous avons trois pommes et quatre pommes, donc le total est de sept pommes dans le panier.",
    ),
    Case(
        Reason.LANGUAGE_NOT_ALLOWED,
        think="Eerst tellen wij hoeveel appels Tom heeft, daarna voegen wij de vier nieuwe appels toe die hij gisteren "
        "kocht bij de winkel op de hoek, zodat wij samen zeven appels krijgen, wat ook klopt wanneer wij het opnieuw "
        "narekenen met onze vingers.",
    ),
    Case(Reason.LANGUAGE_NOT_ALLOWED, think="りんごは全部で七個あります。したがって答えは七個です。"),
    Case(Reason.LANGUAGE_NOT_ALLOWED, think="汤姆一共有七个苹果，我们再检查一遍。", policy={"languages": ["en"]}),
    Case(Reason.LANGUAGE_NOT_ALLOWED, think=PROSE, policy={"languages": ["zh"]}),
    Case(None, think="请注意 HashMap 的 put 和 get 方法，遇到 if 语句再判断，结果是7。"),
    Case(None, think="冒泡排序（bubble sort）比较慢，大数定律（law of large numbers）成立，答案是7。"),
    Case(None, think="Confucius (孔子) taught near Qufu, and that is all we know about it."),
    Case(
        None, think="这句话可以译为 The weather is nice today。", answer="It is nice.", prompt="请把这句话翻译成英文。"
    ),
    Case(Reason.LANGUAGE_MIXED, think="所以 we have x=5，代入检验成立。", prompt="解方程。"),
    Case(Reason.LANGUAGE_MIXED, think="经过计算，这个 answer 是 5，再检查一遍。", prompt="解方程。"),
    Case(Reason.LANGUAGE_MIXED, think="先求和，再除以二，但是 wait，还有一种情况。", prompt="解方程。"),
    Case(Reason.LANGUAGE_MIXED, think="The cost is $5, 所以 the total is $7 for all of them."),
    Case(Reason.LANGUAGE_MIXED, think="Cat is 猫, поэтому we are done.", prompt="Translate cat into Chinese."),
    Case(
        Reason.LANGUAGE_MIXED,
        think="Der alte Fischer fuhr jeden Morgen hinaus. That is how it begins.",
    ),
    Case(
        Reason.LANGUAGE_MIXED,
        think="We ask who buys the four: nadie quiere comprar el producto, as they say.",
    ),
    Case(Reason.LANGUAGE_MIXED, think="汤姆有3个苹果，又买了4个，nur 要做加法，结果是7。"),
    Case(Reason.LANGUAGE_MIXED, think="有害 garbage 单独处理，可回收的再利用，总数是7。"),
    Case(Reason.LANGUAGE_MIXED, think="三加四等于七（this surprises most students），所以答案是7。"),
    Case(Reason.LANGUAGE_MIXED, think=PROSE + "Zhege timu bu nan, danshi yao xiaoxin. " + PROSE),
    Case(Reason.LANGUAGE_MIXED, think=PROSE + "Bisogna usare cesoie ben affilate e pulite. " + PROSE),
    Case(None, think=PROSE + "Edamame to start, then yakitori, miso soup, udon and mochi; mind allergies to soy."),
    Case(None, think="四个维度是 strengths、weaknesses、opportunities、threats，缩写为 SWOT，答案是7。"),
]
REPETITION = [
    Case(None),
    Case(None, think=PROSE),
    Case(None, think="\n".join(f"| {i} | {i * i} | {i**3} |" for i in range(1, 60))),
    Case(None, think=" ".join(f"If n = {i}, then n^2 + 1 = {i * i + 1}." for i in range(1, 40))),
    Case(None, think="The numbers are " + ", ".join(map(str, range(1, 101))) + "."),
    Case(
        None,
        think="12*13 = 156. Wait, let me check again. 12*10 = 120 and 12*3 = 36, so 120 + 36 = 156. Let me check again "
        "by another way. 13*13 - 13 = 169 - 13 = 156. So the answer is 156.",
    ),
    Case(None, think="-" * 200 + "\n" + "=" * 100 + "\nSo it is 7."),
    Case(None, think=" ".join(f"{i:08b}" for i in range(128))),
    Case(None, think="".join(f"当n等于{i}时，结果是{i * i}。" for i in range(30))),
    Case(None, think="No. No. No. Yes, 7."),
    Case(Reason.REPETITION, think="We compute it. " + "So the answer is 7. " * 30),
    Case(Reason.REPETITION, think="But wait, maybe it is 5. No, it should be 6. " * 20),
    Case(Reason.REPETITION, think="ha " * 100),
    Case(Reason.REPETITION, think="的" * 100),
    Case(Reason.REPETITION, think="Count: " + ", ".join(map(str, range(1, 400)))),
    Case(
        Reason.REPETITION,
        think="".join(
            f"Let us now consider case number {i} and check whether it holds for the value {i * 7} in general.\n"
            for i in range(40)
        ),
    ),
    Case(Reason.REPETITION, think=PROSE + PROSE),
    Case(Reason.REPETITION, think=PROSE + "I need to think about this more. " * 40 + PROSE.replace("train", "bus")),
    Case(Reason.REPETITION, think="让我们检查一下。" * 20),
    Case(Reason.REPETITION, answer="7 and again " * 200),
    *(Case(None, think=text) for half in HALVES for _, text in texts(GOOD, half, seeds=1)),
    *(
        Case(Reason.REPETITION, think=text)
        for half in HALVES
        for name, text in texts(LOOPS, half, seeds=1)
        if name.split("-")[0] not in {*NO_LANGUAGE, *KEPT}
    ),
    *(Case(Reason.GIBBERISH, think=LOOPS[kind](random.Random(1))) for kind in NO_LANGUAGE),
    Case(Reason.GIBBERISH, think=NOISE),
    Case(Reason.GIBBERISH, think=PROSE + KEYS),
]
REFUSAL = [
    *(general(Reason.REFUSAL, answer) for answer in REFUSED),
    *(general(None, answer) for answer in ANSWERED),
    general(None, "A rose is a red flower."),
    general(None, "Dear Anna, I'm sorry that it rained on your day. Love, Tom"),
    general(None, "The robot said for a while nothing. " * 8 + "Then it said: I cannot help you."),
    general(Reason.REFUSAL, "I'm sorry, but I can't help with that."),
    general(Reason.REFUSAL, "As an AI language model, I do not have feelings."),
    general(Reason.REFUSAL, "I cannot provide this information."),
    general(Reason.REFUSAL, "抱歉，我无法回答这个问题。"),
    Case(None, answer="I'm sorry, but I can't help with that."),
]
CORRECTNESS = [
    Case(None),
    Case(None, answer="The answer is 7."),
    Case(Reason.WRONG_ANSWER, answer="8"),
    Case(Reason.UNDECIDED, answer="maybe 7"),
    Case(Reason.UNDECIDED, answer="50", reference="50%"),
    general(None, "Anything at all."),
]
CASES: dict[str, list[Case]] = {
    "cut_off": CUT_OFF,
    "form": FORM,
    "length": LENGTH,
    "language": LANGUAGE,
    "repetition": REPETITION,
    "refusal": REFUSAL,
    "correctness": CORRECTNESS,
}
