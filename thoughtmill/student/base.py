"""The model that a student starts from, as an engine serves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thoughtmill.campaign import Campaign, Student
from thoughtmill.store.store import Commit
from thoughtmill.teacher import ServeValue


@dataclass(frozen=True, slots=True)
class Base:
    """model: its name. weights: a folder, or the name on a hub. serve: the option that serves its revision."""

    model: str
    weights: str
    serve: Mapping[str, ServeValue]


def recipe_base(campaign: Campaign, recipe: Student) -> Base:
    """The base of a campaign's recipe, its folder as a path of this machine."""
    if recipe.weights:
        return Base(recipe.base, str(campaign.path(recipe.weights)), {})
    return Base(recipe.base, recipe.base, {"revision": recipe.revision} if recipe.revision else {})


def base_of(campaign: Campaign, student: Commit) -> Base:
    """The base of a committed student: the campaign's, or what its record names if that is another one."""
    base = str(student.facts["base"])
    if campaign.student and campaign.student.base == base:
        return recipe_base(campaign, campaign.student)
    recipe: Mapping[str, Any] = student.facts.get("recipe") or {}
    return Base(base, base, {"revision": recipe["revision"]} if recipe.get("revision") else {})
