"""Rust, compiled by rustc, of Debian or of rustup."""

import re
import shutil
import subprocess
from functools import lru_cache, reduce

from thoughtmill.verifiers.code.languages.language import HOME, OWN, PROGRAM, SOURCE, Language, uncommented


@lru_cache(maxsize=1)
def _home() -> str:
    """Where the compiler lies that `rustc` stands for; "" if there is none."""
    if shutil.which("rustc") is None:
        return ""
    told = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, timeout=60, check=False)
    return told.stdout.strip()


_MAIN = re.compile(r"^(\s*(?:pub\s+)?)fn\s+main\s*\(", re.MULTILINE)
_ONLY_TESTS = re.compile(r"#\[(?:cfg\(test\)|test|should_panic[^\]\n]*)\]")
_MODULE = re.compile(r"^\s*(?:pub\s+)?mod\s+(\w+)\s*\{", re.MULTILINE)
_TEST = re.compile(r"((?:#\[\w+[^\]\n]*\]\s*)*#\[test\]\s*(?:#\[\w+[^\]\n]*\]\s*)*)(?:pub\s+)?fn\s+(\w+)")
_PANICS = re.compile(r'#\[should_panic(?:\s*(?:\(\s*expected\s*)?=\s*("(?:\\.|[^"\\])*")[^\]]*)?\]')
"""For sources: a `main` of their own; the tests, which lie in a module, and those of which a panic is wanted."""
_MACRO = re.compile(r"(?<![\w:])(assert|assert_eq|assert_ne|debug_assert\w*|panic|vec|format|matches|unreachable)!")
"""For tests: macros of the standard library."""
_PRELUDE = (
    "string::String string::ToString vec::Vec boxed::Box option::Option option::Option::Some option::Option::None "
    "result::Result result::Result::Ok result::Result::Err"
)
"""What tests mean by the last of these names, which nobody imports."""
_DEFINED = re.compile(r"\bfn\s+(\w+)")
_HELD = re.compile(r"\blet\s+(?:mut\s+)?(\w+)\s*(?::[^=;]+)?=\s*&?(?:(?:super|self)::)?(\w+)\s*;")
_TEXT = r'"(?:\\.|[^"\\])*"' + r"|'(?:\\.|[^'\\])'|//[^\n]*"
"""For sources: functions; for tests: names that they give a function, and what is no code."""
_BEHIND = """#![forbid(unsafe_code)]
mod @NAME@_plain {
    use std::collections::*;
    #[diagnostic::on_unimplemented(message = "@OWN@")]
    pub trait Plain {}
    macro_rules! plain { ($($one:ty),*) => { $(impl Plain for $one {})* } }
    plain!((), bool, char, str, String, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64);
    macro_rules! items { ($($one:ident)*) => { $(impl<T: Plain> Plain for $one<T> {})* } }
    items!(Vec Option VecDeque BTreeSet HashSet LinkedList);
    impl<T: Plain + ?Sized> Plain for Box<T> {}
    impl<T: Plain + ?Sized> Plain for &T {}
    impl<T: Plain> Plain for [T] {}
    impl<T: Plain, const N: usize> Plain for [T; N] {}
    impl<T: Plain, E: Plain> Plain for Result<T, E> {}
    impl<K: Plain, V: Plain> Plain for HashMap<K, V> {}
    impl<K: Plain, V: Plain> Plain for BTreeMap<K, V> {}
    macro_rules! tuples { ($($one:ident)*) => { impl<$($one: Plain),*> Plain for ($($one,)*) {} } }
    tuples!(A); tuples!(A B); tuples!(A B C); tuples!(A B C D); tuples!(A B C D E); tuples!(A B C D E F);
    pub fn told<T: Plain>(one: T) -> T { one }
    #[diagnostic::on_unimplemented(message = "@OWN@")]
    pub trait Ends { fn well(self) -> bool; }
    impl Ends for () { fn well(self) -> bool { true } }
    impl<T, E> Ends for Result<T, E> { fn well(self) -> bool { self.is_ok() } }
    pub fn ends<T: Ends>(test: fn() -> T) { if !test().well() { panic!("a test returns an error") } }
    pub fn panics<T>(test: fn() -> T, said: &str) {
        let Err(found) = std::panic::catch_unwind(test) else { panic!("a test does not panic") };
        let text = found.downcast_ref::<String>().map(|one| &one[..]).or(found.downcast_ref::<&str>().copied());
        if !text.unwrap_or("").contains(said) { panic!("a test panics otherwise") }
    }
}
mod @NAME@ {
@CODE@
@TESTS@
}
fn main() {
    let mut word = String::new();
    std::io::stdin().read_line(&mut word).unwrap();
    let given = std::os::fd::AsFd::as_fd(&std::io::stdin()).try_clone_to_owned().unwrap();
    std::fs::File::from(given).set_len(0).unwrap();
@CALLS@    println!("\\n{word}");
}
""".replace("@OWN@", OWN)


def _behind(code: str, tests: str, name: str) -> str:
    """The tests are functions for `cargo test`, in a module, or, without any, a `main`; one that fails panics.

    Program and tests are in a module of their own, from where no name of the standard library can be made another.
    Functions that tests call return what is of a standard type, so that nothing is compared by the program. Safe code,
    and there is no other, can't look for the word, nor run before it is read.
    """
    bare, inside = uncommented(tests), f"{name}_tests"
    found = _TEST.findall(bare)
    at, plain = f"{name}::{inside}", f"{name}_plain"
    calls = [_run(f"{at}::{one}", marks, plain) for marks, one in found] or [_run(f"{at}::main", "", plain)]
    shown = _TEST.sub(lambda one: re.sub(r"(?:pub\s+)?fn(?=\s+\w+$)", "pub fn", one[0]), tests)
    shown = shown if found else _MAIN.sub(r"pub fn main(", shown)
    shown, asks = _asking(_MACRO.sub(r"::std::\1!", _ONLY_TESTS.sub("", shown)), code, name)
    if found and _MODULE.search(bare):
        shown = _MODULE.sub(f"pub mod {inside} {{\n{asks}", shown, count=1)
    else:
        shown = f"pub mod {inside} {{\nuse super::*;\n{asks}{shown}\n}}"
    places = {
        "@CALLS@": "".join(calls),
        "@NAME@": name,
        "@TESTS@": shown,
        "@CODE@": re.sub(r"\bcrate::", f"crate::{name}::", _MAIN.sub(r"\1fn main_of_the_answer(", code)),
    }
    return reduce(lambda text, place: text.replace(*place), places.items(), _BEHIND)


def _run(test: str, marks: str, plain: str) -> str:
    panics = _PANICS.search(marks)
    said = panics and (panics[1] or '""')
    return f"    {plain}::panics({test}, {said});\n" if panics else f"    {plain}::ends({test});\n"


def _asking(tests: str, code: str, name: str) -> tuple[str, str]:
    """Tests that call functions of the program by a macro, and what their module begins with.

    A function that they hand on without calling it is called by others, so nothing can be said of what it returns.
    """
    bare = uncommented(tests)
    defined = set(_DEFINED.findall(uncommented(code))).difference(_DEFINED.findall(bare), ("main",))
    defined |= {one for one, of in _HELD.findall(bare) if of in defined}
    asked = sorted(one for one in defined if re.search(rf"\b{one}\s*\(", bare))
    call = re.compile(rf"{_TEXT}|(?<![\w.:])(?:(?:super|self)::)?({'|'.join(asked)})\s*\(")
    shown = call.sub(lambda one: f"{name}_told!({one[1]}, " if one[1] else one[0], tests) if asked else tests
    meant = [one for one in _PRELUDE.split() if re.search(rf"\b{one.rpartition(':')[2]}\b", bare)]
    handed = re.findall(r"[(,\[]\s*(?:(?:super|self)::)?(\w+)\s*(?=[,)\]])", re.sub(_TEXT, " ", bare))
    own = {one for one in handed if one in defined and not re.search(rf"\b(?:let|for|in|mut|ref)\s+{one}\b", bare)}
    return shown, "".join(f"use ::std::{one};\n" for one in meant) + (
        f"macro_rules! {name}_told {{ ($f:ident, $($t:tt)*) => {{ crate::{name}_plain::told($f($($t)*)) }} }}\n"
    ) + (f'compile_error!("{OWN}");\n' if own else "")


def _untested(tests: str) -> str | None:
    bare = uncommented(tests)
    return None if _TEST.search(bare) or _MAIN.search(bare) else "there is neither a `#[test]` nor a `main`"


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
    r"|must be at the crate root|(?:usage|declaration|implementation) of an? (?:`|\w+ with `)"
    r"|incompatible with previous forbid",
    behind=_behind,
    untested=_untested,
    install="install Rust of 2024 or later (rustup: https://rustup.rs) and gcc",
)
