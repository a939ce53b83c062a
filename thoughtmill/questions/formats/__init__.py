"""How sets hold questions: one file a format, one row in FORMATS. What each reads: docs/data.md."""

from collections.abc import Sequence

from thoughtmill.questions.formats.alpaca import ALPACA
from thoughtmill.questions.formats.arc import ARC
from thoughtmill.questions.formats.big_math import BIG_MATH
from thoughtmill.questions.formats.choice import CHOICE
from thoughtmill.questions.formats.classeval import CLASSEVAL
from thoughtmill.questions.formats.codecontests import CODECONTESTS
from thoughtmill.questions.formats.codeforces import CODEFORCES
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values
from thoughtmill.questions.formats.countdown import COUNTDOWN
from thoughtmill.questions.formats.dapo import DAPO
from thoughtmill.questions.formats.deepmath import DEEPMATH
from thoughtmill.questions.formats.distilled import DOLLY, NEMOTRON, OPENMATH, OPENORCA, S1K
from thoughtmill.questions.formats.evalplus import EVALPLUS
from thoughtmill.questions.formats.gpqa import GPQA, SCIQ
from thoughtmill.questions.formats.gsm8k import GSM8K
from thoughtmill.questions.formats.gym import NEMO_GYM
from thoughtmill.questions.formats.humaneval_x import HUMANEVAL_X
from thoughtmill.questions.formats.ifeval import IFEVAL
from thoughtmill.questions.formats.ioi import IOI
from thoughtmill.questions.formats.json_schema import JSON_SCHEMA
from thoughtmill.questions.formats.knights import KNIGHTS, REASONING_GYM
from thoughtmill.questions.formats.livecodebench import LIVECODEBENCH
from thoughtmill.questions.formats.math import MATH
from thoughtmill.questions.formats.messages import MESSAGES
from thoughtmill.questions.formats.mmlu import MMLU
from thoughtmill.questions.formats.multiple import MULTIPL_E
from thoughtmill.questions.formats.numina import NUMINA
from thoughtmill.questions.formats.olympiadbench import OLYMPIADBENCH
from thoughtmill.questions.formats.openr1 import OPENR1
from thoughtmill.questions.formats.openthoughts import OPENTHOUGHTS
from thoughtmill.questions.formats.orz import ORZ
from thoughtmill.questions.formats.prime import SYNTHETIC
from thoughtmill.questions.formats.programs import PROGRAMS
from thoughtmill.questions.formats.prompts import PROMPTS
from thoughtmill.questions.formats.qa import QA
from thoughtmill.questions.formats.roll import ROLL
from thoughtmill.questions.formats.scibench import SCIBENCH
from thoughtmill.questions.formats.sharegpt import SHAREGPT
from thoughtmill.questions.formats.sql import SQL
from thoughtmill.questions.formats.squad import SQUAD
from thoughtmill.questions.formats.tpbench import TPBENCH
from thoughtmill.questions.formats.triviaqa import TRIVIAQA
from thoughtmill.questions.formats.turns import TURNS
from thoughtmill.questions.formats.ultrachat import ULTRACHAT
from thoughtmill.questions.formats.verifiable import VERIFIABLE
from thoughtmill.questions.formats.word_problem import WORD_PROBLEM
from thoughtmill.questions.formats.zebralogic import ZEBRA_GRID, ZEBRALOGIC

AUTO = "auto"

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        GSM8K, MATH, NUMINA, OPENR1, DAPO, BIG_MATH, DEEPMATH, OLYMPIADBENCH, SCIBENCH, WORD_PROBLEM, ROLL, NEMO_GYM,
        OPENMATH, S1K, ORZ, SYNTHETIC,
        MMLU, GPQA, SCIQ, ARC, TRIVIAQA, SQUAD, ZEBRALOGIC, ZEBRA_GRID, KNIGHTS, REASONING_GYM, COUNTDOWN,
        PROGRAMS, LIVECODEBENCH, CODECONTESTS, CODEFORCES, VERIFIABLE, EVALPLUS, MULTIPL_E, HUMANEVAL_X, IOI,
        CLASSEVAL, TPBENCH, IFEVAL, JSON_SCHEMA, SQL,
        MESSAGES, SHAREGPT, OPENTHOUGHTS, ALPACA, NEMOTRON, DOLLY, OPENORCA, ULTRACHAT, TURNS, CHOICE, QA, PROMPTS,
    )
}  # fmt: skip
"""Every format by the name that a campaign uses. Of the general ones the first that claims the rows is the one."""


def claiming(sample: Sequence[Values]) -> list[str]:
    """The formats that claim most of these rows; the first general one only if no other does."""
    most = [one for one in FORMATS.values() if sample and sum(_claims(one, row) for row in sample) * 2 > len(sample)]
    special = [one.name for one in most if not one.general]
    return special or [one.name for one in most][:1]


def _claims(one: Format, values: Values) -> bool:
    try:
        return one.claims(values)
    except MemoryError:  # of the machine, not of the row
        raise
    except Exception:  # noqa: BLE001  # whatever a cell holds instead, it is not what the format reads
        return False


__all__ = ["AUTO", "FORMATS", "Format", "Reading", "Trace", "Values", "claiming"]
