"""Rust, compiled by rustc, of Debian or of rustup."""

import re
import shutil
import subprocess
from functools import lru_cache

from thoughtmill.verifiers.code.languages.language import HOME, PROGRAM, SOURCE, Language, uncommented


@lru_cache(maxsize=1)
def _home() -> str:
    """Where the compiler lies that `rustc` stands for; "" if there is none."""
    if shutil.which("rustc") is None:
        return ""
    told = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, timeout=60, check=False)
    return told.stdout.strip()


_MAIN = re.compile(r"^(\s*(?:pub\s+)?)fn\s+main\s*\(", re.MULTILINE)
_ONLY_TESTS = re.compile(r"#\[(?:cfg\(test\)|test)\]")
_MODULE = re.compile(r"^\s*(?:pub\s+)?mod\s+(\w+)\s*\{", re.MULTILINE)
_TEST = re.compile(r"#\[test\]\s*(?:#\[\w+[^\]]*\]\s*)*(?:pub\s+)?fn\s+(\w+)")
"""For sources: a `main` of their own, and the tests, which lie in a module."""
_MACRO = re.compile(r"(?<![\w:])(assert|assert_eq|assert_ne|debug_assert\w*|panic|vec|format|matches|unreachable)!")
"""For tests: macros of the standard library."""


def _behind(code: str, tests: str, name: str) -> str:
    """The tests are functions for `cargo test`, in a module; one that fails panics.

    Program and tests are in a module of their own, from where no name of the standard library can be made another.
    """
    module, names = _MODULE.search(tests), _TEST.findall(uncommented(tests))
    place = f"{module[1]}::" if module else ""
    shown = _TEST.sub(lambda found: re.sub(r"(?:pub\s+)?fn(?=\s+\w+$)", "pub fn", found[0]), tests)
    shown = _MACRO.sub(r"::std::\1!", _MODULE.sub(r"pub mod \1 {", _ONLY_TESTS.sub("", shown), count=1))
    calls = "".join(f"    {name}::{place}{one}();\n" for one in names)
    body = re.sub(r"\bcrate::", f"crate::{name}::", _MAIN.sub(r"\1fn main_of_the_answer(", code))
    read = "    let mut word = String::new();\n    std::io::stdin().read_line(&mut word).unwrap();\n"
    return f'mod {name} {{\n{body}\n{shown}\n}}\nfn main() {{\n{read}{calls}    println!("\\n{{word}}");\n}}\n'


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
    lacks=r"can't find crate for `(?!std)|unresolved import `[a-z]\w*`|internal compiler error"
    r"|must be at the crate root",
    behind=_behind,
    install="install Rust of 2024 or later (rustup: https://rustup.rs) and gcc",
)
