"""Status and page come from the store alone, and nothing that a model wrote gets into the page as markup."""

from pathlib import Path

import pytest

from tests.small_campaign import prepared, right, run_rounds, table
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger
from thoughtmill.reporting.html import page
from thoughtmill.reporting.status import status
from thoughtmill.reporting.text import status_line, status_markdown


def test_kept_and_rejected_add_up_to_what_was_generated(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    for commit in store.commits("verdicts"):
        assert commit.counts["kept"] + commit.counts["rejected"] == commit.counts["traces"] == commit.rows
    stands = status(store, found)
    assert stands.kept + sum(stands.rejected.values()) == stands.traces


def test_a_domain_never_counts_more_than_its_quota(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    assert status(store, found).samples == status(store, found).quota == 8
    assert "reasoning/math 6/6" in status_line(status(store, found))


def test_counts_alone_say_what_the_ledger_says_or_more(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, policy={"first_round": 2, "max_traces": 6, "max_kept": 2})
    run_rounds(store, found, questions, lambda prompt, number, index: right(prompt, number, index // 2))
    quick, exact = status(store, found), status(store, found, Ledger(store, found, questions))
    for told, known in zip(quick.domains, exact.domains, strict=True):
        assert told.usable >= known.usable
        filled = [min(domain.usable, domain.quota) for domain in (told, known)]  # the ledger stops at the quota
        assert filled[0] == filled[1] or not told.exact
        assert (told.traces, told.quota, told.open) == (known.traces, known.quota, known.open) or told.open == 0
    assert [told.exact for told in quick.domains] == [False, True]
    assert "at most" in status_line(quick)
    assert "at most" not in status_line(exact)


def test_counts_alone_never_say_more_than_the_questions_can_give(tmp_path: Path) -> None:
    parts = table(tmp_path)["parts"]
    parts["reasoning"]["quota"] = 100
    most = {"first_round": 2, "max_traces": 8, "max_kept": 2}
    store, found, questions = prepared(tmp_path, parts=parts, policy=most)
    with pytest.raises(QuotaNotMet):
        run_rounds(store, found, questions, lambda prompt, number, index: right(prompt))
    rounds = {commit.facts["round"] for commit in store.commits("verdicts")}
    assert len(rounds) > most["max_kept"], "copies of one text: every round seems to give a sample of its own"
    reasoning, _ = status(store, found).domains
    assert reasoning.usable == 12 * most["max_kept"]
    assert reasoning.rejected == {}


def test_a_store_without_questions_has_a_status_too(tmp_path: Path) -> None:
    store, found, _ = prepared(tmp_path)
    assert status(store, found).traces == 0
    assert "| reasoning | math | 0 | 6 |" in status_markdown(status(store, found))


def test_markup_in_a_campaign_or_a_reason_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    stands = status(store, found)
    stands.rejected["<script>alert(1)</script>"] = 3
    assert "<script" not in page(store, stands)
