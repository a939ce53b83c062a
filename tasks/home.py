"""This machine's folder for what is no data of a campaign: logs, checkpoints."""

import os
from pathlib import Path


def home() -> Path:
    """This machine's folder for logs and checkpoints: THOUGHTMILL_HOME, or `.thoughtmill` where one is."""
    return Path(os.environ.get("THOUGHTMILL_HOME", ".thoughtmill")).resolve()


def log_path(name: str) -> Path:
    """Where the log of something that is started here goes."""
    folder = home() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"
