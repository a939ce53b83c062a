"""docs/campaign.md has every key of a campaign as the models have it."""

import re
from pathlib import Path

from pydantic import BaseModel

from thoughtmill import campaign, recipe, teacher
from thoughtmill.campaign import parse
from thoughtmill.reporting.campaign_reference import keys_by_table, with_reference
from thoughtmill.strict import Strict

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "campaign.md").read_text(encoding="utf-8")
TABLES: list[type[BaseModel]] = [
    found
    for found in (vars(campaign) | vars(teacher) | vars(recipe)).values()
    if isinstance(found, type) and issubclass(found, Strict) and found is not Strict
]


def test_the_page_is_what_the_models_say() -> None:
    assert with_reference(PAGE) == PAGE, "python -m thoughtmill.reporting.campaign_reference"


def test_every_key_of_every_table_is_there_once_and_says_what_it_means() -> None:
    told = {about: [key.path.rpartition(".")[2] for key in keys] for _, about, keys in keys_by_table()}
    assert len(told) == len(TABLES) > 10
    assert sorted(told.values()) == sorted(list(table.model_fields) for table in TABLES)
    assert not [key.path for _, _, keys in keys_by_table() for key in keys if not (key.meaning and key.type)]


def test_types_and_defaults_are_in_plain_words() -> None:
    found = {key.path: key for _, _, keys in keys_by_table() for key in keys}
    assert found["parts.NAME.quota"].type == "whole number ≥ 1"
    assert found["parts.NAME.quota"].default == "*required*"
    assert found["work.generate_on"].type == "one of here, gpu"
    assert found["teachers.NAME.stop"].type == "list of text"
    assert found["policy.max_think_chars"].default == "`120_000`"
    assert found["sources.NAME.columns"].default == '`{ prompt = "prompt" }`'
    assert (found["teachers.NAME.temperature"].effect, found["work.runs"].effect) == ("new teacher", "nothing")


def test_the_campaign_in_the_page_is_whole(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    found = parse(text, tmp_path)
    assert found.teacher_of("reasoning").template == "r1"
    assert found.store_url() == str(tmp_path.resolve() / "store")
