"""Which tasks of reasoning-gym 0.1.25 can be trusted, and how each answer of them is scored.

All 106 were walked: with their own answers, wrong, empty and garbled ones, near misses, and by reading their scorers.
What a scorer of theirs would take in passing ("maybe 5", "5 or 7") is kept from it by a form that the answer must
have. A scorer that evaluates the answer as Python is never called: the answer is compared here, or the task left out.
"""

import re

_WORDS = """
    ab acre advanced_geometry aiw arc_1d arc_agi base_conversion basic_arithmetic bf binary_alternation
    binary_matrix bitwise_arithmetic caesar_cipher calendar_arithmetic chain_sum circuit_logic
    color_cube_rotation complex_arithmetic count_bits count_primes countdown course_schedule cryptarithm
    decimal_arithmetic decimal_chain_sum dice emoji_mystery family_relationships figlet_font
    fraction_simplification futoshiki game_of_life gcd group_anagrams gsm_symbolic isomorphic_strings jugs
    kakurasu knight_swap knights_knaves largest_island lcm leg_counting letter_counting letter_jumble
    list_functions mahjong_puzzle manipulate_matrix maze mini_sudoku modulo_grid n_queens needle_haystack
    number_filtering number_sequence palindrome_generation palindrome_partitioning path_star
    polynomial_equations power_function prime_factorization products puzzle24 quantum_lock ransom_note rearc
    rectangle_count rotate_matrix rotten_oranges self_reference sentence_reordering shortest_path
    simple_equations simple_geometry sokoban spell_backward spiral_matrix string_insertion string_manipulation
    string_splitting string_synthesis sudoku survo syllogism time_intervals tower_of_hanoi tsumego word_ladder
    word_sequence_reversal word_sorting zebra_puzzles
"""
USABLE = frozenset(_WORDS.split())
"""Tasks whose right answers are accepted and whose wrong ones are not."""

ADDED = frozenset({"zebra_grid"})
"""Tasks of ours that reasoning-gym has not: all cells of a ZebraLogic puzzle."""

LEFT_OUT = {
    "boxnet": "has no answer of its own to try its scorer with",
    "codeio": "runs code of its own collection while its questions are made",
    "coin_flip": "accepts 0 for any probability",
    "composite": "mixes other tasks",
    "game_of_life_halting": "accepts any text where the answer is True",
    "graph_color": "has no answer of its own to try its scorer with",
    "intermediate_integration": "evaluates the answer as Python",
    "number_format": "accepts a number that is off by a hundredth",
    "number_sorting": "accepts numbers that are off by 1",
    "polynomial_multiplication": "evaluates the answer as Python",
    "pool_matrix": "accepts elements that are off by a hundredth",
    "propositional_logic": "has no answer of its own to try its scorer with",
    "rubiks_cube": "has no answer of its own to try its scorer with",
    "rush_hour": "has no answer of its own to try its scorer with",
    "simple_integration": "evaluates the answer as Python",
}
"""Tasks that are no source, and why."""

EXACT = frozenset(
    {
        "arc_agi",
        "binary_matrix",
        "letter_jumble",
        "rearc",
        "spiral_matrix",
        "string_insertion",
        "time_intervals",
        "word_sorting",
    }
)
"""One answer, compared as text with white space collapsed: their scorers evaluate the answer, or take more than it."""

NUMBER = frozenset({"decimal_arithmetic", "gsm_symbolic"})
"""One number, compared by value: their scorers take neighbours, or a number inside any text."""

ONE_OF = frozenset({"n_queens"})
"""One of the valid answers that the question brings along."""

OWN = frozenset({"countdown", "puzzle24", "knights_knaves"})
"""Scored here, without the package: an expression with the numbers given, each once, that has the target's value,
calculated in fractions; who is a knight and who is a knave."""

_UNSIGNED = r"(?:\d+(?:\.\d+)?|\.\d+)"
_NUMBER = f"-?{_UNSIGNED}"
_GRID = r"\d+(?: \d+)*(?:\n\d+(?: \d+)*)*"
FORMS = {
    task: re.compile(form, re.IGNORECASE)
    for task, form in {
        "advanced_geometry": rf"\({_NUMBER}, ?{_NUMBER}\)|{_NUMBER} ?°?",
        "complex_arithmetic": rf"{_NUMBER}(?: ?[+-] ?{_UNSIGNED}i)?|{_NUMBER}i",
        "fraction_simplification": r"\$?\s*(?:\\[dt]?frac\{-?\d+\}\{-?\d+\}|-?\d+ ?/ ?\d+)\s*\$?",
        "kakurasu": r"[01](?: [01])*(?:\n[01](?: [01])*)*",
        "knights_knaves": r"\w+ is an? \w+(?:(?:,? and |, )\w+ is an? \w+)*\.?",
        "polynomial_equations": rf"{_NUMBER}(?:, ?{_NUMBER})*",
        "power_function": rf"{_NUMBER}(?:e[+-]?\d+)?",
        "quantum_lock": r"[A-C](?: ?(?:→|->) ?[A-C])*",
        "sokoban": r"[LRUD]+",
        "survo": _GRID,
        "tower_of_hanoi": r"Move disk \d+ from Peg \d+ to Peg \d+(?:\nMove disk \d+ from Peg \d+ to Peg \d+)*",
    }.items()
}
"""What the whole answer must look like before the task's own scorer is asked."""
