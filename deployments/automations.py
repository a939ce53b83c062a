"""`thoughtmill automations`: what Prefect's server itself watches, so that nobody has to look at the UI all day.

Made once by name. One that is there stays as it is: switched off, with another window, with other actions.
"""

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, DoNothing, SendNotification
from prefect.events.schemas.automations import AutomationCore, CompoundTrigger, EventTrigger, Posture, TriggerTypes
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings

from tasks import events
from thoughtmill.errors import CommandError

PREFIX = "thoughtmill: "
ENDS = {f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Crashed", "Cancelled", "TimedOut")}
BAD_ENDS = {f"prefect.flow-run.{name}" for name in ("Failed", "Crashed", "TimedOut")}
RAISED = "Flow run encountered an exception: "
"""How the message of a state begins for a run that ended by an exception of ours; then comes its class."""


def lost_after() -> float:
    """Three heartbeats and a half, as often as they come in this environment, which has to be the workers' one too."""
    return max(150.0, 3.5 * (get_current_settings().flows.heartbeat_frequency or 180))


@dataclass(frozen=True, slots=True)
class Windows:
    """Seconds that something may last."""

    lost_s: float = field(default_factory=lost_after)
    stalled_s: float = 3_600
    waiting_s: float = 300
    sick_s: float = 900


def wanted(windows: Windows, block: UUID | None = None) -> list[AutomationCore]:
    """The seven automations. `block`: the id of a notification block that is told; without one they only fire."""

    def one(name: str, description: str, trigger: TriggerTypes, *actions: ActionTypes) -> AutomationCore:
        told = [SendNotification(block_document_id=block, subject=f"Thoughtmill: {name}", body=BODY)] if block else []
        acts = [*actions, *told] or [DoNothing()]
        return AutomationCore(
            name=PREFIX + name, description=description, trigger=trigger, actions=acts, tags=["thoughtmill"]
        )

    crash = ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message=LOST, force=False)
    return [
        one("run lost", "a run's heartbeat has stopped: it is marked as crashed", _lost(windows.lost_s), crash),
        one("no progress", "a campaign that was at work has committed nothing for long", _stalled(windows.stalled_s)),
        one("yield under its floor", "too few of a domain's traces are kept", _campaign({events.LOW_YIELD})),
        one("engine sick", "runs end, again and again, because an engine does not answer", _sick(windows.sick_s)),
        one("queue without worker", "a run is late and nobody takes it", _waiting(windows.waiting_s)),
        one("quota out of reach", "all questions are used up and a quota is short", _out_of_reach()),
        one("training failed", "a training, or the comparison after it, has ended badly", _training_failed()),
    ]


LOST = (
    "expected  a heartbeat of this run every few seconds\nfound     none: its process or its machine is gone\n"
    "to do     start `produce` again: it goes on from what is committed"
)
BODY = """{{ automation.name }}: {{ automation.description }}
{% if flow_run %}run {{ flow_run.name }} ({{ flow_run.state.name }}): {{ flow_run.state.message }}
{% endif %}event {{ event.event }} of {{ event.resource.name }} at {{ event.occurred }}
"""


def make_automations(
    client: SyncPrefectClient, windows: Windows | None = None, block: UUID | None = None, *, anew: bool = False
) -> list[str]:
    """Make those that are missing. `anew`: those that are there too, but for whether they are on. Returns lines."""
    told: list[str] = []
    for automation in wanted(windows or Windows(), block):
        found = client.read_automations_by_name(automation.name)
        if not found:
            client.create_automation(automation)
            told.append(f"automation {automation.name}: made")
        elif anew:
            client.update_automation(found[0].id, automation.model_copy(update={"enabled": found[0].enabled}))
            told.append(f"automation {automation.name}: made anew, {_state(found[0].enabled)}")
        else:
            told.append(f"automation {automation.name}: stays as it is, {_state(found[0].enabled)}")
    return told


def _state(enabled: bool) -> str:
    return "on" if enabled else "off"


def _of(role: Literal["tag", "flow"], *names: str) -> dict[str, Any]:
    """What an event is related to: tags by their ids, or flows by their names."""
    label = "prefect.resource.id" if role == "tag" else "prefect.resource.name"
    return {"prefect.resource.role": role, label: list(names)}


def _trigger(match: dict[str, list[str]], expect: set[str], **more: Any) -> EventTrigger:
    """A trigger on events of what matches, of each by itself and of one event, unless `more` says so."""
    usual = {"for_each": {"prefect.resource.id"}, "posture": Posture.Reactive, "threshold": 1, "within": 0}
    return EventTrigger.model_validate({"match": match, "expect": expect, **usual, **more})


def _runs(expect: set[str], message: str = "", **more: Any) -> EventTrigger:
    """A trigger on our flow runs; `message`: how that of their state begins, with a star after it."""
    match = {"prefect.resource.id": ["prefect.flow-run.*"]}
    if message:
        match["prefect.state-message"] = [message]
    return _trigger(match, expect, **{"match_related": _of("tag", "prefect.tag.thoughtmill"), **more})


def _campaign(expect: set[str], **more: Any) -> EventTrigger:
    """A trigger on what the factory itself tells of a campaign."""
    return _trigger({"prefect.resource.id": ["thoughtmill.campaign.*"]}, expect, **more)


def _missing(after: str, seconds: float) -> dict[str, Any]:
    """What makes a trigger fire on the absence of what should follow."""
    return {"after": {after}, "posture": Posture.Proactive, "within": seconds}


def _lost(seconds: float) -> EventTrigger:
    heartbeat = "prefect.flow-run.heartbeat"
    return _runs({heartbeat, *ENDS}, **_missing(heartbeat, seconds))


def _waiting(seconds: float) -> EventTrigger:
    taken = {f"prefect.flow-run.{name}" for name in ("Pending", "Running", "AwaitingConcurrencySlot")}
    return _runs({*taken, *ENDS}, **_missing("prefect.flow-run.Late", seconds))


def _stalled(seconds: float) -> EventTrigger:
    return _campaign({events.PROGRESS, events.PUBLISHED}, **_missing(events.PROGRESS, seconds))


def _sick(seconds: float) -> CompoundTrigger:
    queue = {"related:work-queue:prefect.resource.id"}
    twice = _runs(BAD_ENDS, f"{RAISED}EngineUnavailable*", threshold=2, within=seconds, for_each=queue)
    return _any_of(twice, _campaign({events.ENGINE_SICK}))


def _out_of_reach() -> CompoundTrigger:
    return _any_of(_runs(BAD_ENDS, f"{RAISED}QuotaNotMet*"), _campaign({events.OUT_OF_REACH}))


def _any_of(*triggers: EventTrigger) -> CompoundTrigger:
    return CompoundTrigger(require="any", triggers=list(triggers), within=None)


def _training_failed() -> EventTrigger:
    return _runs(BAD_ENDS, match_related=_of("flow", "train", "compare"))


def notification_block(client: SyncPrefectClient, named: str) -> UUID:
    """The id of a block that `TYPE/NAME` names. Raises CommandError."""
    kind, _, name = named.partition("/")
    try:
        return client.read_block_document_by_name(name, kind).id
    except ObjectNotFound as error:
        todo = f"make it in the UI, or: prefect block create {kind}"
        raise CommandError(
            "a notification block TYPE/NAME, e.g. slack-webhook/operations", repr(named), todo
        ) from error
