"""Secrets and personal data in questions are told with their row and their ends, or refused where a source says so."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_campaign import table, toml, write_jsonl
from tests.terminal import Terminal
from thoughtmill.campaign import check
from thoughtmill.errors import CampaignError
from thoughtmill.questions.prepare import prepare
from thoughtmill.questions.private_data import may_hold, private_in
from thoughtmill.reporting.text import questions_markdown
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

KEY = "AKIA" + "QYLPMN5HFIQR7XYA"

RINGS = [
    (f"Why does boto3 refuse {KEY}?", "secret: AWS Access Key"),
    ("Use the token ghp_" + "a1B2" * 9 + " for it.", "secret: GitHub Token"),
    ("What is wrong? -----BEGIN RSA PRIVATE KEY-----", "secret: Private Key"),
    ("Connect to postgres://ann:s3cr3t@db.bakery.fr/shop", "secret: Basic Auth Credentials"),
    ("Write to ann.lee@bakery.fr about the bill.", "e-mail address"),
    ("Call me at (212) 867-5309 tomorrow.", "telephone number"),
    ("My number: +49 30 901820 33, at home.", "telephone number"),
    ("手机：13812345678，请回电。", "telephone number"),
    ("Pay with 4111 1111 1111 1111 then.", "card number"),
    ("visa 4012888888881881 was charged", "card number"),
    ("Send it to GB82 WEST 1234 5698 7654 32, please.", "IBAN"),
]
SILENT = [
    "What is 4111111111111111 mod 7, and is it prime?",
    "Pay with 4111 1111 1111 1112 then.",
    "Compute 1234567 +1234567890 and 900-300-2000.",
    "If $x + 1234567890123 = 2\\times10^{12}$, find $x@y$ where $a@b = a^2 + b$.",
    "Let f(n)=n+49 30 901820 be given: https://oeis.org/A000045?n=20",
    "Which telephone costs 1200000 less, and 3.14159265358979323846 more?",
    "Write to ann@example.com or git@github.com:ann/bread.git",
    "AB12 CDEF 1234 5678 9012 is the label of box 7.",
    "\\underbrace{99\\ldots99}_{1234567890} = 10^{1234567890}-1 = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "postgres://{user}:{password}@{host}/shop is a template.",
]


@pytest.mark.parametrize(("text", "kind"), RINGS)
def test_what_has_a_form_is_found_and_only_its_ends_are_told(text: str, kind: str) -> None:
    (found,) = private_in(text)
    assert found.kind == kind
    assert "…" in found.excerpt
    assert not any(len(word) > 8 and word in text for word in found.excerpt.split())


@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from([*SILENT, *(text for text, _ in RINGS)])), max_size=9))
def test_whatever_rings_is_looked_at(texts: list[str]) -> None:
    assert {at for at, text in enumerate(texts) if [*private_in(text)]} <= may_hold(texts)


@pytest.mark.parametrize("text", SILENT)
def test_mathematics_and_examples_do_not_ring(text: str) -> None:
    assert list(private_in(text)) == []


def sources(folder: Path, **more: Any) -> dict[str, Any]:
    """The small campaign, two of whose sums hold what is private: one in its prompt, one in its reference."""
    found = table(folder)
    rows = [{"problem": f"What is {a} + 4?", "answer": str(a + 4)} for a in range(6)]
    rows[2]["problem"] = f"{KEY} and ann.lee@bakery.fr ask: what is 2 + 4?"
    write_jsonl(folder / "sums.jsonl", rows)
    found["sources"][0] |= more
    return found


def test_they_are_listed_by_row_in_prepare_dry_run_and_status(tmp_path: Path, thoughtmill: Terminal) -> None:
    found = check(sources(tmp_path), tmp_path)
    store = Store.open(found.store_url())
    freeze(store, found)
    commit = prepare(store, found)
    listed = store.read(commit.file("private.parquet")).to_pylist()
    assert [(row["source"], row["row"], row["kind"]) for row in listed] == [
        ("sums", 3, "secret: AWS Access Key"),
        ("sums", 3, "e-mail address"),
    ]
    assert commit.counts["questions.reasoning.math"] == 6
    assert KEY not in json.dumps(listed)
    artifact = questions_markdown(store, commit)
    assert "sums, row 3: secret: AWS Access Key AK…YA" in artifact
    shown = thoughtmill("status", str(store.root)).stdout
    assert "private: 1 e-mail address, 1 secret: AWS Access Key" in shown
    (tmp_path / "small.toml").write_text(toml(sources(tmp_path)))
    dry = thoughtmill("prepare", str(tmp_path / "small.toml"), "--dry-run", "--out", str(tmp_path / "rows.jsonl"))
    assert dry.returncode == 0
    assert "Secrets and personal data in 1 rows" in dry.stdout
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text().splitlines()]
    assert [row["row"] for row in rows if row["private"]] == [3]
    assert not list(damage(store))


def test_a_source_may_refuse_them_and_then_their_prompts_are_not_kept(tmp_path: Path) -> None:
    found = check(sources(tmp_path, refuse_private=True), tmp_path)
    store = Store.open(found.store_url())
    commit = prepare(store, found)
    (row,) = store.read(commit.file("refused.parquet")).to_pylist()
    assert (row["row"], row["reason"], row["prompt"]) == (3, "private", None)
    assert KEY not in row["detail"]
    assert "private.parquet" not in [file.name for file in commit.files]


def test_options_of_a_source_are_in_every_reference_and_those_of_a_reference_win(tmp_path: Path) -> None:
    options = {"relative": 0.02, "unit": "m"}
    found = check(sources(tmp_path, options=options), tmp_path)
    own = {"answer": "4.01", "options": {"relative": 0.5}}
    rows = [{"problem": "How long?", "answer": "3.5"}, {"problem": "How far?", "answer": json.dumps(own)}]
    write_jsonl(tmp_path / "sums.jsonl", [*rows, {"problem": "How high?", "answer": '["7", "7.0 m"]'}])
    store = Store.open(found.store_url())
    commit = prepare(store, found)
    read = store.read(commit.file("reasoning-math-00000.parquet")).to_pylist()
    assert {row["row"]: json.loads(row["reference"]) for row in read} == {
        1: {"answer": "3.5", "options": options},
        2: {"answer": "4.01", "options": options | {"relative": 0.5}},
        3: {"answer": "7", "aliases": ["7.0 m"], "options": options},
    }


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"options": {"nearly": True}}, "nearly"),
        ({"options": {"relative": "a lot"}}, "options.relative"),
        ({"options": {"order": "some"}}, "options.order"),
        ({"options": {"digits": 3}, "verifier": "text"}, "of a verifier that has some"),
    ],
)
def test_options_that_no_verifier_could_follow_are_told_before_a_row_is_read(
    tmp_path: Path, more: dict[str, Any], told: str
) -> None:
    found = check(sources(tmp_path, **more), tmp_path)
    with pytest.raises(CampaignError, match=told):
        prepare(Store.open(found.store_url()), found)


@pytest.mark.parametrize(
    "answer", ["proof", "Proof.", "notfound", "not found", '["notfound", "7"]', '{"answer": "proof"}']
)
def test_a_reference_that_says_there_is_none_is_refused(tmp_path: Path, answer: str) -> None:
    found = check(sources(tmp_path), tmp_path)
    rows = [{"problem": "Prove it.", "answer": answer}, {"problem": "What is 3 + 4?", "answer": "7"}]
    write_jsonl(tmp_path / "sums.jsonl", rows)
    store = Store.open(found.store_url())
    (row,) = store.read(prepare(store, found).file("refused.parquet")).to_pylist()
    assert (row["row"], row["reason"]) == (1, "no_answer")
