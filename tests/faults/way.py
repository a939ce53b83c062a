"""The whole way of a small campaign in a process that may be killed at any moment.

`python -m tests.faults.way` imports everything once and then forks a child for each line of JSON that it reads, so
that a thousand restarts cost a thousand forks. An order has the child's environment. The child gets a signal (SIGKILL,
if the order names no other) right before its n-th watched event (a file opened, linked or removed, a connection, a
program started: Python's audit events), or after a time. SIGTERM raises in its main thread, as Prefect lets it; SIGINT
does what Python does.
"""

import faulthandler
import json
import os
import signal
import sys
import time
from typing import Any

from thoughtmill import event_loop
from thoughtmill.campaign import Campaign, load
from thoughtmill.engine.client import Engine
from thoughtmill.generation.generate import generate
from thoughtmill.generation.planner import Ledger, commit_plan, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store

WATCHED = ("open", "os.", "shutil.", "socket.", "subprocess.", "tempfile.")
UNITS_AT_ONCE = 3
LONGEST_S = 300
"""No attempt takes as long, also on busy cores: who does hangs."""


class Terminated(BaseException):
    """A SIGTERM."""


def whole_way(store: Store, campaign: Campaign, engine: Engine) -> str:
    """Everything from the frozen campaign to the release, as the flows do it. Returns the release's key."""
    freeze(store, campaign)
    questions = prepare(store, campaign)
    while states := next_units(Ledger(store, campaign, questions), list(campaign.parts)):
        teacher = states[0].unit.teacher
        units = [state for state in states if state.unit.teacher == teacher][:UNITS_AT_ONCE]
        keys = [commit_plan(store, state, questions).key for state in units]
        event_loop.run(generate(store, campaign, keys, engine))
        for key in keys:
            judge_shard(store, campaign, key)
        store.journal.fold(1)
    return publish(Ledger(store, campaign, questions)).key


def killing(order: dict[str, Any]) -> signal.Signals:
    """The signal that an order asks for."""
    return signal.Signals[f"SIG{order.get('signal', 'KILL')}"]


def terminated(*_: object) -> None:
    """What a SIGTERM does."""
    raise Terminated


def child(order: dict[str, Any]) -> None:
    """Run the way; get the signal before watched event number `events`, counted from 1, if that is given."""
    seen = 0
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    signal.signal(signal.SIGTERM, terminated)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(order["env"])

    def watch(event: str, _: Any) -> None:
        nonlocal seen
        if event.startswith(WATCHED):
            seen += 1
            if seen == order.get("events"):
                os.kill(os.getpid(), killing(order))

    sys.addaudithook(watch)
    campaign = load(order["campaign"])
    release = whole_way(Store.open(order["store"]), campaign, Engine(order["engine"], "scripted", None))
    told = {"release": release, "events": seen}
    os.write(order["answer"], json.dumps(told).encode())


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Fork a child for one order. Returns what it told, or `killed`, or how it `failed`."""
    reading, order["answer"] = os.pipe()
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.dup2(2, 1)
            child(order)
            code = 0
        except (Terminated, KeyboardInterrupt):
            os.write(order["answer"], json.dumps({"killed": True}).encode())
        except BaseException as error:  # noqa: BLE001  # whatever it is, it is told
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            sys.stderr.flush()
            os.write(order["answer"], json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode())
        finally:
            os._exit(code)
    os.close(order["answer"])
    if "seconds" in order:
        time.sleep(order["seconds"])
        os.kill(pid, killing(order))  # not waited for yet, so the pid is still its own
    _, status = os.waitpid(pid, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    answer: dict[str, Any] = json.loads(told) if told else {"killed": os.WIFSIGNALED(status)}
    return answer | {"seconds": time.monotonic() - begun}


def main() -> None:
    """Orders on standard input, answers on standard output, a line of JSON each."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        answers.write(json.dumps(run(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
