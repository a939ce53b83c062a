"""Questions are counted without a store as `prepare` would count them, in little memory."""

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from tests.small_campaign import campaign, write_jsonl
from thoughtmill.campaign import Campaign
from thoughtmill.errors import CampaignError
from thoughtmill.questions.census import census
from thoughtmill.questions.prepare import prepare
from thoughtmill.store.store import Store

EXAM = "What is 1 + 90?"
ODD: list[dict[str, str | None]] = [
    {"problem": "", "answer": "1"},
    {"problem": "What is <think> for?", "answer": "1"},
    {"problem": "What is 500 + 1?", "answer": None},
    {"problem": "What is 500 + 2?", "answer": "502 or perhaps"},
    {"problem": "What is 3 + 4?", "answer": "7"},
    {"problem": "What is 3 + 4?", "answer": "8"},
    {"problem": EXAM, "answer": "91"},
]
"""Each of these rows is refused, for a reason of its own."""


def with_odd_rows(tmp_path: Path, rows: list[dict[str, str | None]]) -> Campaign:
    found = campaign(tmp_path)
    sums = [{"problem": f"What is {a} + 4?", "answer": str(a + 4)} for a in range(12)]
    write_jsonl(tmp_path / "sums.jsonl", [*sums, *rows])
    return found


def test_what_is_counted_is_what_prepare_commits(tmp_path: Path) -> None:
    found = with_odd_rows(tmp_path, ODD)
    counts, held_out = census(found)
    layer = prepare(Store.open(str(tmp_path / "fresh")), found)
    refused = Counter({name.removeprefix("refused."): n for name, n in layer.counts.items() if name[:8] == "refused."})
    assert sum((count.refused for count in counts), Counter[str]()) == refused
    assert len(refused) >= 6
    assert sum(count.questions for count in counts) == layer.counts["questions"]
    assert sum(count.rows for count in counts) == layer.counts["rows"]
    assert held_out == layer.counts["held_out"]
    assert all(count.exact for count in counts)


def test_rows_beyond_the_look_are_counted_by_text_and_the_rest_is_estimated(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    rows = [{"problem": f"What is {a} + 4000?", "answer": str(a) if a % 4 else "no number at all"} for a in range(400)]
    write_jsonl(tmp_path / "sums.jsonl", [*rows, *rows[:100]])
    whole, _ = census(found)
    some, _ = census(found, look_at=40)
    assert not some[0].exact
    assert some[0].refused["duplicate"] >= 75, "exact duplicates are found in all rows"
    assert some[0].questions == pytest.approx(whole[0].questions, rel=0.1)


def test_a_source_is_refused_in_the_words_of_prepare(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    write_jsonl(tmp_path / "sums.jsonl", [{"question": "What is 1 + 4?", "answer": "5"}])
    with pytest.raises(CampaignError, match="a column 'problem'"):
        census(found)
    (tmp_path / "sums.jsonl").unlink()
    with pytest.raises(CampaignError, match="a source file"):
        census(found)


@pytest.mark.slow
def test_a_long_source_takes_a_few_bytes_a_row(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    peaks: list[int] = []
    for rows in (4_000, 24_000):
        write_jsonl(
            tmp_path / "sums.jsonl", [{"problem": f"What is {a} + 7? {'x ' * 200}", "answer": "1"} for a in range(rows)]
        )
        tracemalloc.start()
        census(found, look_at=100)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 20_000 * 60, "their text is not kept: 400 characters each"
