"""Each ask exactly once, whatever the engine does; asked over real HTTP of a server that does what it is told."""

import asyncio
import contextlib
import gzip
import os
import socket
import struct
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scripted_engine import FAULTS, Act, Die, Hang, Raw, Status, Text, play, scripted_engine, slow_at_first
from thoughtmill.engine.client import Ask, Completion, Engine, Refused, Revive, Sampling, ask_all, from_environment
from thoughtmill.engine.scheduler import RetryPolicy
from thoughtmill.errors import EngineError, EngineUnavailable

PLAIN = Sampling(temperature=1.0, top_p=1.0, max_tokens=50)
HASTY = RetryPolicy(settle_s=0.05, first_pause_s=0.02)
SHORT = RetryPolicy(settle_s=0.05, first_pause_s=0.02, tries=2)


def asks(count: int, chat: bool = True) -> Iterator[Ask]:
    for i in range(count):
        yield Ask(f"q{i}", 1, 0, (("user", f"q{i}"),), None) if chat else Ask(f"q{i}", 1, 0, None, f"q{i}")


def ask(
    engine: Engine,
    what: Iterator[Ask],
    concurrency: int = 8,
    stall_s: float = 20,
    revive: Revive | None = None,
    sampling: Sampling = PLAIN,
    retries: RetryPolicy = HASTY,
) -> list[Completion | Refused]:
    async def collect() -> list[Completion | Refused]:
        async with contextlib.aclosing(
            ask_all(engine, what, sampling, concurrency, stall_s, revive, retries)
        ) as results:
            return [result async for result in results]

    return asyncio.run(collect())


def echo(prompt: str, asked_before: int) -> str:
    return f"{prompt} {asked_before}"


def once_each(results: list[Completion | Refused], count: int) -> None:
    """Every ask has one result, and its own."""
    assert Counter(result.ask.question_id for result in results) == Counter(f"q{i}" for i in range(count))
    for result in results:
        if isinstance(result, Completion):
            assert result.text.split()[0] == result.ask.question_id


@pytest.mark.parametrize("chat", [True, False], ids=["chat", "completions"])
def test_every_ask_is_answered_once_and_by_its_own_answer(chat: bool) -> None:
    with scripted_engine(slow_at_first(7, echo)) as server:
        results = ask(server.engine, asks(100, chat), concurrency=7)
        once_each(results, 100)
        assert server.seen.requests == 100
        assert server.seen.most_in_flight == 7


def test_the_slots_stay_filled_while_the_caller_is_busy_but_no_further_than_the_results_may_wait() -> None:
    drawn = 0

    def counted() -> Iterator[Ask]:
        nonlocal drawn
        for one in asks(1000):
            drawn += 1
            yield one

    async def slow_reader(engine: Engine) -> tuple[int, int]:
        async with contextlib.aclosing(ask_all(engine, counted(), PLAIN, 10)) as results:
            await anext(results)
            before = drawn
            await asyncio.sleep(0.5)
            return before, drawn

    with scripted_engine(echo) as server:
        _, after = asyncio.run(slow_reader(server.engine))
        assert 20 <= after <= 22, "10 in flight, 10 waiting to be read, and the one that was read"


@pytest.mark.parametrize("fault", FAULTS)
def test_what_may_pass_is_asked_again(fault: str) -> None:
    with scripted_engine(play([FAULTS[fault]] * 2, echo)) as server:
        results = ask(server.engine, asks(3))
        once_each(results, 3)
        assert all(isinstance(result, Completion) for result in results)
        assert server.seen.requests == 5


def test_whether_the_engine_lives_is_asked_once_for_all_that_failed_together() -> None:
    with scripted_engine(play([Status(500)] * 32, echo)) as server:
        once_each(ask(server.engine, asks(32), concurrency=32), 32)
        assert server.seen.health <= 4


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(faults=st.lists(st.sampled_from([*FAULTS.values(), Die(0.2)]), max_size=6), count=st.integers(1, 30))
def test_no_mixture_of_faults_loses_or_doubles_an_answer(faults: list[Act], count: int) -> None:
    with scripted_engine(play(list(faults), echo)) as server:
        results = ask(server.engine, asks(count), concurrency=5)
        once_each(results, count)
        assert all(isinstance(result, Completion) for result in results)


def test_a_silent_request_is_asked_again_when_nothing_moves_on() -> None:
    def answers(prompt: str, asked_before: int) -> Act | str:
        return Hang() if prompt == "q3" and asked_before == 0 else echo(prompt, asked_before)

    with scripted_engine(answers) as server:
        once_each(ask(server.engine, asks(10), stall_s=0.4), 10)
        assert server.seen.prompts["q3"] == 2


@pytest.mark.parametrize("sign", ["replies", "tokens"])
def test_a_long_answer_is_waited_for_while_the_engine_gets_on(sign: str) -> None:
    def answers(prompt: str, _: int) -> Act | str:
        server.metrics += 1 if sign == "tokens" else 0
        return Text(prompt, delay_s=1.6 if prompt == "q0" else 0.2)

    async def counting(engine: Engine) -> list[Completion | Refused]:
        async def count() -> None:
            while True:
                await asyncio.sleep(0.05)
                server.metrics += 1

        moving = asyncio.create_task(count())
        found = [one async for one in ask_all(engine, asks(1), PLAIN, 2, 0.5)]
        moving.cancel()
        return found

    with scripted_engine(answers) as server:
        if sign == "tokens":
            once_each(asyncio.run(counting(server.engine)), 1)
        else:
            once_each(ask(server.engine, asks(20), concurrency=2, stall_s=0.5), 20)
        assert server.seen.prompts["q0"] == 1


def test_an_engine_that_dies_in_the_middle_loses_and_doubles_nothing() -> None:
    def answers(prompt: str, asked_before: int) -> Act | str:
        return Die(0.3) if prompt in ("q20", "q45") and asked_before == 0 else Text(echo(prompt, asked_before), 0.02)

    with scripted_engine(answers) as server:
        once_each(ask(server.engine, asks(80)), 80)
        assert server.seen.deaths == 2


def test_a_question_that_kills_the_engine_every_time_is_set_aside_and_all_others_are_answered() -> None:
    def answers(prompt: str, asked_before: int) -> Act | str:
        return Die(0.3) if prompt == "q13" else echo(prompt, asked_before)

    with scripted_engine(answers) as server:
        results = ask(server.engine, asks(60), concurrency=16)
        once_each(results, 60)
        assert [(r.ask.question_id, r.reason) for r in results if isinstance(r, Refused)] == [("q13", "kills_engine")]
        assert server.seen.deaths <= 2 + 2 + HASTY.deaths_alone


def test_too_long_a_question_is_set_aside_with_what_the_engine_said() -> None:
    said = "This model's maximum context length is 1024 tokens. However, you requested 2000 tokens."

    def answers(prompt: str, asked_before: int) -> Act | str:
        return Status(400, said) if prompt == "q4" else echo(prompt, asked_before)

    with scripted_engine(answers) as server:
        results = ask(server.engine, asks(20))
        once_each(results, 20)
        assert [(r.reason, r.detail) for r in results if isinstance(r, Refused)] == [("too_long", said)]


@pytest.mark.parametrize("act", [Status(400, "bad words"), Status(500, "it alone")], ids=["refused", "no answer"])
def test_what_only_one_question_meets_is_that_questions_fault(act: Act) -> None:
    with scripted_engine(lambda prompt, n: act if prompt == "q4" else echo(prompt, n)) as server:
        results = ask(server.engine, asks(20), retries=SHORT)
        once_each(results, 20)
        assert [r.ask.question_id for r in results if isinstance(r, Refused)] == ["q4"]


def test_a_last_question_that_is_never_answered_is_not_taken_for_a_broken_engine() -> None:
    with scripted_engine(lambda prompt, n: Status(500) if prompt == "q0" else echo(prompt, n)) as server:
        results = ask(server.engine, asks(1), retries=SHORT)
        assert [r.reason for r in results if isinstance(r, Refused)] == ["no_answer"]


@pytest.mark.parametrize("code", [400, 500])
def test_what_every_question_meets_is_nobodys_fault_but_an_error(code: int) -> None:
    with scripted_engine(lambda *_: Status(code, "no such setting")) as server, pytest.raises(EngineError) as told:
        ask(server.engine, asks(20), retries=SHORT)
    assert "no such setting" in str(told.value)
    assert isinstance(told.value, EngineUnavailable) == (code == 500)


def test_a_context_too_short_for_all_is_an_error_and_not_a_campaign_set_aside() -> None:
    with scripted_engine(lambda *_: Status(400, "maximum context length is 12")) as server:
        with pytest.raises(EngineError, match="max_tokens"):
            ask(server.engine, asks(200))
        assert server.seen.requests < 60


def test_a_wrong_key_or_model_or_page_stops_at_once() -> None:
    with scripted_engine(echo, key="right") as server:
        for engine in (Engine(server.url, "scripted", "wrong"), Engine(server.url, "another", "right")):
            with pytest.raises(EngineError) as told:
                ask(engine, asks(5))
            assert not isinstance(told.value, EngineUnavailable)
            assert "right" not in str(told.value)
        assert server.seen.answered == 0
        once_each(ask(server.engine, asks(5)), 5)


def test_an_engine_that_does_not_come_back_is_told_with_what_to_do() -> None:
    with scripted_engine(lambda *_: Die(3600)) as server, pytest.raises(EngineUnavailable) as told:
        ask(server.engine, asks(5), stall_s=1)
    assert str(server.port) in str(told.value)
    assert "start it again" in str(told.value)


def test_an_engine_of_ours_is_revived_once_a_death_however_many_were_in_flight(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('{"q9": ["die"], "q30": ["die"]}')
    revivals = 0

    def begin(port: int) -> tuple[subprocess.Popen[str], int]:
        words = ["tests/scripted_engine.py", "--port", str(port), "--script", str(script), "--delay", "0.01"]
        env = {**os.environ, "PYTHONPATH": "."}
        started = programs.enter_context(
            subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True, env=env)
        )
        programs.callback(started.kill)
        assert started.stdout
        return started, int(started.stdout.readline().split(":")[2].split("/")[0])

    async def revive() -> None:
        nonlocal running, revivals
        revivals += 1
        assert running.poll() is not None, "it must be dead"
        script.write_text('{"q30": ["die"]}' if revivals == 1 else "{}")
        running, _ = await asyncio.to_thread(begin, port)

    with contextlib.ExitStack() as programs:  # each is killed, waited for, and its output closed
        running, port = begin(0)
        results = ask(Engine(f"http://127.0.0.1:{port}/v1", "scripted"), asks(50), revive=revive)
        assert Counter(result.ask.question_id for result in results) == Counter(f"q{i}" for i in range(50))
        assert all(isinstance(result, Completion) for result in results)
        assert revivals == 2


def test_what_the_questions_raise_is_raised_and_nothing_stays_in_flight() -> None:
    def broken() -> Iterator[Ask]:
        yield from asks(5)
        raise RuntimeError("a shard that can't be read")

    with scripted_engine(lambda *_: Hang(5)) as server:
        with pytest.raises(RuntimeError, match="can't be read"):
            ask(server.engine, broken())
        for _ in range(100):
            if server.seen.in_flight == 0:
                break
            time.sleep(0.05)
        assert server.seen.in_flight == 0


def test_a_request_says_what_shapes_a_trace_and_never_a_seed() -> None:
    with scripted_engine(echo) as server:
        ask(server.engine, asks(1), sampling=Sampling(0.7, 0.9, 80, ("</answer>",)))
        body = server.seen.last_body
    assert {name: body[name] for name in ("temperature", "top_p", "max_tokens", "stop")} == {
        "temperature": 0.7,
        "top_p": 0.9,
        "max_tokens": 80,
        "stop": ["</answer>"],
    }
    assert "seed" not in body
    assert body["skip_special_tokens"] is False


@pytest.mark.parametrize("chat", [True, False], ids=["chat", "completions"])
def test_the_stop_string_that_ended_a_text_stays_in_it(chat: bool) -> None:
    texts = {"q0": "<answer>7</answer> and more", "q1": "ended by itself"}
    with scripted_engine(lambda prompt, _: texts[prompt]) as server:
        results = ask(server.engine, asks(2, chat), sampling=Sampling(0.7, 0.9, 80, ("</answer>",)))
    found = {result.ask.question_id: result.text for result in results if isinstance(result, Completion)}
    assert found == {"q0": "<answer>7</answer>", "q1": "ended by itself"}


def test_reasoning_that_the_api_split_off_is_kept_apart_and_counts_are_the_engines() -> None:
    with scripted_engine(lambda *_: Text("the answer", finish_reason="length", reasoning="a thought")) as server:
        (found,) = ask(server.engine, asks(1))
    assert isinstance(found, Completion)
    assert (found.text, found.reasoning, found.finish_reason) == ("the answer", "a thought", "length")
    assert (found.prompt_tokens, found.completion_tokens) == (1, 3)
    assert found.engine == f"{socket.gethostname()}:{server.port}", "among those of all machines"


def test_check_names_what_is_wrong_with_an_engine() -> None:
    with scripted_engine(echo, model="served", key="right") as server:
        asyncio.run(Engine(server.url, "served", "right").check())
        with pytest.raises(EngineError, match="THOUGHTMILL_ENGINE_KEY"):
            asyncio.run(Engine(server.url, "served", "wrong").check())
        with pytest.raises(EngineError, match="serves served"):
            asyncio.run(Engine(server.url, "another", "right").check())
        with pytest.raises(EngineError, match="list of models"):
            asyncio.run(Engine(server.url.removesuffix("/v1"), "served", "right").check())
    with pytest.raises(EngineUnavailable, match=str(server.port)):
        asyncio.run(Engine(server.url, "served", "right").check())


def test_neither_key_nor_password_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THOUGHTMILL_ENGINE_URL", "http://me:hunter2@127.0.0.1:9/v1/")
    monkeypatch.setenv("THOUGHTMILL_ENGINE_KEY", "s3cret")
    engine = from_environment("m")
    assert engine is not None
    with pytest.raises(EngineError) as told:
        asyncio.run(engine.check())
    shown = f"{engine!r} {engine} {told.value} {told.value!r}"
    assert "127.0.0.1:9" in shown
    assert "hunter2" not in shown
    assert "s3cret" not in shown


def test_without_a_url_the_environment_names_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert from_environment("m") is None
    monkeypatch.setenv("THOUGHTMILL_ENGINE_URL", "127.0.0.1:8000")
    with pytest.raises(EngineError, match="http://"):
        from_environment("m")


def answer_with(message: str = '{"content": "x"}', usage: str = '"completion_tokens": 2', choice: str = "") -> bytes:
    """A whole answer but for what is given, as it would come over the wire."""
    choices = f'[{{"index": 0, "message": {message}, "finish_reason": "stop"{choice}}}]'
    return f'{{"choices": {choices}, "usage": {{"prompt_tokens": 1, {usage}}}}}'.encode()


def bomb(millions: int) -> bytes:
    """A whole answer with so many million letters, in gzip: a block of a million is packed once and repeated."""
    start, end = answer_with('{"content": "@"}').split(b"@")
    packing, letters = zlib.compressobj(9, zlib.DEFLATED, -15), b"a" * 10**6
    blocks = [packing.compress(part) + packing.flush(zlib.Z_FULL_FLUSH) for part in (start, letters, end)]
    check = zlib.crc32(start)
    for _ in range(millions):
        check = zlib.crc32(letters, check)
    sizes = struct.pack("<II", zlib.crc32(end, check), len(start) + millions * len(letters) + len(end))
    return gzip.compress(b"")[:10] + blocks[0] + blocks[1] * millions + blocks[2] + packing.flush() + sizes


GZIP = {"Content-Encoding": "gzip"}
BROKEN: dict[str, Raw] = {
    "a lone surrogate": Raw(answer_with('{"content": "bad \\ud83d end"}')),
    "a lone surrogate in the reasoning": Raw(answer_with('{"content": "x", "reasoning": "\\ud83d"}')),
    "a lone surrogate in the end": Raw(answer_with(choice=', "finish_reason": "\\ud83d"')),
    "no UTF-8": Raw(answer_with().replace(b"x", b"\xff\xfe")),
    "UTF-16": Raw(answer_with().decode().encode("utf-16")),
    "content that is a list": Raw(answer_with('{"content": [{"type": "text", "text": "hi"}]}')),
    "content that is a number": Raw(answer_with('{"content": 5}')),
    "reasoning that is a list": Raw(answer_with('{"content": "x", "reasoning": ["a", "b"]}')),
    "reasoning that is a number": Raw(answer_with('{"content": "x", "reasoning": 5}')),
    "reasoning_content that is a table": Raw(answer_with('{"content": "x", "reasoning_content": {"a": 1}}')),
    "an end that is a list": Raw(answer_with(choice=', "finish_reason": ["stop"]')),
    **{
        f"{name} tokens": Raw(answer_with(usage=f'"completion_tokens": {told}'))
        for name, told in {
            "too many": str(2**31),
            "far too many": "9" * 5000,
            "negative": "-5",
            "half": "2.5",
            "endless": "Infinity",
            "no": "NaN",
            "true": "true",
            "null": "null",
        }.items()
    },
    "no usage": Raw(b'{"choices": [{"message": {"content": "x"}, "finish_reason": "stop"}]}'),
    "deep JSON": Raw(b"[" * 200_000 + b"]" * 200_000),
    "deep JSON where nobody looks": Raw(answer_with(choice=', "x": ' + "[" * 100_000 + "]" * 100_000)),
    "an error in a 200": Raw(b'{"error": {"message": "overloaded", "code": 529}}'),
    "a bomb": Raw(bomb(300), headers=GZIP),
    "no gzip": Raw(b"\x1f\x8b" + b"x" * 50, headers=GZIP),
    "half a gzip": Raw(gzip.compress(answer_with())[:-12], headers=GZIP),
    "an unknown coding": Raw(b"x", headers={"Content-Encoding": "br"}),
    "a huge answer": Raw(answer_with(f'{{"content": "{"a " * 2_000_000}"}}')),
    "an endless answer": Raw(b" " * 65_536, endless=True),
    "an endless error": Raw(b"x" * 65_536, 500, endless=True),
    "deep JSON in an error": Raw(b"[" * 200_000 + b"]" * 200_000, 500),
    "an odd pause": Raw(b"{}", 429, {"Retry-After": "\u00b2"}),
    "an endless pause": Raw(b"{}", 429, {"Retry-After": "9" * 400}),
    "a status of its own": Raw(b"{}", 999),
    "nothing to say": Raw(b"", 204),
}
"""What no engine of good will answers; none of it is an answer."""

SHORTEST = RetryPolicy(settle_s=0.02, first_pause_s=0.01, longest_pause_s=0.02, tries=2)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_asked_again_and_stops_nothing(name: str) -> None:
    with scripted_engine(play([BROKEN[name]], echo)) as server:
        results = ask(server.engine, asks(2), concurrency=1, retries=SHORTEST)
        once_each(results, 2)
        assert all(isinstance(result, Completion) for result in results)
        assert server.seen.requests == 3


@pytest.mark.parametrize("name", [name for name in BROKEN if "pause" not in name])
def test_a_question_that_gets_broken_answers_alone_is_set_aside_and_its_reason_can_be_stored(name: str) -> None:
    with scripted_engine(lambda prompt, n: BROKEN[name] if prompt == "q1" else echo(prompt, n)) as server:
        results = ask(server.engine, asks(3), retries=SHORTEST)
        (refused,) = [result for result in results if isinstance(result, Refused)]
    assert (refused.ask.question_id, refused.reason) == ("q1", "no_answer")
    assert refused.detail.encode()
    assert len(refused.detail) <= 500


def test_an_engine_whose_every_answer_is_broken_ends_the_run_and_is_named() -> None:
    with scripted_engine(lambda *_: BROKEN["a lone surrogate"]) as server, pytest.raises(EngineUnavailable) as told:
        ask(server.engine, asks(20), retries=SHORTEST)
    assert str(server.port) in str(told.value)
    assert "not whole" in str(told.value)


def test_an_answer_that_a_proxy_packed_is_unpacked() -> None:
    with scripted_engine(
        lambda *_: Raw(gzip.compress(answer_with('{"content": "q0 \\u0000"}')), headers=GZIP)
    ) as server:
        (found,) = ask(server.engine, asks(1))
    assert isinstance(found, Completion)
    assert found.text == "q0 \x00"


def test_what_an_engine_says_of_a_refusal_can_be_stored() -> None:
    said = Raw(b'{"error": {"message": "bad words: \\ud83d \xff"}}', 400)
    with scripted_engine(lambda prompt, n: said if prompt == "q4" else echo(prompt, n)) as server:
        (refused,) = [one for one in ask(server.engine, asks(20)) if isinstance(one, Refused)]
    assert refused.detail.encode()
    assert "bad words" in refused.detail


@pytest.mark.parametrize("said", ["no such setting", "maximum context length is 12"])
def test_a_refusal_of_everything_ends_the_run_at_once_with_the_servers_words(said: str) -> None:
    with scripted_engine(lambda *_: Status(400, said)) as server, pytest.raises(EngineError, match=said) as told:
        ask(server.engine, asks(100), concurrency=4)
    assert not isinstance(told.value, EngineUnavailable)
    assert server.seen.requests <= 4 + 1


def test_the_first_questions_may_be_refused_for_their_own_fault() -> None:
    def answers(prompt: str, asked_before: int) -> Act | str:
        return Status(400, "bad words") if prompt in ("q0", "q1", "q2") else Text(echo(prompt, asked_before), 0.05)

    with scripted_engine(answers) as server:
        results = ask(server.engine, asks(20))
        once_each(results, 20)
        assert server.seen.requests == 20 + 1
    refused = {one.ask.question_id: one.reason for one in results if isinstance(one, Refused)}
    assert refused == dict.fromkeys(("q0", "q1", "q2"), "engine_refused")


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_its_target_is_named(code: int) -> None:
    with scripted_engine(echo) as thief:
        there = Raw(b"", code, {"Location": f"{thief.url}/chat/completions?key=hunter2"})
        with scripted_engine(lambda *_: there) as server, pytest.raises(EngineError) as told:
            ask(server.engine, asks(5), concurrency=1)
        assert server.seen.requests == 1
        assert thief.seen.requests == 0
    assert f"{thief.port}/v1/chat/completions" in str(told.value)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize("chat", [True, False], ids=["chat", "completions"])
def test_a_server_that_is_not_vllm_gets_what_the_standard_knows_and_its_text_is_left_as_it_is(chat: bool) -> None:
    texts = {"q0": "<answer>7</answer> and more", "q1": "ended by itself"}
    with scripted_engine(lambda prompt, _: texts[prompt], strict=True) as server:
        results = ask(server.engine, asks(2, chat), sampling=Sampling(0.7, 0.9, 80, ("</answer>",)))
        assert server.seen.requests == 2
    found = {result.ask.question_id: result.text for result in results if isinstance(result, Completion)}
    assert found == {"q0": "<answer>7", "q1": "ended by itself"}
