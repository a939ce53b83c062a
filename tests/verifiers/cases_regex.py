"""Answers that match a pattern as a whole, or don't: (answer, pattern, outcome)."""

from thoughtmill.verifiers import Outcome

CORRECT, WRONG, UNDECIDED = Outcome.CORRECT, Outcome.WRONG, Outcome.UNDECIDED
CODE = r"[A-Z]{2}-\d{4}"
REGEX = [
    ("AB-1234", CODE, CORRECT),
    (" AB-1234\n", CODE, CORRECT),
    ("**AB-1234**", CODE, CORRECT),
    ("```\nAB-1234\n```", CODE, CORRECT),
    (r"\boxed{\text{AB-1234}}", CODE, CORRECT),
    (r"\boxed{\text{foo\_bar}}", "[a-z_]+", CORRECT),
    ("<think>AB-1234", CODE, WRONG),
    ("The answer is AB-1234.", CODE, CORRECT),
    ("<think>AB-1</think><answer>AB-1234</answer>", CODE, CORRECT),
    ("ab-1234", CODE, WRONG),
    ("ab-1234", f"(?i){CODE}", CORRECT),
    ("AB-12345", CODE, WRONG),
    ("AB-1234 AB-1234", CODE, WRONG),
    ("It is AB-1234, I think.", CODE, WRONG),
    ("AB-１２３４", CODE, UNDECIDED),
    ("AB-１２３４", f"(?a){CODE}", WRONG),
    ("AB-１２３４", f"(?u){CODE}", CORRECT),
    ("", CODE, UNDECIDED),
    ("line\nline", r"line$", WRONG),
    ("line\nline", r"(?s)l.*e", CORRECT),
    ("Pass1word", r"(?=.*\d)(?=.*[A-Z])\w{8,}", CORRECT),
    ("abab", r"(ab)\1", CORRECT),
    ("yes", "yes|no", CORRECT),
    ("yes or no", "yes|no", WRONG),
    ("a" * 40 + "!", "(a+)+b", UNDECIDED),
    ("a", "(", UNDECIDED),
]
REFUSED = [
    ("", "no pattern"),
    ("(", "can't be compiled"),
    ("[z-a]", "can't be compiled"),
    (r"(?<=a+)b", "can't be compiled"),
    (r"\p{L}+", "can't be compiled"),
    ("(" * 2_000 + "a" + ")" * 2_000, ""),
    ("a" * 6_000, "no pattern"),
    (".*", "empty answer"),
    (r"(?:(?:(?:[^x]*)*)*)*x", "exceeds"),
]
"""Patterns that can't be used, and a piece of what is said of them."""
