"""What langdetect says of a passage: slow, and asked last."""

from functools import cache
from typing import Any


@cache
def _detector() -> Any:
    from langdetect import DetectorFactory, detector_factory

    DetectorFactory.seed = 7  # else the same text may get another verdict
    detector_factory.init_factory()
    return detector_factory._factory  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # there is no other way to it


def guess(plain: str) -> str | None:
    """What langdetect says of a passage, None where it is not sure. Always the same for the same passage."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detector().create()
    detector.n_trial = 3  # of 7: a short passage costs milliseconds
    detector.append(plain)
    try:
        guesses = detector.get_probabilities()
    except LangDetectException:
        return None
    return guesses[0].lang[:2] if guesses and guesses[0].prob > 0.9 else None
