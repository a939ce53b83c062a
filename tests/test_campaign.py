"""A campaign file is whole or gets one message: the key, what was found, what is allowed."""

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_campaign import campaign, table
from thoughtmill.campaign import Campaign, Part, check, load, parse
from thoughtmill.errors import CampaignError

Edit = Callable[[dict[str, Any]], None]


def _set(*place: Any) -> Edit:
    """An edit that sets the value at a place: all but the last of `place` lead there."""
    *way, key, value = place

    def edit(found: dict[str, Any]) -> None:
        where: Any = found
        for part in way:
            where = where[part]
        where[key] = value

    return edit


def _drop(*place: Any) -> Edit:
    *way, key = place

    def edit(found: dict[str, Any]) -> None:
        where: Any = found
        for part in way:
            where = where[part]
        del where[key]

    return edit


WRONG: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "a key that does not exist": (_set("parts", "reasoning", "quotta", 3), ("parts.reasoning.quotta", "no such key")),
    "a table that does not exist": (_set("studnet", {}), ("studnet", "no such key; is student meant?")),
    "a URL without a scheme": (
        _set("teachers", "thinker", "endpoint", {"url": "api.example.com/v1"}),
        ("teachers.thinker.endpoint.url: a URL like https://", "endpoint.url: this one\n"),
    ),
    "a key where its variable belongs": (
        _set("teachers", "thinker", "endpoint", {"url": "https://api.example.com/v1", "api_key": "sk-1"}),
        ("endpoint.api_key: no such key; ", "key_variable"),
    ),
    "a mixture of a domain that no part has": (
        _set("student", {"base": "b", "packing": True, "mixture": {"writing": 2, "maths": 1}}),
        ("student.mixture", "general/writing", "maths"),
    ),
    "a mixture of nothing": (
        _set("student", {"base": "b", "packing": True, "mixture": {"general": 0, "math": 0}}),
        ("student.mixture", "none"),
    ),
    "a weight that is too small for one sample of a quota": (
        _set("student", {"base": "b", "packing": True, "mixture": {"writing": 0.01}}),
        ("student.mixture", "0.01 of the ", "general/writing"),
    ),
    "a quota of zero": (
        _set("parts", "reasoning", "quota", 0),
        ("parts.reasoning.quota = 0", "greater than or equal to 1"),
    ),
    "a quota that is a word": (_set("parts", "reasoning", "quota", "many"), ("parts.reasoning.quota", "'many'")),
    "shares below one": (
        _set("parts", "reasoning", "domains", {"math": 0.5}),
        ("parts.reasoning", "add up to 1", "0.5"),
    ),
    "shares above one": (_set("parts", "general", "domains", {"writing": 1, "qa": 0.5}), ("parts.general", "1.5")),
    "more domains than samples": (
        _set("parts", "reasoning", {"quota": 1, "teacher": "thinker", "domains": {"math": 0.5, "code": 0.5}}),
        ("parts.reasoning: quota", "at least 2", ": 1"),
    ),
    "an unknown teacher": (
        _set("parts", "reasoning", "teacher", "nobody"),
        ("parts.reasoning.teacher", "'nobody'", "thinker", "writer"),
    ),
    "a domain without a source": (
        _set("parts", "reasoning", "domains", {"math": 0.5, "logic": 0.5}),
        ("parts.reasoning.domains", "'logic'"),
    ),
    "a source of an unknown part": (_set("sources", 0, "part", "reasonning"), ("reasonning",)),
    "a verifier without a reference": (_drop("sources", 0, "columns", "reference"), ("sources.0", "columns.reference")),
    "columns without a prompt": (_set("sources", 0, "columns", {"reference": "answer"}), ("sources.0", "prompt")),
    "no sources": (_set("sources", []), ("sources",)),
    "no parts": (_set("parts", {}), ("parts",)),
    "an unknown template": (
        _set("teachers", "thinker", "template", "r2"),
        ("teachers.thinker.template", "'r2'", "think-answer", "r1", "direct"),
    ),
    "a teacher without a limit": (
        _drop("teachers", "thinker", "max_tokens"),
        ("teachers.thinker: max_tokens of at least 1",),
    ),
    "a temperature below zero": (
        _set("teachers", "thinker", "temperature", -1),
        ("teachers.thinker.temperature = -1",),
    ),
    "a share of more than one": (_set("teachers", "thinker", "top_p", 1.5), ("teachers.thinker.top_p = 1.5",)),
    "no traces": (_set("policy", "first_round", 0), ("policy.first_round = 0",)),
    "a wrong key in a part's policy": (
        _set("parts", "general", "policy", {"max_keep": 1}),
        ("parts.general.policy.max_keep",),
    ),
    "a name that can't be a key": (_set("name", "My Campaign"), ("name = 'My Campaign'",)),
    "no store": (_set("store", ""), ("store = ''",)),
    "a table where a list belongs": (_set("sources", {"path": "x"}), ("sources",)),
    "a value where a table belongs": (_set("teachers", "thinker"), ("teachers", "'thinker'")),
    "few-shot examples that are not there": (_set("teachers", "thinker", "examples", "none.jsonl"), ("none.jsonl",)),
    "an impossible date for a number": (_set("student", "learning_rate", "fast"), ("student.learning_rate", "'fast'")),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_gets_one_message_that_names_the_key_what_was_found_and_what_is_allowed(
    name: str, tmp_path: Path
) -> None:
    edit, told = WRONG[name]
    found = copy.deepcopy(table(tmp_path))
    edit(found)
    with pytest.raises(CampaignError) as caught:
        check(found, tmp_path, "small.toml")
    message = str(caught.value)
    assert [line.split()[0] for line in message.splitlines()] == ["expected", "found", "to"], message
    assert not [word for word in told if word not in message], message
    assert "small.toml" in message
    assert "pydantic" not in message


def test_a_campaign_that_is_not_toml_is_told_the_line(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="line 2"):
        parse('name = "x"\nstore = = 1', tmp_path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b""])
def test_a_campaign_that_is_missing_not_text_or_empty_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CampaignError, match=r"mine\.toml"):
        load(path)


def test_every_path_starts_from_the_campaign_or_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    for place in (tmp_path, tmp_path / "home"):
        (place / "turns.jsonl").write_text('{"prompt": "a", "response": "b"}\n')
    for name, place in (("turns.jsonl", tmp_path), ("~/turns.jsonl", tmp_path / "home")):
        found = _changed(tmp_path, _set("teachers", "thinker", "examples", name), _set("store", name))
        assert [turn.response for turn in found.teacher_of("reasoning").turns("any")] == ["b"]
        assert found.path(name) == (place / "turns.jsonl").resolve()
        assert found.store_url() == str(found.path(name))


def test_a_folder_is_no_campaign(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="a campaign file in TOML"):
        load(tmp_path)


def test_errors_survive_the_way_between_programs(tmp_path: Path) -> None:
    with pytest.raises(CampaignError) as caught:
        load(tmp_path / "none.toml")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@given(
    quota=st.integers(min_value=1, max_value=10**7),
    weights=st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=12),
)
def test_the_quotas_of_the_domains_always_add_up_and_stay_within_one_of_their_share(
    quota: int, weights: list[int]
) -> None:
    shares = {f"d{i}": weight / sum(weights) for i, weight in enumerate(weights)}
    quota = max(quota, len(weights))
    quotas = Part(quota=quota, teacher="t", domains=shares).domain_quotas()
    assert sum(quotas.values()) == quota
    assert all(abs(quotas[name] - quota * share) < 1 + 1e-6 for name, share in shares.items())


def _changed(tmp_path: Path, *edits: Edit) -> Campaign:
    found = copy.deepcopy(table(tmp_path))
    for edit in edits:
        edit(found)
    return check(found, tmp_path)


def test_a_campaign_is_the_same_wherever_its_store_is_and_however_it_is_written(tmp_path: Path) -> None:
    plain = campaign(tmp_path)
    moved = _changed(tmp_path, _set("store", "elsewhere"))
    backwards = check(dict(reversed(table(tmp_path).items())), tmp_path)
    assert plain.campaign_id() == moved.campaign_id() == backwards.campaign_id()
    assert plain.campaign_id() != _changed(tmp_path, _set("parts", "reasoning", "quota", 7)).campaign_id()


UNSHAPING = [
    _set("teachers", "thinker", "concurrency", 3),
    _set("teachers", "thinker", "stall_s", 3.0),
    _set("teachers", "thinker", "weights", "models/here"),
    _set("teachers", "thinker", "serve", {"max_num_seqs": 3}),
    _set("work", "shard_questions", 3),
    _set("student", "epochs", 3),
    _set("policy", "max_kept", 2),
]
SHAPING = [
    _set("teachers", "thinker", "model", "other"),
    _set("teachers", "thinker", "revision", "abc"),
    _set("teachers", "thinker", "template", "r1"),
    _set("teachers", "thinker", "system", "Think."),
    _set("teachers", "thinker", "temperature", 0.1),
    _set("teachers", "thinker", "top_p", 0.1),
    _set("teachers", "thinker", "max_tokens", 81),
    _set("teachers", "thinker", "stop", ["</answer>"]),
    _set("teachers", "thinker", "examples", [{"prompt": "1 + 1?", "response": "2"}]),
    _set("teachers", "thinker", "serve", {"max_model_len": 128}),
]


def test_a_teacher_is_another_one_exactly_when_its_traces_would_be(tmp_path: Path) -> None:
    plain = campaign(tmp_path).teachers["thinker"].teacher_id()
    same = {_changed(tmp_path, edit).teachers["thinker"].teacher_id() for edit in UNSHAPING}
    others = {_changed(tmp_path, edit).teachers["thinker"].teacher_id() for edit in SHAPING}
    assert same == {plain}
    assert len(others | {plain}) == len(SHAPING) + 1


def test_few_shot_turns_are_read_into_the_campaign_so_that_it_can_travel(tmp_path: Path) -> None:
    (tmp_path / "turns.jsonl").write_text('{"prompt": "1 + 1?", "response": "2", "source": "sums"}\n')
    found = _changed(tmp_path, _set("teachers", "thinker", "examples", "turns.jsonl"))
    teacher = check(found.frozen(), Path("/nowhere")).teachers["thinker"]
    assert [turn.response for turn in teacher.turns("sums")] == ["2"]
    assert teacher.turns("others") == []


def test_a_frozen_campaign_is_the_campaign(tmp_path: Path) -> None:
    plain = campaign(tmp_path)
    assert check(plain.frozen(), tmp_path).campaign_id() == plain.campaign_id()


def test_a_part_may_say_what_differs_from_the_policy_of_all(tmp_path: Path) -> None:
    plain = campaign(tmp_path)
    assert plain.policy_of("general").max_traces == 1
    assert plain.policy_of("reasoning").max_traces == 6
    assert plain.policy_of("general").languages == plain.policy.languages


def test_sources_with_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="sums"):
        _changed(tmp_path, _set("sources", 1, "name", "sums"))


@pytest.mark.parametrize(
    "name",
    [
        "trust_remote_code",
        "trust-remote-code",
        "Trust_Remote_Code",
        "trust_remote",
        "middleware",
        "api_key",
        "tool_parser_plugin",
        "a_later_plugin",
        "worker_cls",
        "hf_token",
        "ssl_keyfile",
        "allowed_local_media_path",
        "config",
        "trust_remote_code=true",
        "max_model_len --trust-remote-code",
    ],
)
@pytest.mark.parametrize("where", ["teachers", "evaluation"])
def test_an_option_that_runs_code_or_holds_a_key_is_refused_when_the_campaign_is_read(
    name: str, where: str, tmp_path: Path
) -> None:
    said = table(tmp_path)
    said["teachers"]["thinker"]["serve"] = {"max_model_len": 1024, "enable_prefix_caching": False}
    check(said, tmp_path)
    served = said["evaluation"] if where == "evaluation" else said["teachers"]["thinker"]
    served["serve"] = {name: True}
    with pytest.raises(CampaignError, match="serve") as told:
        check(said, tmp_path)
    assert name in str(told.value)
