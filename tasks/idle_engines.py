"""Which teacher's engines nobody needs any more: told in the log and as an event, so that nobody pays for them."""

from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.events import ENGINES_FREE, tell
from thoughtmill.generation.wanted import Wanted


class IdleEngines:
    """Knows whose quotas were not filled at the last look."""

    def __init__(self, ref: CampaignRef) -> None:
        self.ref, self._log = ref, get_run_logger()
        self._asked = set[str]()

    def look(self, wanted: Wanted) -> None:
        """Tell of teachers whose quotas have been filled since the last look, where engines are others' to end.

        Nothing is told where a filled quota may open again: samples that are too long for the student may be left out.
        """
        campaign = self.ref.open()[1]
        opens_again = campaign.student is not None and campaign.student.too_long == "leave_out"
        if opens_again or campaign.work.generate_on != "gpu":
            return
        for teacher in sorted(self._asked - wanted.units.keys()):
            self._log.info("nothing more is to be asked of %s: the engines of its queue may be given back", teacher)
            tell(ENGINES_FREE, self.ref, teacher=teacher)
        self._asked = set(wanted.units)
