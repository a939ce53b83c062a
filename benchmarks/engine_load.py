"""What our generation costs, against a bare aiohttp loop on the same engine: a ratio, in alternating pairs.

Three ways ask the same questions of the same engine: `bare`, the least code that keeps every slot filled; `ask_all`,
with retries and exact accounting; `generate`, which also reads shards and commits Parquet. By default the
engine is the scripted one, a program of its own that answers after a delay with a text of given size: then the
client is what limits, and CPU seconds a trace are the honest figure. `--url` measures on a real engine instead.

    python benchmarks/engine_load.py
    python benchmarks/engine_load.py --url http://127.0.0.1:8000/v1 --model NAME --traces 400 --in-flight 64
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.small_campaign import prepared, table  # noqa: E402  # the repository's own tests, found by the line above
from thoughtmill.campaign import Campaign  # noqa: E402  # as above
from thoughtmill.engine.client import Ask, Engine, Sampling, ask_all  # noqa: E402  # as above
from thoughtmill.generation.generate import generate  # noqa: E402  # as above
from thoughtmill.generation.planner import Ledger, commit_plan, next_units  # noqa: E402  # as above
from thoughtmill.store.store import Store  # noqa: E402  # as above

WAYS = ("bare", "ask_all", "generate")


@dataclass(frozen=True)
class Cost:
    """One measurement: traces a second by the wall, and CPU seconds of this program for 1,000 traces."""

    rate: float
    cpu_s_1000: float


def main() -> None:
    """Measure, print a table, and the same as JSON in the last line."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--url", help="…/v1 of a real engine; the key is taken from THOUGHTMILL_ENGINE_KEY")
    parser.add_argument("--model", default="scripted")
    parser.add_argument("--traces", type=int, default=4000, help="a measurement")
    parser.add_argument("--in-flight", type=int, default=256)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--delay", type=float, default=0.02, help="seconds a scripted answer takes")
    parser.add_argument("--chars", type=int, default=2000, help="characters of a scripted answer")
    parser.add_argument("--max-tokens", type=int, default=60)
    told = parser.parse_args()
    with engine_at(told) as engine:
        rounds = [{way: measure(way, engine, told) for way in WAYS} for _ in range(told.pairs)]
    report(rounds, told)


@contextmanager
def engine_at(told: argparse.Namespace) -> Iterator[Engine]:
    """The engine that was named, or a scripted one of its own."""
    if told.url:
        yield Engine(told.url, told.model, os.environ.get("THOUGHTMILL_ENGINE_KEY"))
        return
    words = ["tests/scripted_engine.py", "--delay", str(told.delay), "--chars", str(told.chars), "--model", told.model]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield Engine(server.stdout.readline().strip(), told.model)
        finally:
            server.kill()


def measure(way: str, engine: Engine, told: argparse.Namespace) -> Cost:
    """One way, once; what it needs is made ready first."""
    sampling = Sampling(1.0, 1.0, told.max_tokens)
    with tempfile.TemporaryDirectory() as folder:
        run: Callable[[], Awaitable[int]]
        if way == "bare":
            run = lambda: bare(engine, prompts(told.traces), sampling, told.in_flight)  # noqa: E731  # one line a way
        elif way == "ask_all":
            run = lambda: through_ask_all(engine, prompts(told.traces), sampling, told.in_flight)  # noqa: E731  # same
        else:
            store, campaign, keys = units(Path(folder), told)
            run = lambda: through_generate(store, campaign, keys, engine)  # noqa: E731  # same
        begun, cpu = time.monotonic(), cpu_seconds()
        done = asyncio.run(counted(run))
        assert done == told.traces, f"{way}: {done} of {told.traces} traces"
        return Cost(done / (time.monotonic() - begun), 1000 * (cpu_seconds() - cpu) / done)


async def counted(run: Callable[[], Awaitable[int]]) -> int:
    """asyncio.run wants a coroutine."""
    return await run()


def prompts(count: int) -> Iterator[str]:
    """The questions of the small campaign."""
    return (f"What is {i} + 4?" for i in range(count))


async def bare(engine: Engine, asks: Iterator[str], sampling: Sampling, in_flight: int) -> int:
    """The least that keeps `in_flight` slots filled and reads every text; no retry, no account."""
    done = 0
    timeout = aiohttp.ClientTimeout(total=None)
    connector = aiohttp.TCPConnector(limit=0)

    async def slot(session: aiohttp.ClientSession) -> None:
        nonlocal done
        for prompt in asks:
            body = {
                "model": engine.model,
                "messages": [{"role": "user", "content": prompt}],
                "temperature": sampling.temperature,
                "top_p": sampling.top_p,
                "max_tokens": sampling.max_tokens,
            }
            async with session.post(f"{engine.url}/chat/completions", json=body) as answer:
                found = await answer.json()
            assert isinstance(found["choices"][0]["message"]["content"], str)
            done += 1

    async with aiohttp.ClientSession(headers=engine.headers, timeout=timeout, connector=connector) as session:
        await asyncio.gather(*[slot(session) for _ in range(in_flight)])
    return done


async def through_ask_all(engine: Engine, asks: Iterator[str], sampling: Sampling, in_flight: int) -> int:
    """Our client alone."""
    every = (Ask(prompt, 1, 0, (("user", prompt),)) for prompt in asks)
    return sum([1 async for _ in ask_all(engine, every, sampling, in_flight)])


def units(folder: Path, told: argparse.Namespace) -> tuple[Store, Campaign, list[str]]:
    """A store with frozen units of so many questions, one trace each, 500 a shard."""
    teachers = table(folder)["teachers"]
    ours = {"model": told.model, "concurrency": told.in_flight, "temperature": 1.0, "top_p": 1.0}
    teachers["thinker"] |= ours | {"max_tokens": told.max_tokens}
    parts = table(folder)["parts"]
    parts["reasoning"] |= {"quota": told.traces, "policy": {"first_round": 1, "max_traces": 1, "max_kept": 1}}
    work = {"shard_questions": 500, "run_shards": 2}
    store, campaign, questions = prepared(folder, sums=told.traces, parts=parts, teachers=teachers, work=work)
    states = next_units(Ledger(store, campaign, questions), ["reasoning"])
    return store, campaign, [commit_plan(store, state, questions).key for state in states]


async def through_generate(store: Store, campaign: Campaign, keys: list[str], engine: Engine) -> int:
    """The whole arrow: shards read, asked, committed."""
    committed = await generate(store, campaign, keys, engine, lambda _: None)
    return sum(store.get("traces", key).counts["traces"] for key in committed)


def cpu_seconds() -> float:
    """What this program used so far, threads included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def report(rounds: list[dict[str, Cost]], told: argparse.Namespace) -> None:
    """Medians, and the ratio to `bare` within each round: its median and its range."""
    found: dict[str, dict[str, float]] = {}
    print(f"{'':10}{'traces/s':>10}{'ratio':>8}{'range':>14}{'CPU s / 1,000':>15}{'ratio':>8}")
    for way in WAYS:
        rates = sorted(one[way].rate / one["bare"].rate for one in rounds)
        found[way] = {
            "traces_per_s": round(statistics.median(one[way].rate for one in rounds), 1),
            "ratio": round(statistics.median(rates), 3),
            "ratio_low": round(rates[0], 3),
            "ratio_high": round(rates[-1], 3),
            "cpu_s_per_1000": round(statistics.median(one[way].cpu_s_1000 for one in rounds), 3),
            "cpu_ratio": round(statistics.median(one[way].cpu_s_1000 / one["bare"].cpu_s_1000 for one in rounds), 3),
        }
        row = found[way]
        span = f"{row['ratio_low']:.3f}-{row['ratio_high']:.3f}"
        print(
            f"{way:10}{row['traces_per_s']:10,.0f}{row['ratio']:8.3f}{span:>14}"
            f"{row['cpu_s_per_1000']:15.3f}{row['cpu_ratio']:8.2f}"
        )
    setting = {"engine": "real" if told.url else "scripted", "traces": told.traces, "in_flight": told.in_flight}
    print(json.dumps(setting | {"pairs": told.pairs, "cpus": os.cpu_count()} | found))


if __name__ == "__main__":
    main()
