"""Mark runs as crashed that an ended factory left behind. Run alone, against a server whose workers don't run yet."""

import sys

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.states import Cancelled, Crashed

OPEN = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING, StateType.PAUSED, StateType.SCHEDULED]


def main() -> None:
    """Print what was found, nothing if there was nothing."""
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=OPEN)))
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(flow_run_filter=wanted, limit=200)
        for run in found:
            waiting = run.state is not None and run.state.type == StateType.SCHEDULED
            state = Cancelled if waiting else Crashed
            client.set_flow_run_state(run.id, state(message="the factory that it belonged to has ended"), force=True)
    if found:
        sys.stdout.write(", ".join(f"{run.name} ({run.state.name if run.state else 'no state'})" for run in found))


if __name__ == "__main__":
    main()
