"""How far a base can look, against how long its samples may be."""

from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Student

NEIGHBOURLY = ("dynamic", "longrope")
"""Kinds of rope whose frequencies transformers takes from the greatest position of all that is computed at once."""


def source(recipe: Student) -> tuple[tuple[str], dict[str, Any]]:
    """What `from_pretrained` is given: the folder or name of the base, its revision on a hub; and no code is run."""
    revision = {"revision": recipe.revision} if recipe.revision and not recipe.weights else {}
    return (recipe.weights or recipe.base,), {**revision, "trust_remote_code": False}


def check(recipe: Student) -> Any:
    """The base's configuration with the recipe's positions and rope. Raises TrainingFailed where it looks too short."""
    from transformers import AutoConfig

    where, revision = source(recipe)
    config: Any = AutoConfig.from_pretrained(*where, **revision)
    if recipe.max_positions:
        config.max_position_embeddings = recipe.max_positions
    if recipe.rope_theta:
        _set_theta(config, recipe)
    room = getattr(config, "max_position_embeddings", None)
    if room is not None and room < recipe.max_length:
        raise TrainingFailed(
            f"a base with positions for student.max_length = {recipe.max_length:,} tokens",
            f"{recipe.base} with {room:,} (max_position_embeddings)",
            f"set student.max_length = {room} where no sample is longer; or student.max_positions = "
            f"{recipe.max_length} and a greater student.rope_theta than its {_theta(config)}: docs/training.md",
        )
    if recipe.packing:
        _refuse_turns_of_neighbours(config, recipe)
    return config


def _refuse_turns_of_neighbours(config: Any, recipe: Student) -> None:
    """Raises TrainingFailed where the longest sample of a row would change how positions of its others are turned.

    So it is where `longrope` and `dynamic` look beyond their first length, and processes that share a row would differ.
    """
    text = config.get_text_config()
    told = getattr(text, "rope_parameters", None) or {}
    for rope in (told, *(of_layers for of_layers in told.values() if isinstance(of_layers, dict))):
        kind = rope.get("rope_type")
        first = rope.get("original_max_position_embeddings") or getattr(text, "max_position_embeddings", None) or 0
        if kind in NEIGHBOURLY and recipe.max_length > first:
            raise TrainingFailed(
                f"positions that are the same whatever else lies in a row, up to max_length = {recipe.max_length:,}",
                f"{recipe.base} with {kind!r}, which are others beyond {first:,} tokens",
                f"set student.packing = false, or student.max_length = {first} where no sample is longer",
            )


def _theta(config: Any) -> Any:
    return (getattr(config, "rope_parameters", None) or {}).get("rope_theta", getattr(config, "rope_theta", None))


def _set_theta(config: Any, recipe: Student) -> None:
    found = getattr(config, "rope_parameters", None)
    if not found or "rope_theta" not in found:
        raise TrainingFailed(
            "a base whose rotary positions have one rope_theta",
            f"{recipe.base} with none",
            "leave student.rope_theta out",
        )
    config.rope_parameters = {**found, "rope_theta": float(recipe.rope_theta or 0)}
