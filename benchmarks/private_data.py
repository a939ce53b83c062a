"""What rings as a secret or personal data in a folder of sets, file by file, and what looking for it costs.

python benchmarks/private_data.py FOLDER…
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thoughtmill.errors import CampaignError
from thoughtmill.questions.private_data import private_in
from thoughtmill.questions.readers import READERS, kind_of
from thoughtmill.questions.sources import read_rows


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a row, wherever it lies."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def main() -> None:
    """Print a line a file in which something was found, and the cost of all."""
    list(private_in("AKIA" + "0" * 16))  # the detectors are loaded
    texts = chars = 0
    seconds = 0.0
    for path in sorted(path for folder in sys.argv[1:] for path in Path(folder).rglob("*")):
        if not path.is_file() or kind_of(path) not in READERS:
            continue
        found = Counter[str]()
        try:
            held = [text for row in read_rows(path) for text in texts_in(row.values)]
        except CampaignError as error:
            print(f"{path.name}: {error.args[1]}")
            continue
        begun = time.process_time()
        for text in held:
            found.update(one.kind for one in private_in(text))
        seconds += time.process_time() - begun
        texts, chars = texts + len(held), chars + sum(map(len, held))
        if found:
            print(
                f"{path.name}: {', '.join(f'{n:,} {kind}' for kind, n in found.most_common())} in {len(held):,} texts"
            )
    cost = f"{seconds / max(texts, 1) * 1e6:.1f} µs a text, {seconds / max(chars, 1) * 1e9:.0f} ns a character"
    print(f"{texts:,} texts, {chars:,} characters, {seconds:.1f} CPU seconds: {cost}")


if __name__ == "__main__":
    main()
