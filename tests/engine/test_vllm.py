"""vLLM itself, as the factory starts it on this machine."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.generation.test_generate import frozen, traces, whole
from tests.small_campaign import table
from thoughtmill.engine import watchdog
from thoughtmill.engine.local import local_engine
from thoughtmill.generation.generate import GenerationProgress, generate


@pytest.mark.heavy
@pytest.mark.needs("engine")
def test_vllm_itself_answers_dies_comes_back_and_leaves_nothing(
    demo_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = uuid4().hex
    monkeypatch.setenv(watchdog.RUN, run)
    store, campaign, keys = frozen(tmp_path, parts=table(tmp_path)["parts"] | MANY, sums=72, thinker=TEACHER)

    def pid_of(word: str) -> int:
        return next(pid for pid, command in watchdog.leftovers(run) if word in command and "watchdog" not in command)

    def killing(word: str) -> Callable[[GenerationProgress], None]:
        def tell(now: GenerationProgress) -> None:
            if victims and now.in_flight > 0 and now.done > now.total / 8:
                os.kill(pid_of(victims.pop()), signal.SIGKILL)

        victims = [word]
        return tell

    with local_engine("small", str(demo_model), {"max_model_len": 1024}, tmp_path / "log", print) as running:
        asyncio.run(running.engine.check())
        half = len(keys) // 2
        for word, some in (("EngineCore", keys[:half]), ("api_server", keys[half:])):
            before = pid_of(word)
            asyncio.run(generate(store, campaign, some, running.engine, killing(word), running.revive))
            assert pid_of(word) != before, "it was killed, and started again"
        texts = [text for commit in whole(store, keys) for text in traces(store, commit.key)["text"].to_pylist()]
        assert not [text for text in texts if "<|im_end|>" in text], "the end token is not text"
        assert [text for text in texts if text.endswith("4")], "the stop string is"
    assert not watchdog.leftovers(run)


MANY = {"reasoning": {"quota": 36, "teacher": "thinker", "domains": {"math": 1.0}}}
TEACHER = {"model": "small", "max_tokens": 64, "stop": ["4"], "concurrency": 16, "temperature": 1.0, "top_p": 1.0}
