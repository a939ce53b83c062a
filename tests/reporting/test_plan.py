"""`thoughtmill plan`: what a campaign will take, before anything is asked; it commits nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.small_campaign import prepared, right, run_rounds, table, write_toml
from tests.terminal import Terminal


def plan(thoughtmill: Terminal, *words: str) -> dict[str, Any]:
    shown = thoughtmill("plan", *words, "--json")
    assert shown.returncode in (0, 1), shown.stdout
    return json.loads(shown.stdout)


def test_a_plan_counts_and_changes_nothing(tmp_path: Path, thoughtmill: Terminal) -> None:
    file = write_toml(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    found = plan(thoughtmill, str(file))
    assert sorted(tmp_path.rglob("*")) == before, "looking must not make a store"
    assert {source["source"]: source["questions"] for source in found["questions"]["sources"]} == {
        "sums": 12,
        "writing": 6,
    }
    assert {(d["part"], d["domain"]): d["questions"] for d in found["domains"]} == {
        ("reasoning", "math"): 12,
        ("general", "writing"): 6,
    }
    assert all(domain["met"] for domain in found["domains"])


def test_tokens_hours_and_money_follow_from_what_is_given(tmp_path: Path, thoughtmill: Terminal) -> None:
    rates = ["--tokens", "50", "--tokens-per-second", "0.01", "--gpu-hour", "3", "--gpus-per-engine", "4"]
    found = plan(thoughtmill, str(write_toml(tmp_path)), *rates, "--engines", "thinker=5", "--pass-rate", "reasoning=1")
    thinker, writer = found["teachers"]
    asked = next(domain["left"] for domain in found["domains"] if domain["part"] == "reasoning")
    assert asked == 16, "two shards of four questions, two traces each, fill six samples of one a question"
    assert thinker["tokens"] == asked * 50
    assert thinker["gpu_hours"] == pytest.approx(asked * 50 / 0.01 / 3600 * 4)
    assert thinker["money"] == pytest.approx(thinker["gpu_hours"] * 3)
    assert thinker["hours"] == pytest.approx(thinker["engine_hours"] / 5)
    assert writer["hours"] == pytest.approx(writer["engine_hours"])
    assert thinker["tokens_each"]["how"] == thinker["engines"]["how"] == "given"
    assert found["money"] == pytest.approx(thinker["money"] + writer["money"])
    assert found["training"]["steps"] == 2, "8 samples, batches of 64, two epochs"


def test_a_teacher_never_writes_more_than_it_may(tmp_path: Path, thoughtmill: Terminal) -> None:
    found = plan(thoughtmill, str(write_toml(tmp_path)), "--tokens", "9000")
    assert {teacher["tokens_each"]["value"] for teacher in found["teachers"]} == {80}


def test_a_quota_that_cannot_be_met_is_told_with_what_would_do(tmp_path: Path, thoughtmill: Terminal) -> None:
    parts = table(tmp_path)["parts"]
    parts["reasoning"]["quota"] = 100
    file = write_toml(tmp_path, parts=parts)
    shown = thoughtmill("plan", str(file))
    assert shown.returncode == 1
    short = next(domain for domain in plan(thoughtmill, str(file))["domains"] if domain["part"] == "reasoning")
    assert short["met"] is False
    assert short["usable"] < 12
    assert "no:" in shown.stdout
    told = "reasoning/math: a quota of 100 is out of reach, 12 questions × max_kept 1 are 12: bring 100 questions"
    assert told in shown.stdout
    assert "out of reach" not in thoughtmill("plan", str(write_toml(tmp_path)), "--pass-rate", "0.1").stdout


def test_what_a_store_tells_goes_before_a_guess_and_what_is_given_before_both(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    file = write_toml(tmp_path)
    told = plan(thoughtmill, str(file))
    assert told["questions"]["how"] == "prepared in the store"
    assert [domain["left"] for domain in told["domains"]] == [0, 0], "the quotas are filled"
    assert {teacher["tokens_each"]["how"] for teacher in told["teachers"]} == {"measured"}
    assert {teacher["tokens_each"]["value"] for teacher in told["teachers"]} == {20}
    assert told["domains"][0]["rate"]["how"] == told["bytes_per_token"]["how"] == "measured"
    assert told["domains"][0]["rate"]["value"] == 1
    assert "(95 %: 75.8% to 100.0%, over 12 questions)" in told["domains"][0]["rate"]["why"]
    speed = told["teachers"][0]["tokens_per_second"]
    assert speed["how"] == "measured"
    assert speed["value"] <= 24 * 20 / 0.5, "shards that were asked at one time took that time once"
    given = plan(thoughtmill, str(file), "--tokens", "thinker=30", "--pass-rate", "reasoning/math=0.25")
    assert [teacher["tokens_each"]["value"] for teacher in given["teachers"]] == [30, 20]
    assert given["domains"][0]["rate"] == {"value": 0.25, "how": "given", "why": "--pass-rate"}
    assert given["domains"][1]["rate"]["how"] == "measured"
    given = plan(thoughtmill, str(write_toml(tmp_path, work={"runs": 4, "shard_questions": 4, "generate_on": "gpu"})))
    assert given["teachers"][0]["tokens_per_second"]["value"] == pytest.approx(speed["value"] / 4), "of one of four"


def test_who_listens_and_who_receives_what_is_told(
    tmp_path: Path, thoughtmill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_ENGINE_URL", "http://someone:secret@engine.example:8000/v1")
    monkeypatch.setenv("PREFECT_API_URL", "http://admin:secret@prefect.example:4200/api")
    work = {"shard_questions": 4, "run_shards": 2, "runs": 3, "generate_on": "gpu"}
    teachers = table(tmp_path)["teachers"]
    teachers["thinker"]["serve"] = {"tensor_parallel_size": 8, "max_model_len": 4096}
    file = write_toml(tmp_path, work=work, teachers=teachers)
    found = plan(thoughtmill, str(file))
    queues = {(worker["pool"], worker["queue"]): worker for worker in found["workers"]}
    assert {("cpu", "produce"), ("gpu", "thinker"), ("gpu", "writer"), ("train", "train")} <= queues.keys()
    assert queues["gpu", "thinker"]["count"] == 3
    assert queues["gpu", "thinker"]["engine_gpus"] == 8
    assert "--tensor-parallel-size 8 --max-model-len 4096" in queues["gpu", "thinker"]["engines"][0]
    assert "--enforce-eager" not in queues["gpu", "thinker"]["engines"][0]
    hosts = [receiver["host"] for receiver in found["receivers"]]
    assert "engine.example:8000" in hosts
    assert "http://prefect.example:4200" in hosts
    assert str(tmp_path / "store") in hosts
    elsewhere = [one["host"] for one in plan(thoughtmill, str(file), "--store", str(tmp_path / "other"))["receivers"]]
    assert str(tmp_path / "other") in elsewhere
    assert str(tmp_path / "store") not in elsewhere, "another store receives what this one would"
    assert "secret" not in json.dumps(found) + thoughtmill("plan", str(file)).stdout


def test_a_plan_names_the_hosts_of_endpoints_and_the_keys_that_are_missing(
    tmp_path: Path, thoughtmill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("THOUGHTMILL_ENGINE_URL", raising=False)
    monkeypatch.delenv("SOME_KEY", raising=False)
    urls = ["https://one.example/v1", "https://two.example/v1"]
    teachers = table(tmp_path)["teachers"]
    for teacher in teachers.values():
        teacher["endpoint"] = {"url": urls, "key_variable": "SOME_KEY", "requests_per_minute": 2}
    file = str(write_toml(tmp_path, teachers=teachers))
    found = plan(thoughtmill, file)
    hosts = [receiver["host"] for receiver in found["receivers"]]
    assert [host for host in hosts if host.endswith(".example")] == ["https://one.example", "https://two.example"] * 2
    assert not any("ENGINE_URL" in host for host in hosts), "nobody else is asked"
    loaded = [one["receives"] for one in found["receivers"] if "hub" in one["host"]]
    assert not any(teacher["model"] in told for teacher in teachers.values() for told in loaded), "nor weights loaded"
    assert not any(worker["engines"] for worker in found["workers"])
    assert {one["expected"] for one in found["missing_here"]} == {"the key for https://one.example/v1"}
    assert found["money"] == found["gpu_hours"] == 0, "the GPUs of others are not ours to pay"
    thinker, writer = found["teachers"]
    assert thinker["hours"] == pytest.approx(thinker["traces"] / (2 * 2) / 60), "as its limit allows, over both URLs"
    assert plan(thoughtmill, file, "--engines", "8")["hours"] == found["hours"], "a limit is of a URL, not of an engine"
    work = {"shard_questions": 4, "run_shards": 2, "runs": 3, "generate_on": "gpu"}
    runs = plan(thoughtmill, str(write_toml(tmp_path, teachers=teachers, work=work)))
    assert runs["hours"] == pytest.approx(found["hours"] / 3), "and of one run"
    file = str(write_toml(tmp_path, teachers=teachers))
    assert found["hours"] == max(thinker["hours"], writer["hours"]), "endpoints are asked at the same time"
    monkeypatch.setenv("SOME_KEY", "secret")
    shown = thoughtmill("plan", file).stdout
    assert "not in it: what the endpoint of thinker takes" in shown
    assert "no variable" not in shown
    assert plan(thoughtmill, file, "--gpus-per-engine", "2")["money"] > 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tokens", "nobody=5"), "nobody"),
        (("--store", "s3://"), "s3"),
    ],
)
def test_what_a_person_can_mend_is_three_lines(
    words: tuple[str, ...], told: str, tmp_path: Path, thoughtmill: Terminal
) -> None:
    shown = thoughtmill("plan", str(write_toml(tmp_path)), *words)
    assert shown.returncode == 1
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["expected", "found", "to"]
    assert told in shown.stdout


@pytest.mark.parametrize("words", [("--pass-rate", "1.5"), ("--tokens", "0"), ("--gpu-hour", "nan"), ("--spread", "x")])
def test_a_figure_that_cannot_be_is_refused(words: tuple[str, ...], tmp_path: Path, thoughtmill: Terminal) -> None:
    assert thoughtmill("plan", str(write_toml(tmp_path)), *words).returncode == 2
