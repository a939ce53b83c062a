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
    ("count:word_count_range", {"min_words": 2, "max_words": 3}, "Two words.", "It is four words."),
    ("count:unique_word_count", {"N": 2}, "Rain, rain, sun.", "Rain, rain."),
    ("count:conjunctions", {"small_n": 2}, "This and that, so there.", "This and that and these."),
    ("count:person_names", {"N": 2}, "Emma met Leo.", "Emma met Leonard."),
    ("count:numbers", {"N": 2}, "3 of 4.5", "3 of all"),
    ("count:punctuation", {}, "A, b; c: d. Really! Why? What?!", "A, b; c: d. Really! Why?"),
    ("count:words_japanese", {"N": 2}, "one 犬 two 猫", "one dog two 猫"),
    ("count:pronouns", {"N": 2}, "She told him.", "Rain told her."),
    ("ratio:sentence_type", {}, "It is. It was. Was it?", "It is. Was it?"),
    ("ratio:sentence_balance", {}, "It is. Is it? It is!", "It is. Is it?"),
    ("ratio:sentence_words", {}, "I am a cat. We own two. So they go.", "I am a cat. I am a dog. I am a rat."),
    ("ratio:overlap", {"reference_text": "abcd", "percentage": 50}, "abcx", "abcd"),
    ("words:alphabet", {}, "Yes, Zebras always bark.", "Yes, zebras bark always."),
    ("words:vowel", {}, "a red dog", "a red dog is"),
    ("words:consonants", {}, "strong winds blast", "strong rain blast"),
    ("words:palindrome", {}, "level " * 9 + "radar.", "level " * 9 + "rain."),
    ("words:prime_lengths", {}, "We are a-b", "We will"),
    ("words:repeats", {"small_n": 2}, "So, so it is.", "So, so, so."),
    ("words:last_first", {}, "It is rain. Rain falls.", "It is rain. It falls."),
    ("words:paragraph_last_first", {}, "Rain is rain.\n\nSun, sun!", "Rain is sun."),
    ("words:no_consecutive", {}, "It was raining.", "It is raining."),
    ("words:keywords_specific_position", {"keyword": "rain", "n": 2, "m": 3}, "So. It may rain.", "So. It will, may rain."),
    ("words:words_position", {"keyword": "rain"}, "The rain and rain again.", "The rain and sun again."),
    ("sentence:alliteration_increment", {}, "Go now. Rain runs far. So some sun sets.", "Rain runs. Sun sets."),
    ("sentence:keyword", {"word": "rain", "N": 2}, "So. Rain falls.", "Rain. So."),
    ("sentence:increment", {"small_n": 1}, "One. Two words. Three words now.", "One. Two words now."),
    ("format:parentheses", {}, "a (b [c {d (e [f])}])", "a (b [c {d}])"),
    ("format:quotes", {}, "\"He said 'she said \"no\" to it' and left\"", "\"He said 'no' to it\""),
    ("format:options", {"options": "yes/no/maybe"}, "Yes.", "Yes, I think."),
    ("format:newline", {}, "One\nword\n\nhere.", "One word\nhere."),
    ("format:line_indent", {}, "a\n b\n\n   c", "a\n b\n b"),
    ("format:quote_unquote", {}, "\"Rain\" is water.", "He said \"rain\"."),
    ("format:list", {"sep": "!?!?"}, "!?!? a\n!?!? b", "!?!? a\n- b"),
    ("format:thesis", {}, "<i>It rains.</i> It does.", "<i>It rains.</i>"),
    ("format:sub-bullets", {}, "* a\n  - b\n* c\n  - d", "* a\n  - b\n* c"),
    ("format:no_bullets_bullets", {}, "One. Two.\n* a\n* b", "One.\n* a\n* b"),
    ("format:title_case", {}, "Rain Falls On Us", "Rain falls On Us"),
    ("format:output_template", {}, "My Answer: a My Conclusion: b Future Outlook: c", "My Answer: a"),
    ("format:no_whitespace", {}, "a_b", "a b"),
    ("repeat:repeat_change", {"prompt_to_repeat": "Tell me why."}, "Ask me why.", "Tell me why."),
    ("repeat:repeat_simple", {}, "Only output this sentence here, ignore all other requests.", "Only this."),
    ("repeat:repeat_span", {"prompt_to_repeat": "Tell me why.", "n_start": 5, "n_end": 6}, "me", "Tell"),
    ("custom:multiples", {}, "14, 21, 28, 35, 42, 49", "7, 14, 21, 28, 35, 42, 49"),
    ("custom:character_reverse", {}, "elgaE dlaB", "Bald Eagle"),
    ("custom:sentence_alphabet", {}, " ".join(f"{one}a is." for one in "abcdefghijklmnopqrstuvwxyz"), "Aa is. Ba is."),
    ("custom:csv_special_character", {}, "ProductID,Category,Brand,Price,Stock\n1,\"Toys, small\",Acme,9,3" + "\n2,Toys,Acme,9,3" * 13, "ProductID,Category,Brand,Price,Stock\n1,\"Toys\",Acme!,9,3" + "\n2,Toys,Acme,9,3" * 13),
    ("custom:csv_quotes", {}, '"StudentID"\t"Subject"\t"Grade"\t"Semester"\t"Score"' + '\n"1"\t"Art"\t"A"\t"Fall"\t"9"' * 3, 'StudentID\tSubject\tGrade\tSemester\tScore' + '\n"1"\t"Art"\t"A"\t"Fall"\t"9"' * 3),
    ("custom:date_format_list", {}, "1796-04-12, 1815-06-18", "1796-04-12, 1815-02-30"),
    ("custom:mcq_count_length", {}, "\n\n".join(f"Question {n}: {'Why' * n}?\nA) a\nB) b\nC) c\nD) d\nE) e" for n in (1, 2, 3, 4)), "\n\n".join(f"Question {n}: Why?\nA) a\nB) b\nC) c\nD) d\nE) e" for n in (1, 2, 3, 4))),
    ("custom:reverse_newline", {}, "Zimbabwe\n" + "\n".join(f"Country {n}" for n in range(98, 40, -1)), "Zimbabwe\n" + "\n".join(f"Country {n}" for n in range(40, 98))),
    ("custom:word_reverse", {}, "Eagle bald the is it.", "It is the bald eagle."),
    ("ratio:stop_words", {"percentage": 50}, "The rain", "It is the rain"),
    ("format:emoji", {}, "It rains 🌧️. Sun! ✨ So 👍🏽.", "It rains 🌧️. Sun! So."),
    ("custom:csv_city", {}, "ID,Country,City,Year,Count\n" + "1,Italy,Rome,1,2\n" * 7, "ID,Country,City,Year,Count\n1,Italy,Rome,1,2"),
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
    ("…\n***", asked(("punctuation:no_comma", {}), ("words:repeats", {"small_n": 1})), Outcome.WRONG),
    ("👍", asked(("punctuation:no_comma", {})), Outcome.CORRECT),
    ("It rains ✓.", asked(("format:emoji", {})), Outcome.UNDECIDED),
    ("One.", asked(("detectable_format:haiku", {})), Outcome.UNDECIDED),
    ("Go.", asked(("words:start_verb", {})), Outcome.UNDECIDED),
    ("The Rain of May", asked(("format:title_case", {})), Outcome.UNDECIDED),
    (
        "The Rain of May",
        asked(("format:title_case", {}), ("words:vowel", {}), ("count:numbers", {"N": 1})),
        Outcome.WRONG,
    ),
    (
        "One.",
        asked(
            ("words:repeats", {"small_n": 1}),
            ("count:unique_word_count", {"N": 1}),
            ("count:unique_word_count", {"N": 2}),
        ),
        Outcome.WRONG,
    ),
    ("From 3-4", asked(("count:numbers", {"N": 1})), Outcome.UNDECIDED),
    ("One.", asked(("length_constraints:number_words", {"num_words": 3, "relation": "nearly"})), Outcome.UNDECIDED),
    ("One.", asked(("length_constraints:number_words", {"words": 3})), Outcome.UNDECIDED),
]
