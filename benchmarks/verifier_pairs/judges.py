"""The two that are compared, asked alike: an answer and a reference in, one of three words out."""

from collections.abc import Callable

Judge = Callable[[str, str], str]
"""Says `correct`, `wrong` or `undecided` of an answer and a reference."""

FORMULA = ("$", "\\boxed", "\\(", "\\[")


def ours() -> Judge:
    """Thoughtmill's math verifier, its worker warm."""
    from thoughtmill.verifiers import VERIFIERS

    check = VERIFIERS["math"].check
    check(r"\sin^2 x", r"1-\cos^2 x")
    return lambda answer, reference: check(answer, reference).outcome.value


def theirs() -> Judge:
    """math-verify as its README asks for LaTeX and plain expressions; works only in the main thread.

    It reads LaTeX only between delimiters: a bare answer without any gets dollars, and no final stop or bold marks
    between them. Of five ways of asking this one served it best. Options have an extraction of their own, which takes
    other texts for letters: it is asked for only where the reference is an option.
    """
    import logging

    from math_verify import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig, parse, verify

    logging.getLogger("math_verify").setLevel(logging.CRITICAL)
    usual = (LatexExtractionConfig(), ExprExtractionConfig())
    options = (StringExtractionConfig(strings=("A", "B", "C", "D", "E"), lowercase=False), *usual)

    def judge(answer: str, reference: str) -> str:
        bare = reference.replace("\\text{", "").replace("\\textbf{", "").strip("$(){} ")
        ways = options if bare in ("A", "B", "C", "D", "E") else usual
        gold = parse(delimited(reference), extraction_config=ways)
        found = parse(delimited(answer), extraction_config=ways)
        return "correct" if verify(gold, found) else "wrong"

    return judge


def delimited(text: str) -> str:
    """With dollars, unless it has delimiters or is prose."""
    prose = len(text) > 60 or "\n\n" in text or "<answer>" in text or "####" in text
    if prose or any(mark in text for mark in FORMULA):
        return text
    inside = text.strip().rstrip(".。").strip("*")
    return f"${inside}$"


JUDGES = {"ours": ours, "math-verify": theirs}
