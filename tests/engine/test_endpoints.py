"""Teachers behind URLs: a dialect gets what it understands, limits are kept, storms and dead machines lose nothing."""

import asyncio
import contextlib
import copy
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from prefect.logging import disable_run_logger

from flows.engines import engine_of, parts_by_engine
from tests.engine.test_client import HASTY, PLAIN, asks, echo, once_each
from tests.scripted_engine import Act, Answers, Die, Hang, ScriptedEngine, Status, Text, play, scripted_engine
from tests.small_campaign import table
from thoughtmill.campaign import check
from thoughtmill.engine.client import (
    Completion,
    Engine,
    Load,
    Refused,
    Sampling,
    ask_all,
    of_endpoint,
    sampling_of,
)
from thoughtmill.engine.hosts import is_own
from thoughtmill.engine.limits import used_up_s, wanted_pause_s
from thoughtmill.engine.local import borrowed_engine
from thoughtmill.engine.scheduler import RetryPolicy
from thoughtmill.errors import CampaignError, EngineError, EngineUnavailable
from thoughtmill.release.card import dataset_card
from thoughtmill.teacher import Teacher

ALL = {
    "top_k": 20,
    "min_p": 0.1,
    "presence_penalty": 1.5,
    "reasoning_effort": "high",
    "thinking_token_budget": 100,
    "repetition_detection": {"max_pattern_size": 8, "min_count": 4},
    "chat_template_kwargs": {"enable_thinking": True},
}
HAS_A_FIELD_FOR = {
    "vllm": set(ALL),
    "sglang": {"top_k", "min_p", "presence_penalty", "reasoning_effort", "chat_template_kwargs"},
    "openai": {"presence_penalty", "reasoning_effort"},
    "plain": {"presence_penalty", "reasoning_effort"},
}
SAID_BY_ALL = {"model", "messages", "temperature", "top_p", "stop"}
SAID = {
    "vllm": SAID_BY_ALL | {"max_tokens", "skip_special_tokens"},
    "sglang": SAID_BY_ALL | {"max_tokens", "skip_special_tokens"},
    "openai": SAID_BY_ALL | {"max_completion_tokens"},
    "plain": SAID_BY_ALL | {"max_tokens"},
}


def teacher(**said: Any) -> Teacher:
    plain = {"model": "scripted", "template": "r1", "max_tokens": 50, "stop": ["</answer>"], "temperature": 0.7}
    return Teacher.model_validate(plain | said)


def run(
    engine: Engine,
    count: int,
    concurrency: int = 8,
    sampling: Sampling = PLAIN,
    each: Callable[[int, Load], None] = lambda *_: None,
    stall_s: float = 20,
    retries: RetryPolicy = HASTY,
) -> list[Completion | Refused]:
    """Ask, and tell `each` how many answers are there and how full the engine is."""

    async def collect() -> list[Completion | Refused]:
        load, found = Load(), list[Completion | Refused]()
        every = ask_all(engine, asks(count), sampling, concurrency, stall_s, None, retries, load)
        async with contextlib.aclosing(every) as results:
            async for result in results:
                found.append(result)
                each(len(found), load)
        return found

    return asyncio.run(collect())


def all_answered(results: list[Completion | Refused], count: int) -> None:
    once_each(results, count)
    assert not [result for result in results if isinstance(result, Refused)]


TOLD = [*((dialect, True) for dialect in HAS_A_FIELD_FOR), ("vllm", False), ("sglang", False), ("plain", False)]
"""A dialect, and whether the campaign names it: by itself only OpenAI's own host is known to speak OpenAI's."""


@pytest.mark.parametrize(("dialect", "named"), TOLD)
def test_a_strict_server_of_each_dialect_gets_what_it_has_a_field_for_and_nothing_else(
    dialect: str, named: bool
) -> None:
    wanted = {name: ALL[name] for name in HAS_A_FIELD_FOR[dialect]}
    with scripted_engine(echo, strict=True, dialect=dialect) as server:
        asked = teacher(endpoint={"url": server.url, "dialect": dialect if named else "auto"}, **wanted)
        engine = of_endpoint(asked)
        assert engine is not None
        asyncio.run(engine.check(sampling_of(asked)))
        all_answered(run(engine, 5, sampling=sampling_of(asked)), 5)
        body = server.seen.last_body
    assert set(body) == SAID[dialect] | set(wanted)
    assert {name: body[name] for name in wanted} == wanted


def test_openais_own_defaults_are_not_said_to_it_for_its_models_that_reason_take_no_others() -> None:
    with scripted_engine(echo, strict=True, dialect="openai") as server:
        asked = teacher(endpoint={"url": server.url, "dialect": "openai"}, temperature=1.0, top_p=1.0, stop=[])
        engine = of_endpoint(asked)
        assert engine is not None
        all_answered(run(engine, 1, sampling=sampling_of(asked)), 1)
        assert set(server.seen.last_body) == {"model", "messages", "max_completion_tokens"}


@pytest.mark.parametrize("dialect", ["sglang", "openai", "plain"])
def test_sampling_that_the_named_dialect_has_no_field_for_is_refused_when_the_campaign_is_read(
    dialect: str, tmp_path: Path
) -> None:
    found = copy.deepcopy(table(tmp_path))
    found["teachers"]["thinker"] |= {
        "endpoint": {"url": "https://api.example.com/v1", "dialect": dialect},
        "thinking_token_budget": 9,
    }
    with pytest.raises(CampaignError, match="thinking_token_budget"):
        check(found, tmp_path)


def test_sampling_that_the_server_has_no_field_for_ends_the_run_before_anything_is_asked() -> None:
    with scripted_engine(echo, dialect="plain") as server:
        sampling = replace(PLAIN, more={"top_k": 20})
        for begin in (lambda: run(server.engine, 5, sampling=sampling), lambda: _borrow(server.engine, sampling)):
            with pytest.raises(EngineError, match="top_k") as told:
                begin()
            assert "extra" in str(told.value)
        assert server.seen.requests == 0


def _borrow(engine: Engine, sampling: Sampling) -> None:
    with borrowed_engine(engine, sampling):
        pass


def test_extra_fields_are_sent_as_they_stand_and_a_lenient_server_ignores_them() -> None:
    with scripted_engine(echo, dialect="plain") as server:
        all_answered(run(server.engine, 2, sampling=sampling_of(teacher(extra={"reasoning": {"effort": "low"}}))), 2)
        assert server.seen.last_body["reasoning"] == {"effort": "low"}


def test_a_strict_server_that_refuses_an_extra_field_ends_the_run_with_its_words() -> None:
    with scripted_engine(echo, strict=True) as server, pytest.raises(EngineError, match=r"Unrecognized.*nonsense"):
        run(server.engine, 50, sampling=sampling_of(teacher(extra={"nonsense": 1})))
    assert server.seen.answered == 0


@pytest.mark.parametrize("name", ["stream", "n", "model", "messages", "max_tokens", "seed", "api_key", "top_k"])
def test_extra_says_nothing_that_has_a_key_of_its_own_or_that_reading_depends_on(name: str, tmp_path: Path) -> None:
    found = copy.deepcopy(table(tmp_path))
    found["teachers"]["thinker"]["extra"] = {name: 1}
    with pytest.raises(CampaignError, match=name):
        check(found, tmp_path)


def test_a_context_that_cannot_hold_the_answers_is_told_before_anything_is_asked() -> None:
    with scripted_engine(echo, max_model_len=50) as server:
        for begin in (lambda: run(server.engine, 5), lambda: _borrow(server.engine, PLAIN)):
            with pytest.raises(EngineError, match="max_model_len 50") as told:
                begin()
            assert "--max-model-len" in str(told.value)
        assert server.seen.requests == 0
        asyncio.run(server.engine.check(replace(PLAIN, max_tokens=49)))


def test_a_key_is_taken_from_the_variable_that_is_named_and_stands_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_engine(echo, key="s3cret") as server:
        found = copy.deepcopy(table(tmp_path))
        found["teachers"]["thinker"]["endpoint"] = {"url": server.url, "key_variable": "MY_TEACHERS_KEY"}
        campaign = check(found, tmp_path)
        asked = campaign.teachers["thinker"]
        monkeypatch.delenv("MY_TEACHERS_KEY", raising=False)
        with pytest.raises(EngineError, match="MY_TEACHERS_KEY"):
            of_endpoint(asked)
        monkeypatch.setenv("MY_TEACHERS_KEY", "s3cret")
        engine = of_endpoint(asked)
        assert engine is not None
        all_answered(run(replace(engine, model="scripted"), 3), 3)
        monkeypatch.setenv("MY_TEACHERS_KEY", "wr0ng")
        with pytest.raises(EngineError, match="MY_TEACHERS_KEY") as told:
            run(of_endpoint(asked) or engine, 1)
        shown = f"{campaign!r} {campaign.frozen()} {engine!r} {told.value!r} {told.value}"
        assert "s3cret" not in shown
        assert "wr0ng" not in shown


@pytest.mark.parametrize(
    "endpoint",
    [
        {"url": "https://me:hunter2@api.example.com/v1"},
        {"url": "https://hunter2@api.example.com/v1"},
        {"url": "https://api.example.com/v1?key=hunter2"},
        {"url": ["https://api.example.com/v1", "http://x:hunter2@b/v1"]},
        {"url": "https://api.example.com/v1", "key_variable": "sk-hunter2"},
        {"url": "https://api.example.com/v1", "key_variable": "hunter2"},
        {"url": "https://api.example.com/v1", "api_key": "hunter2"},
        {"url": "https://api.example.com/v1", "dialect": "hunter2"},
        {"url": {"hunter2": "x"}},
    ],
    ids=str,
)
def test_a_campaign_with_a_key_or_a_password_in_it_is_refused_without_showing_it(
    endpoint: dict[str, Any], tmp_path: Path
) -> None:
    found = copy.deepcopy(table(tmp_path))
    found["teachers"]["thinker"]["endpoint"] = endpoint
    with pytest.raises(CampaignError) as told:
        check(found, tmp_path)
    assert "endpoint" in str(told.value)
    assert "hunter2" not in str(told.value)


def test_where_a_teacher_is_asked_does_not_make_it_another_and_how_does() -> None:
    plain = teacher()
    assert teacher(endpoint={"url": "https://api.example.com/v1"}).teacher_id() == plain.teacher_id()
    others = [teacher(**{name: value}).teacher_id() for name, value in (ALL | {"extra": {"a": 1}}).items()]
    assert len({*others, plain.teacher_id()}) == len(others) + 1


@pytest.fixture
def quiet() -> Iterator[None]:
    with disable_run_logger():
        yield


@pytest.mark.usefixtures("quiet")
def test_the_endpoint_of_a_teacher_goes_before_the_engine_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_engine(echo) as theirs, scripted_engine(echo) as machines:
        monkeypatch.setenv("THOUGHTMILL_ENGINE_URL", machines.url)
        found = copy.deepcopy(table(tmp_path))
        for one in found["teachers"].values():
            one["model"] = "scripted"
        without = check(found, tmp_path)
        found["teachers"]["thinker"]["endpoint"] = {"url": theirs.url}
        campaign = check(found, tmp_path)
        assert campaign.teachers["thinker"].teacher_id() == without.teachers["thinker"].teacher_id()
        with engine_of(campaign, campaign.teachers["thinker"]) as running:
            assert running.engine.url == theirs.url
        with engine_of(campaign, campaign.teachers["writer"]) as running:
            assert running.engine.url == machines.url
        assert len(parts_by_engine(campaign)) == 2


@pytest.mark.usefixtures("quiet")
def test_questions_that_must_stay_here_are_sent_to_no_public_host(tmp_path: Path) -> None:
    with scripted_engine(echo) as server:
        found = copy.deepcopy(table(tmp_path))
        found["teachers"]["thinker"] |= {"endpoint": {"url": server.url}}
        found["sources"][0] |= {"local_only": True, "licence": "MIT"}
        home = check(found, tmp_path)
        with engine_of(home, home.teachers["thinker"]) as running:
            assert running.engine.url == server.url
        for url in ("https://8.8.8.8/v1", "https://no-such-host.invalid/v1"):
            found["teachers"]["thinker"]["endpoint"] = {"url": url}
            abroad = check(found, tmp_path)
            with pytest.raises(EngineError, match="sums must stay here"), engine_of(abroad, abroad.teachers["thinker"]):
                pass
    counts = {"samples": 1, "tokens": 9, "source.sums": 1, "source.writing": 2}
    card = dataset_card(home, "r", counts, {"traces": 1, "kept": 1})
    assert "| sums | 1 | MIT |" in card
    assert "| writing | 2 | unknown |" in card


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://10.1.2.3/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://100.64.0.7/v1", True),
        ("https://1.1.1.1/v1", False),
        ("https://[2606:4700::1]/v1", False),
        ("x", False),
    ],
)
def test_a_host_is_ones_own_if_the_internet_can_not_reach_it(url: str, own: bool) -> None:
    assert is_own(url) == own


def test_requests_a_minute_are_kept_and_spread_evenly() -> None:
    with scripted_engine(echo) as server:
        all_answered(run(replace(server.engine, requests_per_minute=1200), 20, concurrency=20), 20)
        times = server.seen.times
    assert times[-1] - times[0] > 0.8, "19 pauses of 50 ms"
    assert all(later - first > 0.25 for first, later in zip(times, times[8:], strict=False)), "no bursts"


def test_tokens_a_minute_are_kept_by_what_answers_took() -> None:
    with scripted_engine(lambda prompt, _: f"{prompt}{' word' * 98}") as server:  # 100 tokens, and one of the prompt
        begun = time.monotonic()
        all_answered(run(replace(server.engine, tokens_per_minute=101 * 600), 20, concurrency=20), 20)
    assert time.monotonic() - begun > 1.2, "600 answers a minute"


@pytest.mark.parametrize("form", ["seconds", "date", "ms", "used up", "used up, said with an answer"])
def test_a_server_that_wants_us_to_wait_is_left_alone_so_long(form: str) -> None:
    headers = {
        "seconds": lambda: {"Retry-After": "1"},
        "date": lambda: {"Retry-After": formatdate(time.time() + 2, usegmt=True)},
        "ms": lambda: {"retry-after-ms": "900", "Retry-After": "1"},
        "used up": lambda: {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1.1s"},
        "used up, said with an answer": lambda: {
            "X-RateLimit-Remaining-Requests": "0",
            "X-RateLimit-Reset-Requests": "0m1s",
        },
    }

    def answers(prompt: str, asked_before: int) -> Act | str:
        if prompt == "q0" and not asked_before:
            if "answer" in form:
                return Text(echo(prompt, asked_before), headers=headers[form]())
            return Status(429, headers=headers[form]())
        return Text(echo(prompt, asked_before), 0.05)

    with scripted_engine(answers) as server:
        all_answered(run(server.engine, 40, concurrency=4), 40)
        times = server.seen.times
    assert max(later - first for first, later in pairwise(times)) > 0.7


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [("6m0s", 360), ("20ms", 0.02), ("7.66s", 7.66), ("1h2m", 3720), ("12", 12), ("soon", 0), ("", 0), ("-1s", 0)],
)
def test_what_is_used_up_is_there_again_when_the_server_says(reset: str, seconds: float) -> None:
    said = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": reset}
    assert used_up_s(said) == wanted_pause_s(said, 0) == pytest.approx(seconds)
    assert used_up_s(said | {"x-ratelimit-remaining-requests": "1"}) == 0


def test_servers_that_want_us_to_wait_for_hours_end_the_run_with_their_words() -> None:
    act = Status(429, "come back tomorrow", {"Retry-After": "43200"})
    with scripted_engine(lambda *_: act) as server, pytest.raises(EngineUnavailable, match="tomorrow"):
        run(server.engine, 3)


@pytest.mark.parametrize(
    "act", [Status(402, "no balance left"), Status(429, "no balance left", code_said="insufficient_quota")]
)
def test_an_account_without_credit_ends_the_run_at_once(act: Status) -> None:
    with scripted_engine(lambda *_: act) as server, pytest.raises(EngineError, match="no balance left") as told:
        run(server.engine, 50, concurrency=4)
    assert not isinstance(told.value, EngineUnavailable)
    assert server.seen.requests <= 5


@pytest.mark.slow
def test_a_server_with_little_room_is_asked_less_at_once_and_more_when_it_has_room_again() -> None:
    seen: list[int] = []

    def each(done: int, load: Load) -> None:
        seen.append(load.limit)
        if done == 150:
            server.room = 10**9

    with scripted_engine(lambda prompt, n: Text(echo(prompt, n), 0.03)) as server:
        server.room = 6
        all_answered(run(server.engine, 1200, concurrency=64, each=each), 1200)
        assert server.seen.crowded
    assert min(seen[:150]) <= 6
    assert seen[-1] == 64, "all of it is back"


def test_a_storm_of_429_loses_and_doubles_nothing() -> None:
    with scripted_engine(play([Status(429)] * 150, echo)) as server:
        all_answered(run(server.engine, 120, concurrency=64), 120)
        assert sum(server.seen.prompts.values()) == 120 + 150


def test_what_a_storm_refuses_at_once_counts_once() -> None:
    limits: list[int] = []
    with scripted_engine(play([Status(429)] * 32, lambda prompt, n: Text(echo(prompt, n), 0.05))) as server:
        unhurried = replace(HASTY, first_pause_s=1.0)
        each: Callable[[int, Load], None] = lambda _, load: limits.append(load.limit)  # noqa: E731  # one line
        all_answered(run(server.engine, 64, concurrency=32, each=each, retries=unhurried), 64)
    assert limits[0] == 16, "one cut, not 32"


@contextlib.contextmanager
def two(first: Answers, second: Answers) -> Iterator[tuple[ScriptedEngine, ScriptedEngine, Engine]]:
    with scripted_engine(first) as one, scripted_engine(second) as other:
        yield one, other, replace(one.engine, also=(other.url,))


def slow(prompt: str, asked_before: int) -> Text:
    return Text(echo(prompt, asked_before), 0.02)


def test_two_urls_share_the_work_and_each_has_its_slots() -> None:
    with two(slow, slow) as (one, other, engine):
        results = run(engine, 200, concurrency=8)
        all_answered(results, 200)
        assert max(one.seen.most_in_flight, other.seen.most_in_flight) == 8
        assert min(one.seen.answered, other.seen.answered) > 50
    hosts = Counter(result.engine for result in results if isinstance(result, Completion))
    assert set(hosts) == {one.engine.name, other.engine.name}


def test_of_two_urls_one_dies_for_good_and_the_other_does_the_rest() -> None:
    away: set[str] = set()

    def dying(prompt: str, asked_before: int) -> Act | str:
        return Die(3600) if one.seen.requests > 30 else slow(prompt, asked_before)

    with two(dying, slow) as (one, other, engine):
        results = run(engine, 300, concurrency=8, each=lambda _, load: away.update(load.away))
        all_answered(results, 300)
        assert other.seen.answered > 200
        assert away == {one.engine.host}


def test_a_url_that_comes_back_is_asked_again() -> None:
    died: list[int] = []

    def dying_once(prompt: str, asked_before: int) -> Act | str:
        if one.seen.requests > 20 and not died:
            died.append(one.seen.answered)
            return Die(0.3)
        return slow(prompt, asked_before)

    with two(dying_once, slow) as (one, _, engine):
        all_answered(run(engine, 600, concurrency=8), 600)
        assert one.seen.answered > died[0] + 20


def test_when_all_urls_are_gone_the_run_ends_and_says_where() -> None:
    with two(lambda *_: Die(3600), lambda *_: Die(3600)) as (one, _, engine), pytest.raises(EngineUnavailable) as told:
        run(replace(engine, patience_s=1), 20)
    assert "127.0.0.1" in str(told.value)
    assert one.seen.answered == 0


def test_each_url_has_an_adaptive_limit_of_its_own() -> None:
    with two(slow, slow) as (one, other, engine):
        one.room = 2
        all_answered(run(engine, 300, concurrency=16), 300)
        assert one.seen.most_in_flight <= 2
        assert other.seen.most_in_flight == 16


ROUTER_FAULTS: dict[str, Act] = {
    "502": Status(502),
    "500": Status(500),
    "503": Status(503, "no available workers"),
    "400 of an empty pool": Status(400, "Model scripted not found or vLLM engine is sleeping."),
    "404 of an empty pool": Status(404, "no healthy upstream"),
}


@pytest.mark.parametrize("fault", ROUTER_FAULTS)
def test_a_router_whose_machines_restart_blames_no_question(fault: str) -> None:
    """One question meets ten machines that are gone: more than one engine would be forgiven, or the question."""

    def answers(prompt: str, asked_before: int) -> Act | str:
        gone = asked_before < (10 if prompt == "q7" else 2)
        return ROUTER_FAULTS[fault] if gone else echo(prompt, asked_before)

    with scripted_engine(answers) as server:
        hasty = replace(HASTY, longest_pause_s=0.05)
        all_answered(run(replace(server.engine, router=True), 30, retries=hasty), 30)
        assert server.seen.health == 0, "nobody asked whether the router's machines live"


def test_a_router_that_is_away_itself_is_waited_for_and_no_question_is_blamed() -> None:
    def answers(prompt: str, asked_before: int) -> Act | str:
        return Die(0.2) if prompt == "q7" and asked_before < 4 else echo(prompt, asked_before)

    with scripted_engine(answers) as server:
        all_answered(run(replace(server.engine, router=True), 30), 30)
        assert server.seen.deaths == 4


def test_a_question_that_a_router_never_answers_is_set_aside_when_patience_is_over() -> None:
    with scripted_engine(lambda prompt, n: Status(500, "it alone") if prompt == "q7" else echo(prompt, n)) as server:
        results = run(replace(server.engine, router=True, patience_s=1), 30)
        once_each(results, 30)
    assert [(one.ask.question_id, one.reason) for one in results if isinstance(one, Refused)] == [("q7", "no_answer")]


def test_a_hosted_api_without_a_list_of_models_is_asked_all_the_same() -> None:
    with scripted_engine(echo, dialect="plain") as server:
        engine = replace(server.engine, url=server.url, model="scripted", dialect="plain")
        asyncio.run(replace(engine, model="not/listed").check(PLAIN))
        all_answered(run(engine, 3), 3)


def test_more_connections_than_open_files_are_allowed_by_habit_are_allowed_for() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())) + 60, hard))
    try:
        with scripted_engine(echo) as server:
            all_answered(run(server.engine, 10, concurrency=100), 10)
            assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 100 + 100
            with pytest.raises(EngineError, match="open files"):
                run(server.engine, 1, concurrency=hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_silent_url_costs_only_what_it_was_asked() -> None:
    def silent(prompt: str, asked_before: int) -> Act | str:
        return Hang()

    with two(silent, slow) as (_, other, engine):
        all_answered(run(engine, 40, concurrency=4, stall_s=0.5), 40)
        assert other.seen.answered == 40
