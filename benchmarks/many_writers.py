"""A hundred writers commit a thousand shards to one store at once: each once, and how fast; against an older checkout.

Four programs of 25 threads, each thread with a store of its own and ten keys of its own, and it wants the first key of
the next writer as well. Each shard has one small file. In a folder, and on a real S3 server on loopback (that of the
tests), which has no latency and takes a good part of the cores itself.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

HERE = Path(__file__).resolve()
PROGRAMS, THREADS, EACH = 4, 25, 10
WRITERS = PROGRAMS * THREADS


def store_class() -> Any:
    """The store of the code that is measured, where it is now and where it was."""
    try:
        from thoughtmill.store.store import Store
    except ImportError:
        from thoughtmill.store import Store  # pyright: ignore[reportAttributeAccessIssue]  # of an older checkout
    return Store


def write(url: str, first: int) -> None:
    """One of the programs: says that it is ready, waits for a word, and tells which keys it was told are its own."""
    store_of = store_class()

    def one(writer: int) -> list[int]:
        store, won = store_of.existing(url), list[int]()
        for number in [*range(writer * EACH, (writer + 1) * EACH), (writer + 1) % WRITERS * EACH]:
            with store.begin("traces", f"k{number}") as attempt:
                attempt.write_bytes("a", b"%d" % number)
                if attempt.commit(counts={"traces": number}).attempt == attempt.name:
                    won.append(number)
        return won

    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(THREADS) as pool:
        won = [key for keys in pool.map(one, range(first, first + THREADS)) for key in keys]
    print(json.dumps({"won": won, "cpu_s": time.process_time()}))


@contextmanager
def places() -> Iterator[dict[str, tuple[str, dict[str, str]]]]:
    """A new place of each kind, with what a program needs in its environment to use it."""
    sys.path.append(str(HERE.parent.parent))
    from tests.s3_server import environment, make_bucket, s3_server  # the repository's own tests, found by that line

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="thoughtmill-"))
        server, name = stack.enter_context(s3_server()), f"b{uuid4().hex}"
        make_bucket(server, name)
        cache = {"THOUGHTMILL_CACHE": f"{folder}/cache"}
        yield {"folder": (f"{folder}/store", cache), "S3 server": (f"s3://{name}/one", environment(server) | cache)}


def measured(checkout: Path, url: str, env: dict[str, str]) -> dict[str, Any]:
    """Let all write at once, and read what stands then."""
    env = {**os.environ, **env, "PYTHONPATH": str(checkout)}
    ask = ["from many_writers import store_class", "import sys", "store = store_class().{}(sys.argv[1])"]

    def run(how: str, line: str) -> str:
        code = "\n".join([*ask, line]).format(how)
        words = [sys.executable, "-c", code, url]
        known = {**env, "PYTHONPATH": f"{checkout}:{HERE.parent}"}
        return subprocess.run(words, env=known, cwd=checkout, text=True, check=True, stdout=subprocess.PIPE).stdout

    run("open", "")
    programs = [
        subprocess.Popen(
            [sys.executable, str(HERE), "--write", url, str(number * THREADS)],
            env=env,
            cwd=checkout,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in range(PROGRAMS)
    ]
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
    begun = time.perf_counter()
    for program in programs:
        assert program.stdin
        program.stdin.write("go\n")
        program.stdin.flush()
    told = [json.loads(program.communicate()[0]) for program in programs]
    seconds = time.perf_counter() - begun
    won = Counter(key for one in told for key in one["won"])
    stand = json.loads(run("existing", "import json; print(json.dumps([c.counts for c in store.commits('traces')]))"))
    once = won == Counter(range(WRITERS * EACH)) == Counter(counts["traces"] for counts in stand)
    return {
        "writers": WRITERS,
        "commits": len(stand),
        "each once": once,
        "commits_per_s": round(len(stand) / seconds, 1),
        "seconds": round(seconds, 1),
        "cpu_s of the writers": round(sum(one["cpu_s"] for one in told), 1),
    }


def main() -> None:
    """Print what each place came to, with this code and with an older checkout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--baseline", type=Path, help="an older checkout to compare with, in the same run")
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(given.write[0], int(given.write[1]))
        return
    checkouts = {"this code": HERE.parent.parent}
    if given.baseline:
        checkouts[str(given.baseline)] = given.baseline.resolve()
    for name, checkout in checkouts.items():
        with places() as found:
            for place, (url, env) in found.items():
                print(f"{name}, {place}: {json.dumps(measured(checkout, url, env))}", flush=True)


if __name__ == "__main__":
    main()
