"""Before an engine is given work it answers what its teacher has solved before; a sick one is refused."""

from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.events import ENGINE_SICK, tell
from thoughtmill import event_loop
from thoughtmill.engine.local import RunningEngine
from thoughtmill.errors import EngineSick
from thoughtmill.generation.canary import CanaryResult, canary, known_answers, without


def expect_known_answers(ref: CampaignRef, teacher: str, running: RunningEngine) -> None:
    """Ask an engine a few solved questions, once a run and teacher. Of several URLs it goes on without the sick ones.

    Nothing is asked while too few questions are solved. Raises EngineSick if no URL is left, EngineError, StoreError.
    """
    store, campaign = ref.open()
    if teacher in running.trusted or not campaign.work.canaries:
        return
    known = known_answers(store, campaign, teacher, campaign.work.canaries)
    results = event_loop.run(canary(running.engine, known, running.revive)) if known else []
    running.trusted.add(teacher)
    for one in results:
        get_run_logger().info("%s gave %d of %d known answers", one.engine, one.kept, one.asked)
    sick = [one for one in results if one.sick]
    for one in sick:
        tell(ENGINE_SICK, ref, engine=one.engine, teacher=teacher, asked=one.asked, kept=one.kept)
    rest = without(running.engine, sick)
    if rest is None:
        raise _refused(sick[0], teacher)
    for one in sick:
        get_run_logger().warning("it gets no work:\n%s", _refused(one, teacher))
    running.engine = rest


def _refused(sick: CanaryResult, teacher: str) -> EngineSick:
    once = 1 / max(sick.chance, 1e-99)
    return EngineSick(
        f"about {sick.expected:.0%} of the answers that {teacher} has given before",
        f"{sick.kept} of {sick.asked} from {sick.engine}, by chance less than once in {once:.0e}",
        "mend its weights, quantisation or chat template and start it again; `work.canaries = 0` asks none",
    )
