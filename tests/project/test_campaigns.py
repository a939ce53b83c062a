"""Every campaign in the repository loads as it is, without the files that its user brings."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from thoughtmill.campaign import load

CAMPAIGNS = Path(__file__).resolve().parents[2] / "campaigns"
OURS = {"demo"}
"""Campaigns whose source files we make ourselves."""


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaigns in a checkout of their own, with the files that the demo makes for itself and no others."""
    checkout = tmp_path_factory.mktemp("checkout")
    shutil.copytree(CAMPAIGNS, checkout / "campaigns")
    script = checkout / "campaigns" / "demo" / "make_questions.py"
    subprocess.run([sys.executable, str(script), str(checkout / ".thoughtmill" / "sources")], check=True)
    return checkout / "campaigns"


@pytest.mark.parametrize("name", sorted(path.stem for path in CAMPAIGNS.glob("*.toml")))
def test_every_campaign_in_the_repository_loads_and_has_the_name_of_its_file(name: str, campaigns: Path) -> None:
    campaign = load(campaigns / f"{name}.toml")
    assert campaign.name == name
    for part in campaign.parts.values():
        assert sum(part.domain_quotas().values()) == part.quota


@pytest.mark.parametrize("path", sorted(CAMPAIGNS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_campaign_whose_sources_are_the_users_own_says_so(path: Path) -> None:
    assert path.stem in OURS or "Your own files" in path.read_text(encoding="utf-8")


def test_the_mission_is_600_000_and_200_000() -> None:
    parts = load(CAMPAIGNS / "r1-to-qwen-800k.toml").parts
    assert {name: part.quota for name, part in parts.items()} == {"reasoning": 600_000, "general": 200_000}
    assert parts["reasoning"].domain_quotas() == {"math": 384_000, "code": 204_000, "logic": 12_000}


def test_one_gpu_is_enough_for_one_gpu() -> None:
    campaign = load(CAMPAIGNS / "one-gpu.toml")
    assert campaign.work.generate_on == "here"
    assert not [name for name, teacher in campaign.teachers.items() if "tensor_parallel_size" in teacher.serve]
