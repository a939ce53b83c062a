"""What the factory says when a person has to mend something."""


class ThoughtmillError(Exception):
    """Why the factory stopped, for the person who has to make it go on: expected, found, to do."""

    def __init__(self, expected: str, found: str, todo: str) -> None:
        super().__init__(expected, found, todo)  # all three in args: survives pickling between processes

    def __str__(self) -> str:
        expected, found, todo = self.args
        return f"expected  {expected}\nfound     {found}\nto do     {todo}"


class CampaignError(ThoughtmillError):
    """The campaign file, or a file it names, is not as it should be."""


class StoreError(ThoughtmillError):
    """The store can't be used, or what lies in it is not what its records say."""


class MissingFile(StoreError):
    """A file that a record names is not there."""


class StoreUnavailable(StoreError):
    """The store does not answer, or says that it can't now. Asking again later may work."""


class CommandError(ThoughtmillError):
    """The command line asks for what is not there."""


class QueryError(ThoughtmillError):
    """A query that can't be answered: no SQL, not about what is there, or not only reading."""


class QuotaNotMet(ThoughtmillError):
    """All questions are used up and a quota is not filled."""


class LaterVersion(StoreError):
    """A record or a store of a format that only a later version reads."""


class AlreadyRunning(ThoughtmillError):
    """Another run is doing the same thing."""


class NotDeployed(ThoughtmillError):
    """Prefect's server has no deployment of that name: nobody would do the work."""


class PrefectDown(ThoughtmillError):
    """Prefect's server or a worker did not start, ended, can't be reached, or refuses us."""


class EngineError(ThoughtmillError):
    """The engine answered in a way that asking again won't mend (wrong key, wrong model, bad request)."""


class EngineUnavailable(EngineError):
    """The engine did not answer, or said it can't now. Asking again later may work."""


class EngineSick(EngineError):
    """The engine answers, but not as its teacher has answered before."""


class CheckerBroken(ThoughtmillError):
    """A verifier or filter itself failed. Never counted as a wrong answer."""


class LabelError(ThoughtmillError):
    """The labels that training would see are not exactly the completion and its end token."""


class TrainingFailed(ThoughtmillError):
    """The training process ended without a student."""
