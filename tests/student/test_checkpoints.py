"""Only whole checkpoints are resumed from; halves that a kill left are removed."""

from pathlib import Path

import pytest

from thoughtmill.errors import TrainingFailed
from thoughtmill.student.checkpoints import SHARDS, WHOLE, is_whole, last_whole, mark, refuse_other_strategy


def checkpoint(folder: Path, number: int) -> Path:
    made = folder / f"checkpoint-{number}"
    made.mkdir()
    (made / "model.safetensors").write_bytes(b"weights" * number)
    (made / "trainer_state.json").write_text("{}")
    return made


def test_the_newest_whole_one_counts_by_number_not_by_name(tmp_path: Path) -> None:
    for number in (8, 16, 100):
        mark(checkpoint(tmp_path, number))
    assert last_whole(tmp_path) == tmp_path / "checkpoint-100"


@pytest.mark.parametrize("spoil", ["no mark", "file gone", "file short", "half a mark"])
def test_a_half_written_one_is_skipped_and_removed(tmp_path: Path, spoil: str) -> None:
    mark(checkpoint(tmp_path, 8))
    half = checkpoint(tmp_path, 16)
    if spoil != "no mark":
        mark(half)
    if spoil == "file gone":
        (half / "model.safetensors").unlink()
    if spoil == "file short":
        (half / "model.safetensors").write_bytes(b"weig")
    if spoil == "half a mark":
        (half / WHOLE).write_text((half / WHOLE).read_text()[:-4])
    assert not is_whole(half)
    assert last_whole(tmp_path) == tmp_path / "checkpoint-8"
    assert not half.exists()


def test_without_any_there_is_none(tmp_path: Path) -> None:
    checkpoint(tmp_path, 8)
    assert last_whole(tmp_path) is None
    assert last_whole(tmp_path / "nowhere") is None


def test_weights_in_shards_are_gone_on_with_in_shards_and_whole_ones_whole(tmp_path: Path) -> None:
    whole, sharded = checkpoint(tmp_path, 8), checkpoint(tmp_path, 16)
    (sharded / SHARDS).mkdir()
    refuse_other_strategy(whole, sharded=False)
    refuse_other_strategy(sharded, sharded=True)
    for found, now in ((whole, True), (sharded, False)):
        with pytest.raises(TrainingFailed, match="fsdp2"):
            refuse_other_strategy(found, sharded=now)
