"""What the pages say of endpoints is a campaign, and what is said of a server's options is what it is started with."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.small_campaign import table
from thoughtmill.campaign import check
from thoughtmill.engine.vllm_server import command
from thoughtmill.errors import CampaignError

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").split("## Teachers behind a URL")[1]
SNIPPETS = re.findall(r"```toml\n(.*?)```", CHAPTER.split("\n## ")[0], re.DOTALL)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_each_endpoint_in_the_page_is_one_of_a_campaign(snippet: str, tmp_path: Path) -> None:
    found = table(tmp_path)
    found["teachers"]["thinker"] |= tomllib.loads(snippet)["teachers"]["thinker"]
    endpoint = check(found, tmp_path).teachers["thinker"].endpoint
    assert endpoint is not None
    assert all(url.startswith("http") for url in endpoint.urls)


def test_the_page_has_one_of_each_kind() -> None:
    assert len(SNIPPETS) == 3


def served(tmp_path: Path, serve: dict[str, Any]) -> list[str]:
    found = table(tmp_path)
    found["teachers"]["thinker"]["serve"] = serve
    return command(Path("/nowhere/bin/python"), "m", "w", check(found, tmp_path).teachers["thinker"].serve, 1)


def test_lists_tables_and_parallel_servers_are_said_to_vllm_as_it_wants_them(tmp_path: Path) -> None:
    words = served(
        tmp_path,
        {
            "served_extra": ["a", "b"],
            "compilation_config": {"mode": 3},
            "api_server_count": 4,
            "data_parallel_size": 16,
            "data_parallel_address": "10.0.0.1",
            "enable_expert_parallel": True,
        },
    )
    said = " ".join(words)
    assert "vllm.entrypoints.cli.main serve" in said
    assert "--served-extra a b" in said
    assert '--compilation-config {"mode": 3}' in said
    assert "--api-server-count 4 --data-parallel-size 16 --data-parallel-address 10.0.0.1" in said
    assert "--enable-expert-parallel" in said


@pytest.mark.parametrize(
    "serve",
    [
        {"allowed_origins": ["a", "--trust-remote-code"]},
        {"enforce_eager": "--trust-remote-code"},
        {"speculative_config": {"model": "m", "trust_remote_code": True}},
        {"additional_config": {"inner": {"worker-cls": "x"}}},
    ],
)
def test_no_value_of_an_option_brings_another_option_or_code(serve: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(CampaignError):
        served(tmp_path, serve)
