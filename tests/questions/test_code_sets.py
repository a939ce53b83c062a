"""Sets of programs: packed tests are never unpickled, and what a set brings along passes its own tests."""

import base64
import json
import pickle
import zlib
from typing import Any

import pytest

from tests.questions.code_rows import CODE_ROWS
from thoughtmill.questions.formats import FORMATS
from thoughtmill.questions.formats.packed import unpacked
from thoughtmill.verifiers import VERIFIERS
from thoughtmill.verifiers.code.languages import LANGUAGES


class Runs:
    """What runs a program when it is unpickled."""

    def __reduce__(self) -> Any:
        return (open, ("/tmp/thoughtmill-pickle", "w"))


def pack(raw: bytes) -> str:
    """Any bytes as LiveCodeBench packs its tests."""
    return base64.b64encode(zlib.compress(raw)).decode()


@pytest.mark.parametrize("protocol", range(6))
def test_a_packed_text_is_read_in_every_protocol(protocol: int) -> None:
    for text in ("[]", json.dumps([{"input": "é" * 300, "output": "\n"}]), "x" * 100_000):
        assert unpacked(pack(pickle.dumps(text, protocol))) == text


@pytest.mark.parametrize(
    "packed",
    [
        pack(pickle.dumps(Runs())),
        pack(pickle.dumps(["a"])),
        pack(pickle.dumps(("a", "b"))),
        pack(b"cos\nsystem\n(S'true'\ntR."),
        pack(b"X\x01\x00\x00\x00aX\x01\x00\x00\x00b."),
        pack(pickle.dumps("a")[:-1]),
        pack(b"\x80\xff."),
        pack(b""),
        pack(pickle.dumps("x"))[:-8],
        base64.b64encode(zlib.compress(bytes(200_000_000), 1)).decode(),
        "no base64",
        "",
    ],
)
def test_anything_else_in_it_is_refused_and_never_run(packed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        unpacked(packed)


@pytest.mark.needs("bwrap")
@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name, kind, row, *_ in CODE_ROWS if kind == "code" and name != "multipl-e"]
)
def test_a_row_of_every_set_of_programs_is_a_reference_that_its_verifier_can_use(
    name: str, row: dict[str, Any]
) -> None:
    reference = str(FORMATS[name].read(row).reference)
    language = LANGUAGES.get(json.loads(reference).get("language"))
    if language is not None and (why := language.missing()):
        assert why in str(VERIFIERS["code"].faults_of(reference))
    else:
        assert VERIFIERS["code"].faults_of(reference) is None
