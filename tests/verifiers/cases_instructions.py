"""What the verifier of instructions has to say: for each an answer that follows it, and one that does not."""

import json
from typing import Any

from thoughtmill.verifiers import Outcome

PAIRS: list[tuple[str, dict[str, Any], str, str]] = [
    ("keywords:existence", {"keywords": ["rain", "sun"]}, "Sun after RAIN.", "Sun after snow."),
    ("keywords:frequency", {"keyword": "so", "frequency": 2, "relation": "at least"}, "So, so.", "So."),
    ("keywords:forbidden_words", {"forbidden_words": ["art"]}, "It starts.", "It is Art."),
    ("keywords:letter_frequency", {"letter": "q", "let_frequency": 2, "let_relation": "less than"}, "Quick.", "Quick q."),
    ("language:response_language", {"language": "de"}, "Das ist ein ganz gewöhnlicher deutscher Satz.", "An English sentence it is."),
    ("length_constraints:number_sentences", {"num_sentences": 2, "relation": "at least"}, "One. Two!", "Dr. One is e.g. here."),
    ("length_constraints:number_words", {"num_words": 3, "relation": "less than"}, "Two words.", "Three whole words."),
    ("length_constraints:number_paragraphs", {"num_paragraphs": 2}, "One\n\n***\n\nTwo", "One\n\n***\n\n***\n\nTwo"),
    ("length_constraints:nth_paragraph_first_word", {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "so"}, "A.\n\n\"So, b.", "So.\n\nB."),
    ("detectable_content:number_placeholders", {"num_placeholders": 2}, "[name], [age]", "[name]"),
    ("detectable_content:postscript", {"postscript_marker": "P.S."}, "Bye.\nP. S. more", "Bye. PS: more"),
    ("detectable_format:number_bullet_lists", {"num_bullets": 2}, "* a\n- b", "**a**\n- b"),
    ("detectable_format:constrained_response", {}, "My answer is no.", "My answer is: no."),
    ("detectable_format:number_highlighted_sections", {"num_highlights": 2}, "*a* and **b**", "*a* and **"),
    ("detectable_format:multiple_sections", {"section_spliter": "Section", "num_sections": 2}, "Section 1\na\nSection 2\nb", "Section 1\na\nSection b"),
    ("detectable_format:json_format", {}, "```json\n{\"a\": [1]}\n```", "Here it is: {\"a\": 1}"),
    ("detectable_format:title", {}, "<<A title>>\ntext", "<< >>\ntext"),
    ("combination:two_responses", {}, "One.\n******\nTwo.", "One.\n******\nOne."),
    ("combination:repeat_prompt", {"prompt_to_repeat": "Say it."}, "Say it.\nI do.", "I do. Say it."),
    ("startend:end_checker", {"end_phrase": "The end."}, "It was. the end.", "The end. It was."),
    ("startend:quotation", {}, "\"All of it.\"", "\"All\" of it."),
    ("change_case:capital_word_frequency", {"capital_frequency": 2, "capital_relation": "at least"}, "I AM here.", "I am here."),
    ("change_case:english_capital", {}, "THIS IS ALL WRITTEN IN CAPITAL LETTERS.", "This is not."),
    ("change_case:english_lowercase", {}, "this is all written in small letters.", "This is not."),
    ("punctuation:no_comma", {}, "One and two.", "One, two."),
    ("punctuation:punctuation_dot", {}, "One", "One."),
    ("punctuation:punctuation_exclamation", {}, "One.", "One!"),
    ("letters:letter_counting", {"N": 3, "relation": "at least"}, "a b c", "a b 3"),
    ("count:lowercase_counting", {"N": 1}, "ONE two", "one two"),
    ("count:keywords_multiple", {"keyword1": "a", "keyword2": "b", "keyword3": None}, "a b b", "a b"),
    ("last_word:last_word_answer", {"last_word": "end"}, "At the end.", "The end is here."),
    ("first_word:first_word_answer", {"first_word": "so"}, "So it is.", "It is so."),
    ("first_word:first_word_sent", {"first_word": "so"}, "So it is. So be it.", "So it is. Be it so."),
    ("paragraphs:paragraphs", {}, "One\n***\nTwo", "One\n\nTwo"),
]  # fmt: skip


def asked(*instructions: tuple[str, dict[str, Any]]) -> str:
    """A reference."""
    names, kwargs = zip(*instructions, strict=True)
    return json.dumps({"instruction_id_list": names, "kwargs": kwargs})


LONG = [
    "[" * 200_000,
    "!" * 199_999 + "a",
    "! " * 100_000,
    "a. " * 66_666,
    "\n" * 199_999 + "a",
    " " * 199_999 + "a",
    "<<a" * 66_666,
    "```" + "\n" * 199_996 + "a",
    "*" * 200_000,
    "**a\n" * 50_000,
    "p. " * 66_666,
]
"""Answers that a rule must not read again from each of their places."""

FOLLOWED = [
    row
    for name, kwargs, right, wrong in PAIRS
    for row in ((right, asked((name, kwargs)), Outcome.CORRECT), (wrong, asked((name, kwargs)), Outcome.WRONG))
]
INSTRUCTIONS = [
    *FOLLOWED,
    ("One and two.", asked(("punctuation:no_comma", {}), ("punctuation:punctuation_dot", {})), Outcome.WRONG),
    ("", asked(("punctuation:no_comma", {})), Outcome.WRONG),
    ("One.", asked(("detectable_format:haiku", {})), Outcome.UNDECIDED),
    ("One.", asked(("length_constraints:number_words", {"num_words": 3, "relation": "nearly"})), Outcome.UNDECIDED),
    ("One.", asked(("length_constraints:number_words", {"words": 3})), Outcome.UNDECIDED),
]
