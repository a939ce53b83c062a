"""How a student is asked by default: what an engine and transformers do with it where nobody says otherwise."""

from typing import Any

from thoughtmill.campaign import Student

LEAST_TEMPERATURE = 0.01
"""Stands for 0, the likeliest token: libraries refuse a generation config that samples at 0, and vLLM would take 1."""


def sampling(recipe: Student) -> dict[str, Any]:
    """The recommended sampling, as transformers and vLLM read it from generation_config.json.

    Without it an engine samples at temperature 1, where a small student leaves its form. No answer is longer than what
    the student was trained on.
    """
    return {
        "do_sample": True,
        "temperature": max(recipe.temperature or 0.0, LEAST_TEMPERATURE),
        "top_p": recipe.top_p,
        "top_k": 0,
        "max_new_tokens": recipe.max_length,
    }
