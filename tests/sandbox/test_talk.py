"""Four conversations at once: programs that fight, beside attacks that go on, get past no assertion of their tests."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.sandbox_attacks import CALLS
from tests.verifiers.cases_code import block
from thoughtmill.verifiers import Outcome
from thoughtmill.verifiers.code.verifier import Code

pytestmark = pytest.mark.needs("bwrap")
SCRIPT = json.dumps(
    {"script": "assert f(5) == 42\nassert f(5) == 43", "function": "f", "seconds": 0.5, "memory_mb": 256}
)
HONEST = json.dumps({"script": "for n in range(9):\n    assert f(n) == (n, {n})", "function": "f"})


@pytest.mark.slow
def test_no_attack_passes_a_script_while_four_programs_run_and_no_honest_program_is_disturbed() -> None:
    honest = "def f(n):\n    return (n, {n})"
    with ThreadPoolExecutor(4) as threads:
        attacks = [threads.submit(Code().check, block(code), SCRIPT) for code in CALLS.values()]
        beside = [threads.submit(Code().check, block(honest), HONEST) for _ in range(20)]
        found = {name: attack.result() for name, attack in zip(CALLS, attacks, strict=True)}
        assert [one.result().outcome for one in beside] == [Outcome.CORRECT] * 20
    assert not {name: check for name, check in found.items() if check.outcome is Outcome.CORRECT}
