"""What people and listeners are told while a campaign is at work, and what Prefect's database keeps of it."""

import socket
import time
from pathlib import Path

import pytest

from flows.run_names import called
from tasks.campaign_ref import CampaignRef
from tasks.engine_progress import engine_markdown
from tasks.plan import Looks, plan
from tasks.progress import SHOWN_S, LiveArtifact, Pace, low_yields
from tests.prefect_server import any_port, client_of
from tests.small_campaign import prepared, right, run_rounds, table
from thoughtmill.engine.client import Load
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.run import GenerationProgress
from thoughtmill.questions.prepare import prepare
from thoughtmill.reporting.status import DomainStatus, Status
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store


def test_who_plans_looks_when_it_is_time_or_told_to(store: Store) -> None:
    store.storage.save_every_s = 600.0
    looks, other = Looks(store), Store.existing(store.url)
    assert looks.look()
    for at, key in ((other, "theirs"), (store, "ours")):
        with at.begin("traces", key) as attempt:
            attempt.commit()
    assert not looks.look(), "it is not time"
    assert [store.journal.record(f"traces/{key}") is not None for key in ("theirs", "ours")] == [False, True]
    assert looks.look(now=True)
    assert store.journal.record("traces/theirs") is not None


def test_no_quota_is_said_to_be_out_of_reach_of_a_store_that_others_may_have_added_to(tmp_path: Path) -> None:
    parts = {"reasoning": {"quota": 6, "teacher": "thinker", "domains": {"math": 1.0}}}
    short, sources = {"parts": parts, "sums": 4}, table(tmp_path)["sources"][:1]
    store, campaign, layer = prepared(tmp_path, sources=sources, **short)
    with pytest.raises(QuotaNotMet):
        run_rounds(store, campaign, layer, right)
    ref = CampaignRef(store.url, freeze(store, campaign).key)
    ours, _ = ref.open()
    ours.storage.save_every_s = 600.0
    looks = Looks(ours)
    with pytest.raises(QuotaNotMet):
        plan(ref, ["reasoning"], looks)
    table(tmp_path, sums=9)
    prepare(store, campaign)
    assert not looks.look(), "it is not time"
    assert plan(ref, ["reasoning"], looks).units["thinker"]


def stands(*domains: DomainStatus) -> Status:
    return Status("c", 10, 0, 0, 0, 0, 0, domains)


@pytest.mark.parametrize(
    ("domain", "low"),
    [
        (DomainStatus("reasoning", "math", 600, 9, True, 300, 0), True),
        (DomainStatus("reasoning", "math", 600, 30, True, 300, 0), False),
        (DomainStatus("reasoning", "math", 600, 0, True, 100, 0), False),
        (DomainStatus("reasoning", "math", 9, 9, True, 300, 0), False),
    ],
)
def test_a_yield_is_low_where_enough_was_judged_and_the_quota_is_not_filled(domain: DomainStatus, low: bool) -> None:
    assert bool(list(low_yields(stands(domain), 0.05))) == low


def test_an_engine_shows_slots_speed_eta_and_cost_if_its_price_is_known() -> None:
    units = ("r-math-00007.r1.4cf5", "r-math-00003.r1.4cf5", "r-math-00002.r2.4cf5")
    now = GenerationProgress(120, 4_000, 900_000, 2_345.6, 64, 3, 16, 7_300.0, Load(), units)
    shown = engine_markdown("r1", 128, now, hours=0.5, an_hour=4.0)
    for row in ("| slots in use | 64 of 128 |", "| tokens a second | 2,346 |", "| ETA of these | 2 h 01 min |"):
        assert row in shown
    assert "| cost so far | 2.00 |" in shown
    assert "| asks | rounds 1 to 2, r-math-00002 and 2 more |" in shown
    assert "cost" not in engine_markdown("r1", 128, now, hours=0.5, an_hour=None)


def test_the_time_to_go_is_that_of_the_slowest_domain_at_its_pace() -> None:
    def at(seconds: float, math: int, logic: int) -> None:
        domains = (("math", 600, math), ("logic", 50, logic))
        pace.note(seconds, stands(*(DomainStatus("r", name, q, n, True, n, 0) for name, q, n in domains)))

    pace = Pace()
    at(0, 0, 0)
    assert pace.left_s is None
    at(600, 120, 50)
    assert pace.left_s == 2_400, "480 more at 0.2 a second"
    at(1_200, 120, 50)
    assert pace.left_s == 4_800
    at(9_000, 120, 50)
    assert pace.left_s is None, "it stands"


def test_a_run_of_a_campaign_that_was_given_as_text_is_called_by_its_name() -> None:
    assert called('name = "one"\nstore = "s"\n') == "one"
    assert called("campaigns/one.toml") == "campaigns/one.toml"
    assert "can't be read" in called("name = \n")


@pytest.mark.slow
def test_what_a_server_does_not_take_is_not_shown_and_no_work_waits_or_ends_for_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for port in (any_port(), silent.getsockname()[1]):
            with client_of({"PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}):
                shown, begun = LiveArtifact("progress-c", "numbers"), time.monotonic()
                shown.show("1 sample")
                shown.show("2 samples")
                assert time.monotonic() - begun < 5 * SHOWN_S
