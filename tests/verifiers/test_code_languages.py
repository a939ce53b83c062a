"""Programs in other languages than Python: compiled and run behind the same walls, also when the source is hostile.

C++ and JavaScript are always tried; of the other languages those whose tools are here.
"""

# ruff: noqa: E501, ISC004  # a program of a table is a line

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import walk
from tests.verifiers.cases_code import reads
from thoughtmill.errors import CheckerBroken
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.code.languages import LANGUAGES, named

pytestmark = pytest.mark.needs("bwrap")
CODE = VERIFIERS["code"]
CORRECT, WRONG, UNDECIDED = Outcome.CORRECT, Outcome.WRONG, Outcome.UNDECIDED
SUM = (("2 3", "5"), ("4 3", "7"))
READ = '#include <cstdio>\nint main() { int a, b; scanf("%d %d", &a, &b); '
JS = "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\n"
FORK = '#include <unistd.h>\n#include <cstdio>\nint main() { puts(fork() < 0 ? "alone" : "BREACH"); }'
RUNS = (
    "const r = require('child_process').spawnSync('/usr/bin/node', ['-v']); console.log(r.error ? 'alone' : 'BREACH');"
)
JAVA = "import java.util.Scanner;\npublic class Any {\n  static class Inner {}\n  public static void main(String[] a) { Scanner s = new Scanner(System.in); "
GO = 'package main\nimport "fmt"\nfunc main() { var a, b int; fmt.Scan(&a, &b); '
RUST = "fn main() { let mut s = String::new(); std::io::stdin().read_line(&mut s).unwrap(); let v: Vec<i64> = s.split_whitespace().map(|x| x.parse().unwrap()).collect(); "
CPP: list[tuple[str, str, tuple[tuple[str, str], ...], Outcome, str]] = [
    ("cpp", READ + "printf(\"%d\", a + b); }", SUM, CORRECT, ""),
    ("cpp", READ + "printf(\"%d\", a * b); }", SUM, WRONG, "test 1 of 2: printed"),
    ("cpp", READ + "printf(\"%d\", a + b); return 1; }", SUM, WRONG, "exit status 1"),
    ("cpp", READ + "for (;;) a++; }", SUM, WRONG, "more than 1 s of CPU"),
    ("cpp", "int main() {", SUM, WRONG, "it does not compile"),
    ("cpp", FORK, (("", "alone"),), CORRECT, ""),
    ("cpp", "#include \"/etc/passwd\"\nint main() {}", SUM, WRONG, "No such file"),
    ("cpp", "#include \"/dev/zero\"\nint main() {}", SUM, WRONG, "it does not compile"),
    ("cpp", "asm(\".incbin \\\"/dev/zero\\\"\");\nint main() {}", SUM, WRONG, "it does not compile"),
    ("cpp", "asm(\".incbin \\\"/proc/self/environ\\\"\");\nint main() {}", SUM, WRONG, "it does not compile"),
    ("cpp", "char big[1 << 28] = {1};\nint main() { return big[0]; }", SUM, WRONG, "it does not compile"),
    ("cpp", "template <int N> struct A { A<N + 1> a; };\nint main() { A<0> a; }", SUM, WRONG, "it does not compile"),
    ("cpp", "#include __FILE__\nint main() {}", SUM, WRONG, "it does not compile"),
    ("cpp", "#include <nowhere/any.hpp>\nint main() {}", SUM, UNDECIDED, "nowhere/any.hpp"),
    ("javascript", JS + "console.log(a + b)", SUM, CORRECT, ""),
    ("javascript", JS + "console.log(a * b)", SUM, WRONG, "test 1 of 2: printed"),
    ("javascript", "import fs from 'fs';\nconst [a, b] = fs.readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(await (a + b));\nexport {};", SUM, CORRECT, ""),
    ("javascript", "import fs from 'fs';\nconsole.log(fs.readFileSync(0).length);", SUM, WRONG, "test 1 of 2: printed"),
    ("javascript", "import fs from 'fs';\nconsole.log(;", SUM, WRONG, "exit status 1"),
    ("javascript", JS + "const text = `\nimport it from here`;\nconsole.log(a + b)", SUM, CORRECT, ""),
    ("javascript", "import fs from 'fs';\nif (import.meta.url === `file://${process.argv[1]}`) console.log(fs.readFileSync(0, 'utf8').split(' ').map(Number).reduce((a, b) => a + b));", SUM, CORRECT, ""),
    ("javascript", "import _ from 'lodash';\nconsole.log(_.sum([5]));", SUM, UNDECIDED, "the package lodash is not there"),
    ("javascript", "const Heap = require('@datastructures-js/heap');\nconsole.log(5);", SUM, UNDECIDED, "the package @datastructures-js/heap is not there"),
    ("javascript", JS + "let _;\ntry { _ = require('lodash'); } catch { _ = { sum: all => all[0] + all[1] }; }\nconsole.log(_.sum([a, b]));", SUM, CORRECT, ""),
    ("javascript", JS + "[a].map((_, i) => i).no();", SUM, WRONG, "exit status 1"),
    ("javascript", "while (true);", SUM, WRONG, "more than 1 s of CPU"),
    ("javascript", RUNS, (("", "alone"),), CORRECT, ""),
    ("java", JAVA + "System.out.println(s.nextInt() + s.nextInt()); } }", SUM, CORRECT, ""),
    ("java", JAVA + "System.out.println(s.nextInt() - s.nextInt()); } }", SUM, WRONG, "test 1 of 2: printed"),
    ("java", JAVA + "for (;;); } }", SUM, WRONG, "more than 1 s of CPU"),
    ("java", JAVA + "int a = \"\"; } }", SUM, WRONG, "it does not compile"),
    ("java", JAVA + "try { new ProcessBuilder(\"/usr/bin/java\").start(); System.out.print(\"BREACH\"); } catch (Exception e) { System.out.print(\"alone\"); } } }", (("", "alone"),), CORRECT, ""),
    ("typescript", "declare var require: any;\n" + JS.replace("[a, b]", "[a, b]: number[]") + "console.log(a + b)", SUM, CORRECT, ""),
    ("typescript", "const a: number = ;", SUM, WRONG, "it does not compile"),
    ("go", GO + "fmt.Println(a + b) }", SUM, CORRECT, ""),
    ("go", GO + "fmt.Println(a - b) }", SUM, WRONG, "test 1 of 2: printed"),
    ("go", GO + "fmt.Println(nothing) }", SUM, WRONG, "undefined: nothing"),
    ("go", 'package main\nimport "no/such"\nfunc main() { such.Do() }', SUM, UNDECIDED, "missing: it can't be compiled here"),
    ("go", GO + "}}", SUM, WRONG, "it does not compile"),
    ("go", GO + "fmt.Println(a + c) }", SUM, WRONG, "undefined: c"),
    ("go", "package main\nimport \"example.com/heap\"\nfunc main() { heap.Init() }", SUM, UNDECIDED, "cannot find package"),
    ("rust", RUST + "println!(\"{}\", v[0] + v[1]); }", SUM, CORRECT, ""),
    ("rust", RUST + "println!(\"{}\", v[0] - v[1]); }", SUM, WRONG, "test 1 of 2: printed"),
    ("rust", "use proconio::input;\nfn main() { input! { a: i64, b: i64 } println!(\"{}\", a + b); }", SUM, UNDECIDED, "proconio"),
    ("rust", "use std::nowhere;\nfn main() {}", SUM, WRONG, "std::nowhere"),
    ("rust", "const A: &str = include_str!(\"/etc/passwd\");\nfn main() { print!(\"{}\", A); }", SUM, WRONG, "it does not compile"),
]  # fmt: skip
ALWAYS = ("cpp", "javascript")
THERE = [row for row in CPP if row[0] in ALWAYS or not LANGUAGES[row[0]].missing()]


def needed(language: str) -> None:
    """Skip where the language can't be run."""
    if why := LANGUAGES[language].missing():
        pytest.skip(why)


@pytest.mark.parametrize(("language", "program", "tests", "outcome", "why"), THERE)
def test_a_program_in_another_language_is_judged_by_its_output_and_gets_out_of_nothing(
    language: str, program: str, tests: tuple[tuple[str, str], ...], outcome: Outcome, why: str
) -> None:
    needed(language)
    reference = json.dumps({**json.loads(reads(*tests, seconds=1)), "language": language})
    check = CODE.check(f"```{language}\n{program}\n```", reference)
    assert check.outcome is outcome, check
    assert why in (check.why or "")


BEHIND = [
    ("java", "import org.javatuples.*;\nclass Problem { static long twice(long a) { return 2 * a; } }", CORRECT),
    ("java", "class Problem { static long twice(long a) { return 3 * a; } }", WRONG),
    ("typescript", "function twice(a: number): number { return 2 * a }", CORRECT),
    ("cpp", "long twice(long a) { return 2 * a; }\nint main() { return 1; }", CORRECT),
    ("cpp", "long twice(long a) { return 3 * a; }", WRONG),
    ("cpp", "#include <cstdlib>\nlong twice(long a) { exit(0); }", WRONG),
    ("javascript", "const twice = a => 2 * a", CORRECT),
    ("javascript", "const twice = a => process.exit(0)", WRONG),
    ("javascript asserting", "const twice = a => 2 * a", CORRECT),
    ("javascript asserting", "const twice = a => 3 * a", WRONG),
    ("java apart", "class Solution { long twice(long a) { return 2 * a; } }", CORRECT),
    ("java apart", "class Solution { long twice(long a) { return 3 * a; } }", WRONG),
    (
        "go",
        'import (\n"math"\n"sort"\n)\nfunc twice(a int) []int { one := []int{2 * a}; sort.Ints(one); return one }\nfunc main() {}',
        CORRECT,
    ),
    ("go", "func twice(a int) []int { return []int{3 * a} }", WRONG),
    ("go", "func twice(a int) []int { os.Exit(0); return nil }", WRONG),
    ("rust", "use std::cmp::max;\nfn twice(a: i64) -> i64 { max(a, 2 * a) }\nfn main() {}", CORRECT),
    ("rust", "fn twice(a: i64) -> i64 { 3 * a }", WRONG),
    ("rust", "fn twice(_: i64) -> i64 { std::process::exit(0) }", WRONG),
    ("javascript", "import os from 'os';\nexport const twice = a => 2 * a", CORRECT),
    ("cpp", "#define int long long\nlong twice(int a) { return 2 * a; }", CORRECT),
    ("cpp", "#define __assert_fail(...) ((void)0)\nlong twice(long a) { return 3 * a; }", WRONG),
    ("cpp", "#undef assert\n#define assert(x)\nlong twice(long a) { return 3 * a; }", WRONG),
    ("cpp", "#define candidate(x) 4\nlong twice(long a) { return 3 * a; }", WRONG),
    ("cpp", 'extern "C" { void __assert_fail(const char*, const char*, unsigned, const char*) noexcept {} }\nlong twice(long) { return 0; }', WRONG),
    ("cpp", "long twice(long a) { quick_exit(0); }", WRONG),
    ("cpp", 'asm("at: .incbin \\"/tmp/source\\"\\n.byte 0");\nextern char at[];\nlong twice(long) { puts(strstr(at, "word")); exit(0); }', WRONG),
    ("rust", "macro_rules! assert_eq { ($($t:tt)*) => {} }\nfn twice(a: i64) -> i64 { 3 * a }", WRONG),
    ("rust", "#[macro_export]\nmacro_rules! assert_eq { ($($t:tt)*) => {} }\nextern crate self as core;\nextern crate self as std;\nfn twice(a: i64) -> i64 { 3 * a }", WRONG),
    ("rust", "fn twice(_: i64) -> i64 { std::panic::set_hook(Box::new(|_| std::process::exit(0))); 0 }", WRONG),
    ("rust", "const AT: &str = include_str!(file!());\nfn twice(_: i64) -> i64 { println!(\"{}\", AT); std::process::exit(0) }", WRONG),
    ("rust", "mod more { pub fn two() -> i64 { 2 } }\nfn twice(a: i64) -> i64 { crate::more::two() * a }", CORRECT),
    ("javascript", "require('assert').deepEqual = () => {};\nconst twice = a => 3 * a", WRONG),
    ("javascript asserting", "Object.defineProperty(console, 'assert', { value: () => {}, writable: false });\nconst twice = a => 3 * a", WRONG),
    ("javascript asserting", "process.on('exit', () => console.log(require('fs').readFileSync(process.argv[1], 'utf8')));\nconst twice = a => process.exit(0)", WRONG),
    ("javascript asserting", "process.on('uncaughtException', () => process.exit(0));\nconst twice = a => 3 * a", WRONG),
    ("javascript told", "#!/usr/bin/env node\nconst twice = a => [2 * a]", CORRECT),
    ("javascript told", "JSON.stringify = () => '';\nconst twice = a => 3 * a", WRONG),
    ("javascript told", "Array.prototype.toJSON = () => 0;\nconst twice = a => [3 * a]", WRONG),
    ("go", "func init() { os.Exit(0) }\nfunc twice(a int) []int { return []int{3 * a} }", WRONG),
    ("go", "var tmAsserts = 1\nfunc twice(a int) []int { return []int{3 * a} }", WRONG),
    ("go told", "func even(a int) bool { return math.Abs(float64(a % 2)) == 0 }", CORRECT),
    ("go told", "const true, false = 1 == 1, 1 == 1\nfunc even(a int) bool { return true }", WRONG),
    ("go", "import \"syscall\"\nfunc init() { defer syscall.Exit(0); told := make([]byte, 99); n, _ := syscall.Read(0, told); syscall.Write(1, told[:n]) }\nfunc twice(a int) []int { return nil }", WRONG),
    ("java", "class Problem { static long twice(long a) { System.exit(0); return 0; } }", WRONG),
    ("java apart", "class Main { public static void main(String[] a) {} }\nclass Solution { long twice(long a) { return 3 * a; } }", WRONG),
    ("java told", "class Solution { long twice(long a) { return 2 * a; } }", CORRECT),
    ("java told", "class Arrays { static <T> List<T> asList(T... all) { return new ArrayList<T>(); } }\nclass Solution { long twice(long a) { return 3 * a; } }", WRONG),
    ("java told", "class Solution { static { Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.exit(0)); } long twice(long a) { return 3 * a; } }", WRONG),
    ("java apart", "class Solution { long twice(long a) { try { System.out.write(System.in.readAllBytes()); System.out.flush(); Runtime.getRuntime().halt(0); } catch (IOException e) {} return 0; } }", WRONG),
    ("cpp list", "#include <vector>\n#include <string>\nusing namespace std;\nvector<string> twice(vector<string> a) { int n = a.size(); for (int i = 0; i < n; i++) a.push_back(a[i]); return a; }\nbool issame(vector<int> a, vector<int> b) { return a == b; }", CORRECT),
    ("cpp list", "#include <vector>\n#include <string>\nusing namespace std;\nvector<string> twice(vector<string> a) { a.resize(2 * a.size()); return a; }\nbool operator==(const vector<string>&, const vector<string>&) { return true; }\nbool operator!=(const string&, const string&) { return false; }", WRONG),
    ("cpp list", "#include <vector>\n#include <string>\nusing namespace std;\nstruct E {};\nE twice(vector<string> a) { return {}; }\nbool issame(E, vector<string>) { return true; }\nbool operator==(E, vector<string>) { return true; }", UNDECIDED),
    ("cpp", "struct E { template <class T> bool operator==(const T&) const { return true; } };\nE twice(long) { return {}; }", UNDECIDED),
    ("cpp", "#include <unistd.h>\n#include <stdio.h>\n__attribute__((constructor)) void first() { char word[99] = {}; lseek(0, 0, SEEK_SET); read(0, word, 98); puts(word); fflush(stdout); _exit(0); }\nlong twice(long) { return 0; }", WRONG),
    ("rust told", "fn twice(a: String) -> String { a.clone() + &a }", CORRECT),
    ("rust told", "struct Any;\nimpl PartialEq<String> for Any { fn eq(&self, _: &String) -> bool { true } }\nimpl Any { fn len(&self) -> usize { 4 } }\nfn twice<T>(_: T) -> Any { Any }", UNDECIDED),
    ("rust told", "struct String;\nimpl PartialEq<String> for std::string::String { fn eq(&self, _: &String) -> bool { true } }\nimpl String { fn from(_: &str) -> String { String } }\nfn twice<T>(_: T) -> std::string::String { \"aaaa\".to_owned() }", WRONG),
    ("rust", "use std::os::unix::fs::FileExt;\nuse std::os::fd::AsFd;\nfn twice(_: i64) -> i64 { let mut told = [0u8; 16]; let file = std::fs::File::from(std::io::stdin().as_fd().try_clone_to_owned().unwrap()); let _ = file.read_exact_at(&mut told, 0); println!(\"{}\", std::str::from_utf8(&told).unwrap()); std::process::exit(0) }", WRONG),
    ("rust", "extern \"C\" fn first() { let mut s = String::new(); std::io::stdin().read_line(&mut s).unwrap(); println!(\"{}\", s); std::process::exit(0) }\n#[used]\n#[link_section = \".init_array\"]\nstatic FIRST: extern \"C\" fn() = first;\nfn twice(_: i64) -> i64 { 0 }", UNDECIDED),
    ("rust", "fn twice(_: i64) -> i64 { 0 }\npub mod tests { pub fn test_twice() {} }\n}\nmod x {\nfn twice(_: i64) -> i64 { 0 }", WRONG),
    ("javascript near", "String.prototype.more = 1; Array.prototype.every = () => true; const twice = a => { const o = {}; o.toString = () => 'x'; class A extends Map {}; return 2 * a * new A([[1, 1]]).get(1); }", CORRECT),
    ("javascript near", "const twice = a => { if (a !== 2) return 5; Array.prototype.every = () => true; return 4 }", WRONG),
    ("javascript near", "Array.prototype[Symbol.iterator] = function* () {}; const twice = a => { if (a === 3) Array.prototype[Symbol.iterator] = function* () {}; return 2 * a }", WRONG),
    ("javascript near", "const Math = { abs: () => 0 }, isNaN = () => false; Array.prototype.every = () => true; const twice = a => 3 * a", WRONG),
    ("javascript asserting", "const twice = a => { const told = Buffer.alloc(16); require('fs').readSync(0, told, 0, 16, 0); console.log(told.toString()); process.exit(0) }", WRONG),
    ("javascript", "const twice = a => ({ valueOf: () => 4, toString: () => '4' })", WRONG),
    ("go told", "import \"syscall\"\nfunc even(a int) bool { told := make([]byte, 16); syscall.Pread(0, told, 0); syscall.Write(1, told); syscall.Exit(0); return true }", WRONG),
    ("go told", "import \"unsafe\"\nfunc even(a int) bool { b := a; return *(*int)(unsafe.Pointer(&b)) % 2 == 0 }", UNDECIDED),
    ("java list", "class Problem { static ArrayList<Integer> twice(ArrayList<Integer> a) { return new ArrayList<>() {{ addAll(a); addAll(a); }}; } }", CORRECT),
    ("java list", "class Problem { static List<Integer> twice(List<Integer> a) { return new ArrayList<>() { public boolean equals(Object o) { return true; } }; } }", WRONG),
    ("java list", "class Any { public boolean equals(Object o) { return true; } }\nclass Problem { static <T> T twice(Object a) { return (T) new Any(); } }", UNDECIDED),
    ("java list", "class Any { public boolean equals(Object o) { return true; } }\nclass Problem { static List twice(Object a) { System.out.println(7); return List.of(new Any(), new Any()); } }", UNDECIDED),
    ("java", "class Base { static { ClassLoader.getSystemClassLoader().setClassAssertionStatus(\"Problem\", false); } }\nclass Problem extends Base { static long twice(long a) { return 3 * a; } }", WRONG),
    ("java apart", "class Solution { long twice(long a) { try { FileInputStream in = new FileInputStream(FileDescriptor.in); in.getChannel().position(0); System.out.write(in.readAllBytes()); System.out.flush(); Runtime.getRuntime().halt(0); } catch (IOException e) {} return 0; } }", WRONG),
    ("typescript", "require('node:assert').deepEqual = () => {};\nfunction twice(a: number): number { return 3 * a }", WRONG),
    ("rust main", "fn twice(a: i64) -> i64 { 2 * a }\nfn main() {}", CORRECT),
    ("rust main", "fn twice(a: i64) -> i64 { 3 * a }", WRONG),
    ("rust main", "#[derive(Debug)]\nstruct E;\nimpl PartialEq<i64> for E { fn eq(&self, _: &i64) -> bool { true } }\nfn twice(_: i64) -> E { E }", UNDECIDED),
    ("rust handed", "fn twice(a: i64) -> i64 { 2 * a }", UNDECIDED),
    ("rust result", "fn twice(a: i64) -> i64 { if a < 0 { panic!(\"below 0\") } 2 * a }", CORRECT),
    ("rust result", "fn twice(a: i64) -> i64 { if a < 0 { panic!(\"below 0\") } 3 * a }", WRONG),
    ("rust result", "fn twice(a: i64) -> i64 { 2 * a }", WRONG),
    ("rust result", "fn twice(a: i64) -> i64 { if a < 0 { panic!(\"above\") } 2 * a }", WRONG),
    ("cpp", "struct E { template <class T> bool operator==(const T&) const { return true; } };\nE twice(long) { return {}; }\n#define decltype(...) int", UNDECIDED),
    ("cpp reverse", "#include <bits/stdc++.h>\nusing namespace std;\nlong reverse(long a) { return 2 * a; }", CORRECT),
    ("cpp reverse", "long reverse(long a) { return 3 * a; }", WRONG),
    ("cpp reverse", "#define reverse(a) 4\nlong twice(long a) { return 3 * a; }", WRONG),
    ("cpp count", "#include <vector>\n#include <string>\nusing namespace std;\nlong count(vector<string> all) { return all.size(); }", CORRECT),
    ("cpp count", "#include <vector>\n#include <string>\nstruct E { bool operator==(int) { return true; } };\nE count(std::vector<std::string> all) { return {}; }", UNDECIDED),
    ("java made", "class Solution {\n  public record P(long x) {}\n  public Solution() {}\n  long twice(long a) { return new P(2 * a).x(); }\n}", CORRECT),
    ("java made", "class Solution { Solution() {} long twice(long a) { return 3 * a; } }", WRONG),
    ("java made", "class twice {}\nclass E { public boolean equals(Object o) { return true; } }\nclass Solution { public Solution() {} Object twice(long a) { return new E(); } }", UNDECIDED),
    ("javascript told", "const twice = a => ({ toJSON() { return [2 * a] } })", UNDECIDED),
    ("javascript told", "const twice = a => ({ toJSON() { return [3 * a] } })", WRONG),
    ("javascript map", "const twice = a => new Map([[a, 2 * a]])", CORRECT),
    ("javascript map", "class A extends Map { get size() { return 1 } has() { return true } get() { return 4 } }\nconst twice = a => new A()", UNDECIDED),
    ("javascript map", "const twice = a => new Proxy(new Map([[a, 2 * a]]), {})", WRONG),
    ("javascript map", "const twice = a => { const m = new Map([[a, 3 * a]]); m.get = () => 4; return m }", WRONG),
    ("javascript map", "const twice = a => { const m = new Map([[a, 2 * a]]); Object.defineProperty(m, 'any', { get() { return 4 } }); return m }", UNDECIDED),
    ("javascript equal", "const twice = a => ({ valueOf: () => 4 })", UNDECIDED),
    ("javascript equal", "const assert = require('assert');\nclass A {}\nassert.deepEqual(new A(), new A());\nconst twice = a => 2 * a", CORRECT),
]  # fmt: skip
BEHIND_HERE = [row for row in BEHIND if row[0] in ALWAYS or not LANGUAGES[row[0].split(maxsplit=1)[0]].missing()]
TESTS = {
    "java": "    public static void main(String[] args) {\n    assert(twice(2) == 4);\n    }\n}\n",
    "typescript": "declare var require: any;\nconst assert = require('node:assert');\nassert.deepEqual(twice(2), 4);",
    "cpp": "int main() {\n    auto candidate = twice;\n    assert(candidate(2) == 4);\n}\n",
    "javascript": "const assert = require('node:assert');\nassert.deepEqual(twice(2), 4);",
    "javascript asserting": "const test = () => {\n  console.assert(twice(2) === 4)\n}\ntest()\n",
    "javascript told": "console.assert(JSON.stringify(twice(2)) === JSON.stringify([4]))\n",
    "java apart": "public class Main {\n  public static void main(String[] args) {\n    if (new Solution().twice(2) != 4) throw new AssertionError();\n  }\n}\n",
    "java told": "public class Main {\n  public static void main(String[] args) {\n"
    '    if (Arrays.asList(new Solution().twice(2) == 4).contains(false)) throw new AssertionError("Arrays");\n  }\n}\n',
    "go told": 'package main\nimport "testing"\nfunc TestEven(t *testing.T) { if even(2) != true || even(3) != false { t.Fatal() } }\n',
    "go": 'package main\nimport (\n    "testing"\n    "github.com/stretchr/testify/assert"\n)\nfunc TestTwice(t *testing.T) {\n'
    "    assert := assert.New(t)\n    assert.Equal([]int{4}, twice(2))\n"
    '    t.Run("again", func(t *testing.T) { if twice(1)[0] != 2 { t.Errorf("no") } })\n}\n',
    "rust": "#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn test_twice() { assert_eq!(twice(2), 4); }\n}\n",
    "cpp list": "bool issame(vector<string> a, vector<string> b) {\n    if (a.size() != b.size()) return false;\n    for (size_t i = 0; i < a.size(); i++) if (a[i] != b[i]) return false;\n    return true;\n}\n"
    'int main() {\n    assert (issame(twice(twice({"a"})), {"a", "a", "a", "a"}));\n    assert (twice({"b"}) == vector<string>({"b", "b"}));\n}\n',
    "rust told": "#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn test_twice() {\n"
    '        assert!(twice(String::from("a")) == String::from("aa"));\n        assert!(twice(twice("(".to_string())).len() == 4);\n    }\n}\n',
    "cpp reverse": "int main() {\n    auto candidate = reverse;\n    assert(candidate(2) == 4);\n}\n",
    "cpp count": '#include <vector>\nint main() {\n    assert (count({"a", "b"}) == 2);\n}\n',
    "java made": "public class Main {\n  public static void main(String[] args) {\n    Solution s = new Solution();\n"
    "    if (!java.util.List.of(s.twice(2)).equals(java.util.List.of(4L)) || !Objects.equals(new Solution().twice(2), 4L)) throw new AssertionError();\n  }\n}\n",
    "javascript map": "const assert = require('node:assert');\nfunction test() {\n  let candidate = twice;\n  assert.deepEqual(candidate(2), new Map([[2, 4]]));\n}\n\ntest();",
    "javascript equal": "const assert = require('node:assert');\nif (true) {\n  assert.equal(twice(2), 4);\n}",
    "rust main": "fn main() {\n    let candidate = twice;\n    assert_eq!(candidate(2), 4);\n    assert_eq!(candidate(candidate(1)), 4);\n}\n",
    "rust handed": "#[test]\nfn all() { assert_eq!([1].map(twice), [2]); }\n",
    "rust result": "#[test]\nfn twice_is_twice() -> Result<(), String> { if twice(2) == 4 { Ok(()) } else { Err(String::new()) } }\n"
    '#[test]\n#[should_panic(expected = "below 0")]\nfn below() { twice(-1); }\n',
    "javascript near": "console.assert(Math.abs(twice(2) - 4) < 1e-6)\nconsole.assert([twice(1)].every(one => one === 2) && !isNaN(twice(3)))\n",
    "java list": "    public static void main(String[] args) {\n"
    "    assert(twice((new ArrayList<Integer>(Arrays.asList(1)))).equals((new ArrayList<Integer>(Arrays.asList(1, 1)))));\n    }\n}\n",
}
"""As MultiPL-E and HumanEval-X have them."""


@pytest.mark.slow  # the compiler reads all headers of the standard library
@pytest.mark.parametrize(("language", "program", "outcome"), BEHIND_HERE)
def test_tests_in_its_own_language_are_put_behind_a_program(language: str, program: str, outcome: Outcome) -> None:
    name = language.split(maxsplit=1)[0]
    needed(name)
    check = CODE.check(f"```{name}\n{program}\n```", json.dumps({"language": name, "script": TESTS[language]}))
    assert check.outcome is outcome, check


NOTHING = [
    ("javascript", "function test() { throw 1 }", "call nothing"),
    (
        "typescript",
        "const assert = require('assert');\nconst test = (a: number): void => { assert(twice(2) === 4) };",
        "call nothing",
    ),
    (
        "javascript",
        "const assert = require('assert');\n(async () => { assert.deepEqual(await twice(2), 4) })()",
        "asynchronous",
    ),
    ("javascript", "const assert = require('assert');\ntwice(2).then(one => assert(one === 4))", "asynchronous"),
    ("rust", "fn all() { assert_eq!(twice(2), 4); }", "neither"),
    ("go", "package main\nfunc All() {}", "no function `Test"),
    ("cpp", "void all() { assert(twice(2) == 4); }", "no `main`"),
    ("java", "  static void all() { assert(twice(2) == 4); }\n}", "no `main`"),
]


@pytest.mark.parametrize(("language", "script", "why"), NOTHING)
def test_tests_behind_a_program_that_would_prove_nothing_of_it_are_refused(
    language: str, script: str, why: str
) -> None:
    reference = json.dumps({"language": language, "script": script})
    assert why in str(CODE.faults_of(reference))
    assert CODE.check("twice", reference).outcome is UNDECIDED


NAMED = {
    "C++20 (GCC 13-64)": ("cpp", "gnu++20"),
    "GNU C++11 4.9.2": ("cpp", "gnu++11"),
    "cpp23": ("cpp", "gnu++23"),
    "g++": ("cpp", "gnu++17"),
    "PyPy 3-64": ("python", ""),
    "Python 2": (None, ""),
    "Java 21": ("java", ""),
    "Java 8 32bit": ("java", ""),
    "Node.js 15.8.0 (64bit)": ("javascript", ""),
    "JavaScript V8 4.8.0": ("javascript", ""),
    "java script": (None, ""),
    "GNU C11": (None, ""),
    "C# 10": (None, ""),
    "en": (None, ""),
}


def test_a_language_is_known_by_the_names_that_judges_give_it_and_they_say_which_dialect_is_tried_first() -> None:
    for told, (name, dialect) in NAMED.items():
        assert named(told) == name, told
        if name in LANGUAGES:
            assert LANGUAGES[name].of(told).dialects[0] == dialect, told


@pytest.mark.slow  # the compiler reads all headers of the standard library
def test_a_program_in_cpp_is_wrong_only_if_no_dialect_takes_it_and_newer_or_older_ones_are_compiled() -> None:
    newer = "#include <iostream>\n#include <ranges>\nint main() { auto one = [](auto a) requires true { return a; }; std::cout << one(5); }"
    older = "#include <iostream>\nint f() throw(int) { return 5; }\nint main() { std::cout << f(); }"
    spoken = "#include <iostream>\nint main() { std::cout << __cplusplus / 100; }"
    judges = "#include <iostream>\nint main() {\n#ifndef ONLINE_JUDGE\nreturn 1;\n#endif\nstd::cout << 5; }"
    rows = [("cpp", newer, "5"), ("cpp", older, "5"), ("cpp", judges, "5"), ("cpp", spoken, "2017")]
    for language, program, wanted in [*rows, ("GNU C++20 (64)", spoken, "2020"), ("C++11", spoken, "2011")]:
        reference = json.dumps({**json.loads(reads(("", wanted))), "language": language})
        assert CODE.check(f"```cpp\n{program}\n```", reference).outcome is CORRECT, program


SUM_OF = {
    "sum.h": "#include <vector>\nlong long total(std::vector<int> all);\n",
    "grader.cpp": '#include "sum.h"\n#include <cstdio>\nstatic int n;\nint main() {\n  scanf("%d", &n);\n  std::vector<int> all(n);\n'
    '  for (auto& one : all) scanf("%d", &one);\n  printf("OK\\n%lld\\n", total(all));\n}\n',
}
NEARLY = """#include "near.h"
#include <cstdio>
#include <fstream>
int main(int, char** names) {
    std::ifstream given(names[1]), answer(names[2]), found(names[3]); std::string word; long long a, b, n;
    given >> n; answer >> word >> a; found >> word >> b;
    std::fprintf(stderr, "told to whoever reads it\\n");
    std::printf(a == b || a + 10 * n == b ? "1.0\\n" : NEAR(a, b) ? "0.5\\n" : "0\\n");
}
"""


@pytest.mark.slow  # the compiler reads all headers of the standard library
def test_a_function_is_compiled_together_with_the_files_of_its_grader_and_judged_by_the_checker_of_the_contest() -> (
    None
):
    right = "long long total(vector<int> all) { long long sum = 0; for (int one : all) sum += one; return sum; }"
    apart = f'#include "sum.h"\n#include <cstdio>\nint n;\n{right.replace("vector", "std::vector")}'
    near = {"near.h": "#include <string>\n#define NEAR(a, b) (a + 1 == b)\n"}
    checker = {"language": "cpp", "style": "cms", "code": NEARLY, "files": near}
    graded = {**json.loads(reads(("3\n1 2 3", "OK\n6"), ("1\n5", "OK\n5"))), "language": "cpp", "grader": SUM_OF}
    rows = [
        (right, {}, CORRECT, ""),
        (right.replace("total", "other"), {}, WRONG, "does not compile"),
        (apart.replace("return", "return 10 * all.size() +"), {"checker": checker}, CORRECT, ""),
        (apart.replace("= 0", "= 1"), {"checker": checker}, WRONG, "0.5 of 1"),
        (
            apart.replace("= 0", "= 1"),
            {"checker": {**checker, "code": NEARLY.replace("0.5", "2")}},
            UNDECIDED,
            "no score",
        ),
    ]
    for program, more, outcome, why in rows:
        check = CODE.check(f"```cpp\n{program}\n```", json.dumps({**graded, **more}))
        assert check.outcome is outcome, check
        assert why in (check.why or "")
    assert CODE.faults_of(json.dumps({**graded, "grader": {**SUM_OF, "programs.h": "", "given2.h": ""}})) is None
    for broken in ({"../x.h": ""}, {"source.cpp": ""}, {"sum.py": ""}, {}, []):
        assert "files of `grader`" in (CODE.faults_of(json.dumps({**graded, "grader": broken})) or "")
    assert "whole programs" in (CODE.faults_of(json.dumps({**graded, "language": "python"})) or "")


PASS = """#include <cstdio>
int main(int, char** names) {
    FILE *heard[2], *said[2]; int n, x, y; char word[100]; bool same = true;
    for (int i : {0, 1}) heard[i] = fopen(names[1 + 2 * i], "r"), said[i] = fopen(names[2 + 2 * i], "w");
    for (std::scanf("%d", &n); n--; same = same && x == y) {
        std::scanf("%d", &x);
        std::fprintf(said[0], "%d\\n", x), std::fflush(said[0]);
        if (std::fscanf(heard[0], "%99s", word) != 1) word[0] = 0;
        std::fprintf(said[1], "%s\\n", word), std::fflush(said[1]);
        if (std::fscanf(heard[1], "%d", &y) != 1) same = false;
    }
    for (int i : {0, 1}) std::fclose(said[i]);
    std::printf(same ? "1.0\\n" : "0.5\\n");
}
"""
STUB = """#include "pass.h"
#include <cstdio>
#include <cstdlib>
int main(int number, char** names) {
    FILE *in = OPEN(names[1], "r", stdin), *out = OPEN(names[2], "w", stdout); char word[100];
    while (std::fscanf(in, "%99s", word) == 1) {
        if (*names[number - 1] == '0') std::fprintf(out, "%s\\n", encode(std::atoi(word)).c_str());
        else std::fprintf(out, "%d\\n", decode(word));
        std::fflush(out);
    }
}
"""


@pytest.mark.slow  # the compiler reads all headers of the standard library
def test_two_runs_of_a_program_talk_to_a_manager_which_scores_them_and_share_nothing_else() -> None:
    tests = [{"stdin": "3\n5 0 1000000\n", "stdout": ""}]
    head = {"pass.h": "#include <string>\nstd::string encode(int x);\nint decode(std::string word);\n"}
    task = {"language": "cpp", "tests": tests, "seconds": 1}
    opened = {
        True: "#define OPEN(name, mode, it) (*names[number - 1] == '0' ? fopen(name, mode) : freopen(name, mode, it))\n",
        False: "#define OPEN(name, mode, it) it\n",
    }
    streams = PASS.replace("#include <cstdio>", "#include <cstdio>\n#include <fstream>")
    streams = streams.replace("FILE *heard[2]", "std::ifstream first(names[1]); FILE *heard[2]")
    plain = "string encode(int x) { cout << 5 << endl; return to_string(x + 1); } int decode(string word) { return stoi(word) - 1; }"
    kept = 'int k; string encode(int x) { k = x; return "-"; } int decode(string) { return k; }'
    endless = "string encode(int x) { for (;;); } int decode(string word) { return 1; }"
    rows = [
        (PASS, plain, True, CORRECT, ""),
        (PASS, kept, False, WRONG, "less than all points"),
        (PASS, endless, False, WRONG, "more than 1 s of CPU"),
        (streams, plain, True, UNDECIDED, "otherwise than by fopen"),
        (PASS.replace("1.0", "nan"), plain, True, UNDECIDED, "the manager can't tell"),
        (PASS.replace("1.0", "2"), plain, True, UNDECIDED, "the manager can't tell"),
    ]
    for manager, program, fifos, outcome, why in rows:
        grader = {"stub.cpp": opened[fifos] + STUB, **head}
        told = json.dumps({**task, "grader": grader, "manager": {"code": manager, "processes": 2, "fifos": fifos}})
        check = CODE.check(f"```cpp\n{program}\n```", told)
        assert check.outcome is outcome, check
        assert why in (check.why or ""), check
    for more, why in (
        ({"manager": {"code": PASS, "processes": 9}}, "`processes`"),
        ({"manager": {"code": PASS, "fifos": "yes"}}, "`fifos`"),
        ({"manager": PASS}, "`manager` is an object"),
        ({"manager": {"code": PASS}, "language": "python"}, "whole programs in C++"),
        ({"manager": {"code": PASS}, "checker": "print(1)"}, "without a checker"),
    ):
        assert why in (CODE.faults_of(json.dumps({**task, **more})) or "")


def test_a_program_in_javascript_has_room_to_start_however_little_memory_its_problem_allows() -> None:
    needed("javascript")
    reference = json.dumps({**json.loads(reads(("", "5"))), "language": "javascript", "memory_mb": 64})
    assert CODE.check("```js\nconsole.log(5)\n```", reference).outcome is CORRECT
    assert CODE.check("```js\nfor (const all = [];;) all.push(Array(1e5).fill(1))\n```", reference).outcome is WRONG


GIVEN = [[[3, 1], [], [2**40]], 'a\u00e9\n"', True, 2.5, {"k": ["x"]}]
BACK = [['a\u00e9\n"!', [2.5, -1.0]], [["3", "1"], [], [str(2**40)]], {"k": ["x", "true"]}]
CALLS: dict[str, tuple[str, str]] = {
    "cpp": (
        "struct R {};\n#define int long long\nclass Solution { int n = 0;\npublic:\n"
        "  pair<string, vector<double>> one(vector<vector<int>>& a, const string& s, bool b, double d, unordered_map<string, vector<string>> m)"
        " { cout << 7; return {s + '!', {d, -1}}; }\n};\nsigned main() { return 1; }",
        "class Solution { public: vector<R*> one(int a) { return {}; } };",
    ),
    "javascript": ("var one = function(a, s, b, d, m) { console.log(7); return [s + '!', [d, -1]]; };", "var two = 1"),
    "java": (
        "public class Solution { public List<Object> one(List<List<Long>> a, String s, boolean b, double d, Map<String, List<String>> m)"
        " { System.out.println(a.get(2).get(0) + 1); return List.of(s + '!', new double[] {d, -1}); } }",
        "class Solution { public Thread one(long[][] a, String s, boolean b, double d, Map<String, String[]> m) { return null; } }",
    ),
    "typescript": ("function one(a: number[][], s: string, b: boolean, d: number, m: any): any { return [s + '!', [d, -1]]; }", "1"),
    "go": (
        "func one(a [][]int, s string, b bool, d float64, m map[string][]string) []interface{} { fmt.Println(7); return []interface{}{s + \"!\", []float64{d, -1}} }",
        "func one(a int) int { return a }",
    ),
}  # fmt: skip
"""A function that returns its second argument with a mark and a list of two numbers, and one that does not."""
CHAIN = {
    "cpp": "class Solution { public: ListNode* f(ListNode* a, TreeNode* t) { return new ListNode(t->right->val, a->next); } };",
    "java": "class Solution { ListNode f(ListNode a, TreeNode t) { return new ListNode(t.right.val, a.next); } }",
    "go": "func f(a *ListNode, t *TreeNode) *ListNode { return &ListNode{t.Right.Val, a.Next} }",
}
BY_TYPE: list[tuple[str, str, str, list[object], object, bool]] = [
    ("java", "class Solution { private int f(int[] a) { return 0; } public int f(String s) { return s.length(); } }", "f", ["abc"], 3, True),
    ("java", "class Solution { private int f(String s) { return 0; } public int f(int[] a) { return a.length; } }", "f", [[1, 2]], 2, True),
    ("java", "class Solution { int f(double d) { return 1; } int f(int n) { return 2; } int f(int[][] a) { return 3; } }", "f", [5], 2, True),
    ("java", "class Solution { int f(double d) { return 1; } int f(int n) { return 2; } int f(int[][] a) { return 3; } }", "f", [5.5], 1, True),
    ("java", "class Solution { int f(int n) { return 2; } int f(int[][] a) { return 3; } }", "f", ["x"], 2, False),
    ("javascript", "import os from 'os';\nfunction f(a) { return a + 1; }\nexport default f;", "f", [5], 6, True),
    ("javascript", "export class Solution { f(a) { return a + 1; } }", "f", [5], 6, True),
    ("javascript", "export const f = a => a + 2;", "f", [5], 6, False),
    ("javascript", "function g(a) { return a + 1; }\nexport { g as f };", "f", [5], 6, True),
    ("javascript", "const g = a => a + 1; export { g as h };", "f", [5], 6, False),
    ("javascript", "export default a => a + 1;", "f", [5], 6, True),
    ("javascript", "export default a => a + 2;", "f", [5], 6, False),
    ("javascript", "export default class { async f(a) { return a + 1; } }", "f", [5], 6, True),
    ("javascript", "module.exports = class { f(a) { return a + 1; } };", "f", [5], 6, True),
    ("go", "func f(s string, k rune) []rune { return append([]rune(s), k) }", "f", ["ab", "\u00e9"], ["a", "b", "\u00e9"], True),
    ("go", "func f(a []int32) map[int]int32 { return map[int]int32{1: a[0]} }", "f", [[97]], {"1": 97}, True),
    ("go", "func f(m map[rune]int) map[rune]int { m['b'] = 2; return m }", "f", [{"a": 1}], {"a": 1, "b": 2}, True),
    ("go", "func f(a []rune) map[rune]int32 { return map[rune]int32{a[0]: 2} }", "f", [["a"]], {"a": 2}, True),
    ("go", "func f(a int) map[byte][]uint8 { return map[byte][]uint8{'a': {1, 2}} }", "f", [1], {"a": [1, 2]}, True),
    ("go", "func f(a []rune, g interface{}) (rune, bool) { return a[1], true }", "f", [["a", "b"], 1], "b", True),
    ("go", "func f(k byte) byte { return k }", "f", ["ab"], "b", False),
]  # fmt: skip
"""Of several functions of a name that whose parameters fit is called; letters are text; modules are modules."""


@pytest.mark.slow  # the compiler reads all headers of the standard library
def test_a_function_is_called_with_values_of_its_own_types_and_what_it_prints_does_not_count() -> None:
    def holds(language: str, program: str, function: str, args: list[object], expected: object, right: bool) -> None:
        tests = [{"args": args, "expected": expected}]
        reference = json.dumps({"language": language, "function": function, "tests": tests, "seconds": 5})
        check = CODE.check(f"```{language}\n{program}\n```", reference)
        assert (check.outcome is CORRECT) == right, check

    there = [name for name in LANGUAGES if name in ALWAYS or not LANGUAGES[name].missing()]
    rows = [
        (name, CALLS[name][1 - right], "one", GIVEN, BACK[0], right)
        for name in there
        if name in CALLS
        for right in (True, False)
    ]
    rows += [(name, CALLS[name][0], "one", GIVEN, BACK[1], False) for name in there if name in ("javascript", "go")]
    chain = [[1, 5, 6], [1, None, 9]], [9, 5, 6]
    rows += [row for row in BY_TYPE if row[0] in there]
    walk([*rows, *((name, CHAIN[name], "f", *chain, True) for name in there if name in CHAIN)], holds)


def test_a_language_whose_tools_are_not_here_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reference = json.dumps({**json.loads(reads(*SUM)), "language": "C++"})
    (tmp_path / "bwrap").symlink_to(shutil.which("bwrap") or "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install g++" in (CODE.faults_of(reference) or "")
    assert "only Python, cpp, java" in (CODE.faults_of(reference.replace("C++", "cobol")) or "")
    for name in LANGUAGES:
        with pytest.raises(CheckerBroken, match="install"):
            CODE.check(f"```{name}\nany\n```", reference.replace("C++", name))


@pytest.mark.skipif(not LANGUAGES["typescript"].missing(), reason="what takes types away is here")
def test_a_right_program_in_typescript_is_not_wrong_where_nothing_takes_its_types_away() -> None:
    with pytest.raises(CheckerBroken, match="install TypeScript"):
        CODE.check(
            "```ts\nfunction twice(a) { return 2 * a }\n```",
            json.dumps({"language": "ts", "script": TESTS["typescript"]}),
        )


UNTOLD = [
    ("javascript", "/** @param {ListNode} head */\nvar f = head => { let n = 0; while (head) { n++; head = head.next; } return n; };", "no JSON can hold"),
    ("javascript", "var f = a => new Set(a);", "no JSON can hold"),
    ("javascript", "var f = a => _.size(a);", "the package lodash"),
    ("javascript", "var f = a => { const q = new MaxPriorityQueue(); a.forEach(one => q.enqueue(one)); return q.size(); };", "the package @datastructures-js"),
    ("java", "class Solution { int n; Solution(int n) { this.n = n; } int f(int[] a) { return a.length; } }", "made with arguments"),
    ("java", "class Solution { Thread f(int[] a) { return new Thread(); } }", "no JSON can hold"),
]  # fmt: skip
UNTOLD_HERE = [row for row in UNTOLD if row[0] in ALWAYS or not LANGUAGES[row[0]].missing()]


@pytest.mark.parametrize(("language", "program", "why"), UNTOLD_HERE)
def test_what_a_judge_has_at_hand_or_nobody_can_hand_over_calls_no_program_wrong(
    language: str, program: str, why: str
) -> None:
    needed(language)
    reference = {"language": language, "function": "f", "tests": [{"args": [[1, 2, 3]], "expected": 3}]}
    check = CODE.check(f"```{language}\n{program}\n```", json.dumps(reference))
    assert (check.outcome, why in str(check.why)) == (UNDECIDED, True), check
