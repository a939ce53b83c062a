"""How far a base can look, against how long its samples may be."""

from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Student


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
    return config


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
