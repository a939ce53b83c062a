"""Rust, compiled by rustc, of Debian or of rustup."""

import shutil
import subprocess
from functools import lru_cache

from thoughtmill.verifiers.code.languages.language import HOME, PROGRAM, SOURCE, Language


@lru_cache(maxsize=1)
def _home() -> str:
    """Where the compiler lies that `rustc` stands for; "" if there is none."""
    if shutil.which("rustc") is None:
        return ""
    told = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, timeout=60, check=False)
    return told.stdout.strip()


RUST = Language(
    name="rust",
    marks=frozenset({"rust", "rs"}),
    compile=(
        *(f"{HOME}/bin/rustc", f"--sysroot={HOME}", "--edition=2021", "-O", "-Clink-arg=-fuse-ld=bfd"),
        *("-o", PROGRAM, f"{SOURCE}.rs"),
    ),  # its own linker asks /proc where it lies
    compilers=("rustc", "cc", "as", "ld", "ld.bfd"),
    command=(PROGRAM,),
    home=_home,
    lacks=r"can't find crate for `(?!std)|unresolved import `[a-z]\w*`|internal compiler error",
    install="install Rust of 2024 or later (rustup: https://rustup.rs) and gcc",
)
