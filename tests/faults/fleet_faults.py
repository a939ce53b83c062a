"""`make fleet-faults`: every fault of a fleet at real waits, on PostgreSQL and a bucket.

Each fault happens to a campaign of its own while two engines work for it. It prints a table for docs/measured.md. On
two idle cores all of them take about three quarters of an hour, most of which is waiting; `--only` takes some.
"""

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import missing
from tests.faults.fleet import Fleet, Scene, a_fleet, network, scene, until
from tests.faults.postgres import postgres
from tests.s3_server import s3_server
from thoughtmill.generation.planner_lease import PLANNER
from thoughtmill.store.leases.observer import Observer


def nothing(_: Scene) -> str:
    """No fault."""
    return "two engines share the work"


def worker_and_flow(at: Scene) -> str:
    """A machine vanishes; another one has a worker."""
    fleet = at.fleet
    fleet.gpu("gpu-3", at.engines["gpu-3"])
    at.lost("gpu-1", lambda: fleet.vanish("gpu-1"))
    return "what it had in flight is asked by another engine"


def flow_alone(at: Scene) -> str:
    """A run's process is killed, its worker lives."""
    run = at.run_on("gpu-1")
    at.lost("gpu-1", lambda: at.fleet.kill_flow(run))
    return "its worker sets it to Crashed; what it had in flight is asked again"


def produce_ten_times(at: Scene) -> str:
    """`produce` is killed as soon as it plans, ten times, and begun again."""
    runs = {run.id for run in at.fleet.runs("generate")}
    for _ in range(10):
        planner = who_plans(at)
        at.fleet.kill_flow(at.run)
        until(lambda: is_final(at))
        at.produce()
        until(lambda planner=planner: who_plans(at) not in ("", planner))
    more = len({run.id for run in at.fleet.runs("generate")} - runs)
    return f"{more} more generate runs were started by ten more `produce`"


def who_plans(at: Scene) -> str:
    """The holder of the planner's lease that names something; nobody's, if there is none."""
    leases = Observer(at.store.storage)
    beat = leases.look(PLANNER).get(PLANNER)
    holder = leases.holder(beat) if beat else None
    return holder.id if holder and holder.units else ""


def is_final(at: Scene) -> bool:
    """Whether `produce` has ended."""
    state = at.fleet.state(at.run)
    return state is not None and state.is_final()


def server_down(seconds: float) -> Callable[[Scene], str]:
    """The server is killed and started again after a while."""

    def fault(at: Scene) -> str:
        at.fleet.vanish("server")
        answered = at.answered()
        time.sleep(seconds)
        answered = at.answered() - answered
        at.fleet.server()
        return f"{answered} answers came meanwhile; {workers_left(at)}"

    return fault


def workers_left(at: Scene) -> str:
    """Which workers have ended by themselves; a supervisor of the user would start them again."""
    ended = [name for name in ("cpu", "gpu-1", "gpu-2") if not at.fleet.is_up(name)]
    return f"workers that have ended: {', '.join(ended)}" if ended else "all workers live"


def server_cut(seconds: float) -> Callable[[Scene], str]:
    """The network to the server hangs."""

    def fault(at: Scene) -> str:
        answered = at.answered()
        network(at.fleet.to_server, seconds)
        return f"{at.answered() - answered} answers came meanwhile; {workers_left(at)}"

    return fault


def store_cut(seconds: float) -> Callable[[Scene], str]:
    """The network to the store hangs."""

    def fault(at: Scene) -> str:
        assert at.fleet.to_store, "a bucket"
        answered = at.answered()
        network(at.fleet.to_store, seconds)
        return f"{at.answered() - answered} answers came meanwhile; {workers_left(at)}"

    return fault


def spot(at: Scene) -> str:
    """A machine is told to end, and is gone 30 s later; another one has a worker."""
    fleet = at.fleet
    fleet.gpu("gpu-3", at.engines["gpu-3"])

    def reclaimed() -> None:
        fleet.signal("gpu-1", signal.SIGTERM)
        ends = time.monotonic() + 30
        while fleet.is_up("gpu-1") and time.monotonic() < ends:
            time.sleep(0.2)
        took.append(30 - (ends - time.monotonic()))
        fleet.vanish("gpu-1")

    took: list[float] = []
    at.lost("gpu-1", reclaimed)
    return f"it had ended {took[0]:.0f} s after SIGTERM"


def come_and_go(at: Scene) -> str:
    """A worker comes; another one is drained, and then removed."""
    fleet = at.fleet
    fleet.gpu("gpu-3", at.engines["gpu-3"])
    came_s = until(lambda: at.engines["gpu-3"].seen.answered > 0)
    drained_s: list[float] = []

    def drained() -> None:
        fleet.signal("gpu-1", signal.SIGTERM)
        drained_s.append(until(lambda: not fleet.is_up("gpu-1"), 120))

    at.lost("gpu-1", drained)
    fleet.vanish("gpu-1")
    ended = f"the old one has ended {drained_s[0]:.0f} s after it was told"
    return f"the new one answers {came_s:.0f} s after its start; {ended}"


def nobody_there(at: Scene) -> str:
    """A queue has no worker; then there is one."""
    words = "prefect worker start --pool gpu --work-queue thinker"
    until(lambda: (state := at.fleet.state(at.run)) is not None and state.is_running())
    told_s = until(lambda: at.fleet.said(at.run, words))
    for name in ("gpu-1", "gpu-2"):
        at.fleet.gpu(name, at.engines[name])
    return f"told {told_s:.0f} s after `produce` began"


def database_lost(at: Scene) -> str:
    """The server loses its database; what was registered is registered again."""
    at.fleet.vanish("server")
    at.fleet.forget()
    before = at.traces()
    at.fleet.server()
    time.sleep(at.fleet.paced(60))
    committed = at.traces() - before
    at.fleet.register()
    return f"{committed} traces were committed before `thoughtmill register`; {workers_left(at)}"


@dataclass(frozen=True)
class Fault:
    """A fault: what happens, how long an answer takes so that it happens in the middle, and how it begins.

    workers: that are there at the beginning. runs: that the campaign wants.
    """

    name: str
    happens: Callable[[Scene], str]
    answer_s: float
    workers: int = 2
    runs: int = 2


FAULTS = (
    Fault("none", nothing, 5),
    Fault("GPU worker and its flow killed -9", worker_and_flow, 12),
    Fault("the flow alone killed -9", flow_alone, 8),
    Fault("`produce` killed ten times", produce_ten_times, 25),
    Fault("server down for 10 s", server_down(10), 6),
    Fault("server down for 60 s", server_down(60), 10),
    Fault("server down for 300 s", server_down(300), 35),
    Fault("network to the server cut for 120 s", server_cut(120), 15),
    Fault("network to the store cut for 120 s", store_cut(120), 15),
    Fault("SIGTERM, 30 s later gone (spot)", spot, 10),
    Fault("worker added; another drained and removed", come_and_go, 20, runs=3),
    Fault("a queue without a worker", nobody_there, 2, workers=0),
    Fault("Prefect's database lost", database_lost, 12),
)


def undergo(fleet: Fleet, fault: Fault, folder: Path) -> list[str]:
    """A row of the table: the fault, what was seen, seconds until taken over, asked twice, equal, left Running."""
    folder.mkdir()
    with scene(fleet, folder, fault.answer_s, workers=fault.workers, runs=fault.runs) as at:
        at.produce()
        if fault.workers:
            at.working(fault.workers)
        seen = fault.happens(at)
        state = end_of(at)
        left = fleet.left_running(300)
        committed = at.traces()
        twice = 100 * (at.requests() - committed) / committed
        equal = "yes" if state == "Completed" and at.samples() == at.undisturbed() else "no"
    if not fleet.is_up("cpu"):
        fleet.cpu()
    over = "–" if at.taken_over_s is None else f"{at.taken_over_s:.0f}"
    seen = seen if state == "Completed" else f"{seen}; `produce`: {state}"
    return [fault.name, seen, over, f"{twice:.1f}", equal, ", ".join(left) or "none"]


def end_of(at: Scene) -> str:
    """How `produce` ended: by its run, or, where the server does not know that any more, by the release."""
    if at.fleet.state(at.run) is None:
        until(lambda: list(at.store.commits("releases")), 600, 2)
        return "Completed"
    state: Any = at.fleet.wait(at.run)
    return state.name if state.is_completed() else f"{state.name}, {state.message}"


def main() -> int:
    """Run the faults and print the table as it grows."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--only", default="", help="words of the names of faults, separated by commas")
    parser.add_argument("--pace", type=float, default=1.0, help="what all waits of the factory are multiplied with")
    told = parser.parse_args()
    wanted = [fault for fault in FAULTS if any(word in fault.name for word in told.only.split(","))]
    if missing("postgres"):
        print("PostgreSQL is missing: apt-get install postgresql")
        return 1
    print("| fault | seen | taken over, s | asked twice, % | release as undisturbed | left Running |", flush=True)
    print("|---|---|---:|---:|---|---|", flush=True)
    fine = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="thoughtmill-fleet-")))
        database, s3 = stack.enter_context(postgres()), stack.enter_context(s3_server())
        fleet = stack.enter_context(a_fleet(folder / "home", pace=told.pace, postgres=database, s3=s3))
        for number, fault in enumerate(wanted):
            begun = time.monotonic()
            try:
                row = undergo(fleet, fault, folder / str(number))
            except Exception:  # noqa: BLE001  # a fault that ends badly is a row, and the others are tried
                traceback.print_exc()
                row = [fault.name, f"failed: {sys.exc_info()[1]}", "–", "–", "no", ", ".join(fleet.left_running(1))]
            fine &= row[4] == "yes" and row[5] == "none"
            print(f"| {' | '.join(row)} |", flush=True)
            print(f"{fault.name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
