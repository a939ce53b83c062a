"""C++, compiled by g++. How a function is called there: arguments and results by the types that it declares."""

# ruff: noqa: E501  # lines of other languages

import re
from functools import reduce

from thoughtmill.verifiers.code.languages.language import (
    DIALECT,
    OWN,
    PROGRAM,
    SOURCE,
    UNSAYABLE,
    Language,
    defines,
    uncommented,
)

_HEAD = """#include <bits/stdc++.h>
#include <fcntl.h>
#include <unistd.h>
using namespace std;
namespace thoughtmill_calls {
struct In {
    std::string text; size_t at = 0;
    char peek() { while (at < text.size() && (unsigned char)text[at] <= ' ') at++; return at < text.size() ? text[at] : 0; }
    bool take(char one) { if (peek() != one) return false; at++; return true; }
    void must(char one) { if (!take(one)) _exit(3); }
    std::string word() {
        peek(); size_t from = at;
        while (at < text.size() && !strchr(",]}: \\n", text[at])) at++;
        if (at == from) _exit(3);
        return text.substr(from, at - from);
    }
    unsigned code() { at += 4; return (unsigned)std::stoul(text.substr(at - 4, 4), nullptr, 16); }
    std::string quoted() {
        must('"'); std::string found;
        while (at < text.size() && text[at] != '"') {
            char one = text[at++];
            if (one != '\\\\') { found += one; continue; }
            one = text[at++];
            if (one != 'u') { const char* known = "n\\nt\\tr\\rb\\bf\\f"; const char* place = strchr(known, one); found += place && one != '\\n' ? place[1] : one; continue; }
            unsigned sign = code();
            if (sign >= 0xD800 && sign < 0xDC00) { at += 2; sign = 0x10000 + ((sign - 0xD800) << 10) + (code() - 0xDC00); }
            if (sign < 0x80) found += (char)sign;
            else if (sign < 0x800) { found += (char)(0xC0 | sign >> 6); found += (char)(0x80 | (sign & 63)); }
            else if (sign < 0x10000) { found += (char)(0xE0 | sign >> 12); found += (char)(0x80 | (sign >> 6 & 63)); found += (char)(0x80 | (sign & 63)); }
            else { found += (char)(0xF0 | sign >> 18); found += (char)(0x80 | (sign >> 12 & 63)); found += (char)(0x80 | (sign >> 6 & 63)); found += (char)(0x80 | (sign & 63)); }
        }
        at++; return found;
    }
};
using Out = std::string;
template <class T> constexpr bool never = false;
template <class T, class = void> struct Of {
    static_assert(never<T>, "@UNSAYABLE@");
    static T get(In&); static void put(Out&, const T&);
};
template <> struct Of<bool> {
    static bool get(In& in) { std::string word = in.word(); if (word != "true" && word != "false") _exit(3); return word == "true"; }
    static void put(Out& out, bool one) { out += one ? "true" : "false"; }
};
template <> struct Of<std::string> {
    static std::string get(In& in) { return in.quoted(); }
    static void put(Out& out, const std::string& text) {
        out += '"';
        for (char one : text) {
            if (one == '"' || one == '\\\\') { out += '\\\\'; out += one; }
            else if ((unsigned char)one < 32) { char code[8]; snprintf(code, 8, "\\\\u%04x", one); out += code; }
            else out += one;
        }
        out += '"';
    }
};
template <> struct Of<char> {
    static char get(In& in) { std::string text = in.quoted(); if (text.size() != 1) _exit(3); return text[0]; }
    static void put(Out& out, char one) { Of<std::string>::put(out, std::string(1, one)); }
};
template <> struct Of<const char*> {
    static void put(Out& out, const char* text) { Of<std::string>::put(out, text); }
};
template <class T> struct Of<T, std::enable_if_t<std::is_integral_v<T>>> {
    static T get(In& in) {
        std::string word = in.word(); char* end; errno = 0;
        T found = std::is_unsigned_v<T> ? (T)strtoull(word.c_str(), &end, 10) : (T)strtoll(word.c_str(), &end, 10);
        if (*end) { double whole = strtod(word.c_str(), &end); found = (T)whole; if (*end || (double)found != whole) _exit(3); }
        return found;
    }
    static void put(Out& out, T one) { out += std::to_string(one); }
};
template <class T> struct Of<T, std::enable_if_t<std::is_floating_point_v<T>>> {
    static T get(In& in) { std::string word = in.word(); char* end; T found = (T)strtold(word.c_str(), &end); if (*end) _exit(3); return found; }
    static void put(Out& out, T one) {
        if (std::isnan(one)) out += "NaN";
        else if (std::isinf(one)) out += one < 0 ? "-Infinity" : "Infinity";
        else { char text[64]; snprintf(text, 64, "%.17g", (double)one); out += text; }
    }
};
template <class T> void put_all(Out& out, const T& items) {
    out += '['; bool first = true;
    for (auto&& one : items) { if (!first) out += ','; first = false; Of<typename T::value_type>::put(out, one); }
    out += ']';
}
template <class T> T get_all(In& in) {
    T found; in.must('[');
    if (in.take(']')) return found;
    do found.insert(found.end(), Of<typename T::value_type>::get(in)); while (in.take(','));
    in.must(']'); return found;
}
#define THOUGHTMILL_ITEMS(KIND) template <class... A> struct Of<KIND<A...>> { \\
    static KIND<A...> get(In& in) { return get_all<KIND<A...>>(in); } \\
    static void put(Out& out, const KIND<A...>& items) { put_all(out, items); } };
THOUGHTMILL_ITEMS(std::vector) THOUGHTMILL_ITEMS(std::deque) THOUGHTMILL_ITEMS(std::list) THOUGHTMILL_ITEMS(std::set)
THOUGHTMILL_ITEMS(std::multiset) THOUGHTMILL_ITEMS(std::unordered_set)
template <class A, class B> struct Of<std::pair<A, B>> {
    static std::pair<A, B> get(In& in) { in.must('['); A one = Of<A>::get(in); in.must(','); B other = Of<B>::get(in); in.must(']'); return {one, other}; }
    static void put(Out& out, const std::pair<A, B>& both) { out += '['; Of<A>::put(out, both.first); out += ','; Of<B>::put(out, both.second); out += ']'; }
};
template <class T> struct OfTable {
    using K = typename T::key_type;
    static T get(In& in) {
        T found; in.must('{');
        if (in.take('}')) return found;
        do {
            in.peek(); In name{in.text, in.at};
            if constexpr (!std::is_same_v<K, std::string>) { size_t from = in.at; name = In{in.quoted()}; (void)from; }
            K key = Of<K>::get(name);
            if constexpr (std::is_same_v<K, std::string>) in.at = name.at;
            in.must(':'); found.insert({key, Of<typename T::mapped_type>::get(in)});
        } while (in.take(','));
        in.must('}'); return found;
    }
    static void put(Out& out, const T& table) {
        out += '{'; bool first = true;
        for (auto& [key, value] : table) {
            if (!first) out += ',';
            first = false;
            Out name; Of<K>::put(name, key);
            if (name[0] == '"') out += name; else out += '"' + name + '"';
            out += ':'; Of<typename T::mapped_type>::put(out, value);
        }
        out += '}';
    }
};
template <class... A> struct Of<std::map<A...>> : OfTable<std::map<A...>> {};
template <class... A> struct Of<std::unordered_map<A...>> : OfTable<std::unordered_map<A...>> {};
template <class N, class = void> struct Listed : std::false_type {};
template <class N> struct Listed<N, std::void_t<decltype(N::val), decltype(N::next)>> : std::true_type {};
template <class N, class = void> struct Treed : std::false_type {};
template <class N> struct Treed<N, std::void_t<decltype(N::val), decltype(N::left), decltype(N::right)>> : std::true_type {};
template <class N> struct Of<N*, std::enable_if_t<Listed<N>::value>> {
    using V = decltype(N::val);
    static N* get(In& in) {
        if (in.peek() == 'n') { in.word(); return nullptr; }
        N *first = nullptr, *last = nullptr;
        for (V one : get_all<std::vector<V>>(in)) { N* node = new N{one}; node->next = nullptr; (last ? last->next : first) = node; last = node; }
        return first;
    }
    static void put(Out& out, const N* node) { std::vector<V> found; for (; node && found.size() < 1000000; node = node->next) found.push_back(node->val); put_all(out, found); }
};
template <class N> struct Of<N*, std::enable_if_t<Treed<N>::value>> {
    using V = decltype(N::val);
    static N* one(In& in) { if (in.peek() == 'n') { in.word(); return nullptr; } N* node = new N{Of<V>::get(in)}; node->left = node->right = nullptr; return node; }
    static N* get(In& in) {
        if (in.peek() == 'n') { in.word(); return nullptr; }
        in.must('[');
        if (in.take(']')) return nullptr;
        N* root = one(in); std::deque<N*> open; if (root) open.push_back(root);
        while (!open.empty() && in.take(',')) {
            N* node = open.front(); open.pop_front();
            if ((node->left = one(in))) open.push_back(node->left);
            if (!in.take(',')) break;
            if ((node->right = one(in))) open.push_back(node->right);
        }
        in.must(']'); return root;
    }
    static void put(Out& out, const N* root) {
        std::vector<Out> found; std::deque<const N*> open{root}; size_t last = 0;
        while (!open.empty() && found.size() < 1000000) {
            const N* node = open.front(); open.pop_front(); Out said;
            if (node) { Of<V>::put(said, node->val); open.push_back(node->left); open.push_back(node->right); } else said = "null";
            found.push_back(said); if (node) last = found.size();
        }
        out += '['; for (size_t i = 0; i < last; i++) { if (i) out += ','; out += found[i]; } out += ']';
    }
};
template <class T> T argument(In& in, bool first) { if (!first) in.must(','); return Of<T>::get(in); }
template <class R, class... A, class F, size_t... I> int answer(F function, std::index_sequence<I...>) {
    In in; char part[65536]; ssize_t size;
    while ((size = read(0, part, sizeof part)) > 0) in.text.append(part, (size_t)size);
    int result = dup(1), nothing = open("/dev/null", O_WRONLY); dup2(nothing, 1);
    in.must('['); std::tuple<std::decay_t<A>...> args{argument<std::decay_t<A>>(in, I == 0)...}; in.must(']');
    (void)args; Out out;
    if constexpr (std::is_void_v<R>) { function(std::forward<A>(std::get<I>(args))...); out = "null"; }
    else { auto&& found = function(std::forward<A>(std::get<I>(args))...); Of<std::decay_t<R>>::put(out, found); }
    for (size_t at = 0; at < out.size();) { ssize_t done = write(result, out.data() + at, out.size() - at); if (done <= 0) _exit(3); at += (size_t)done; }
    _exit(0);
}
template <class R, class C, class... A> int call(R (C::*method)(A...)) {
    return answer<R, A...>([method](A... args) -> R { static C object; return (object.*method)(std::forward<A>(args)...); }, std::index_sequence_for<A...>());
}
template <class R, class C, class... A> int call(R (C::*method)(A...) const) {
    return answer<R, A...>([method](A... args) -> R { static C object; return (object.*method)(std::forward<A>(args)...); }, std::index_sequence_for<A...>());
}
template <class R, class... A> int call(R (*function)(A...)) { return answer<R, A...>(function, std::index_sequence_for<A...>()); }
}
""".replace("@UNSAYABLE@", UNSAYABLE)
"""Before a program, whose macros then change nothing in it."""
_NODES = {
    "ListNode": """struct ListNode {
    int val; ListNode* next;
    ListNode() : val(0), next(nullptr) {} ListNode(int x) : val(x), next(nullptr) {}
    ListNode(int x, ListNode* next) : val(x), next(next) {}
};
""",
    "TreeNode": """struct TreeNode {
    int val; TreeNode *left, *right;
    TreeNode() : val(0), left(nullptr), right(nullptr) {} TreeNode(int x) : val(x), left(nullptr), right(nullptr) {}
    TreeNode(int x, TreeNode* left, TreeNode* right) : val(x), left(left), right(right) {}
};
""",
}


def _called(code: str, function: str) -> str:
    nodes = "".join(kind for name, kind in _NODES.items() if not defines(code, name))
    place = f"&Solution::{function}" if defines(code, "Solution") else f"&::{function}"
    tail = f"\n#undef main\nsigned main() {{ return thoughtmill_calls::call({place}); }}\n"
    return f"{_HEAD}{nodes}#define main main_of_the_answer\n#line 1\n{code}{tail}"


_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include\b.*$", re.MULTILINE)
_WORD = re.compile(r"\b[A-Za-z_]\w*")
"""For tests: headers, and all that a macro of the program could change in them."""
_CALL = re.compile(r"(?P<before>\.|->|::|\w+[*&\s]+)?\b(?P<name>[A-Za-z_]\w*)\s*\(")
_HELD = re.compile(r"\bauto\s+(\w+)\s*=\s*&?(\w+)\s*;")
"""For tests: what they call, and what stands before it; names that they give a function."""
_EXPRESSED = {"return", "else", "and", "or", "not", "assert", "case"}
"""Words before a call; behind others it is a definition."""
_WIDENED = {"long", "float", "double"}
"""What programs make wider by a macro (`#define double long double`): tests give them values of it."""
_STANDARD_NAMES = frozenset(
    [
        "abs",
        "fabs",
        "fmod",
        "round",
        "floor",
        "ceil",
        "sqrt",
        "pow",
        "log",
        "min",
        "max",
        "sort",
        "equal",
        "count",
        "find",
        "swap",
        "reverse",
        "accumulate",
        "to_string",
        "stoi",
        "string",
        "vector",
        "list",
        "deque",
        "set",
        "multiset",
        "unordered_set",
        "map",
        "unordered_map",
        "pair",
        "tuple",
        "optional",
        "get",
        "make_pair",
        "make_tuple",
        "isnan",
        "isinf",
    ]
)
"""What tests mean by these, whatever a program calls so."""
_HIDDEN = "== != < > <= >= ! + - * / % && || & | ^ ~ << >>"
"""Operators: those of the program are no operators of the tests."""
_BEHIND = """#include <assert.h>
#include <bits/stdc++.h>
#include <unistd.h>
@INCLUDES@
namespace { namespace @NAME@ {
char word[32]; bool failed = false;
void ask() { if (::read(0, word, 16) != 16 || ::ftruncate(0, 0)) ::_Exit(3); }
__attribute__((section(".preinit_array"), used)) void (*asked)() = ask;
struct None {};
template <class... T> struct Plain : std::true_type {};
template <class T> struct Plain<T> : std::integral_constant<bool, std::is_arithmetic<T>::value || std::is_void<T>::value || std::is_same<T, std::nullptr_t>::value> {};
template <class T, class U, class... V> struct Plain<T, U, V...> : std::integral_constant<bool, Plain<T>::value && Plain<U, V...>::value> {};
template <class T> struct Plain<T*> : Plain<typename std::remove_cv<T>::type> {};
template <> struct Plain<std::string> : std::true_type {};
template <class T, size_t N> struct Plain<std::array<T, N>> : Plain<T> {};
template <class T> struct Plain<std::complex<T>> : Plain<T> {};
template <class T> struct Plain<std::vector<T>> : Plain<T> {};
template <class T> struct Plain<std::list<T>> : Plain<T> {};
template <class T> struct Plain<std::deque<T>> : Plain<T> {};
template <class T> struct Plain<std::set<T>> : Plain<T> {};
template <class T> struct Plain<std::multiset<T>> : Plain<T> {};
template <class T> struct Plain<std::unordered_set<T>> : Plain<T> {};
template <class K, class T> struct Plain<std::map<K, T>> : Plain<K, T> {};
template <class K, class T> struct Plain<std::unordered_map<K, T>> : Plain<K, T> {};
template <class K, class T> struct Plain<std::pair<K, T>> : Plain<K, T> {};
template <class... T> struct Plain<std::tuple<T...>> : Plain<T...> {};
#if __cplusplus >= 201703L
template <> struct Plain<std::string_view> : std::true_type {};
template <> struct Plain<std::any> : std::true_type {};
template <class T> struct Plain<std::optional<T>> : Plain<T> {};
template <class... T> struct Plain<std::variant<T...>> : Plain<T...> {};
#endif
template <class T> struct Told { static_assert(Plain<typename std::decay<T>::type>::value, "@OWN@"); };
} }
@PUSHED@
#define main main_of_the_answer
#line 1
@CODE@
#undef main
@POPPED@
#undef assert
#define assert(...) ((__VA_ARGS__) ? (void)0 : (::@NAME@::failed = true, ::fprintf(stderr, "line %d: assert(%s)\\n", __LINE__, #__VA_ARGS__), __builtin_trap()))
namespace @NAME@_tests {
@HIDDEN@
@CALLED@
@OPEN_TESTS@
    return 0;
}
}
int main() {
    if (@NAME@_tests::main() || ::@NAME@::failed) return 1;
    ::printf("\\n%s\\n", ::@NAME@::word);
    return 0;
}
""".replace("@OWN@", OWN)


def _behind(code: str, tests: str, name: str) -> str:
    """Before the program, the word is read; behind it, no macro of it holds, and `assert` is none that it can change.

    Tests stand in a namespace whose operators hide those of the program, and functions that they call return what is
    of a standard type, so that nothing that they compare is compared by the program.
    """
    bare = _INCLUDE.sub("", tests)
    given = set(_WORD.findall(bare))
    theirs = _named_as_standard(bare, code)
    called = "".join(f"using std::{one};\n" for one in sorted(_STANDARD_NAMES.intersection(given) - theirs))
    called += "".join(f"using ::{one};\n" for one in sorted(theirs))
    for one in sorted(_asked(bare, code) | theirs):
        called += f"#define {one}(...) (void(::{name}::Told<decltype({one}(__VA_ARGS__))>()), {one}(__VA_ARGS__))\n"
    ours = _WORD.findall(re.sub(r"@\w+@|^#\w+", " ", _BEHIND.split("@POPPED@")[1] + called, flags=re.MULTILINE))
    words = sorted({*given, *ours, "operator"} - _WIDENED - {"defined", "__VA_ARGS__"})
    pushed, popped = ("\n".join(f'#pragma {do}_macro("{one}")' for one in words) for do in ("push", "pop"))
    places = {
        "@INCLUDES@": "\n".join(_INCLUDE.findall(tests)),
        "@HIDDEN@": "".join(
            f"void operator{one}(::{name}::None{_OTHER.get(one, ', int')});\n" for one in _HIDDEN.split()
        ),
        "@CALLED@": called,
        "@PUSHED@": pushed,
        "@POPPED@": popped,
        "@NAME@": name,
    }
    head, tail = (
        reduce(lambda text, place: text.replace(*place), places.items(), one) for one in _BEHIND.split("@CODE@")
    )
    return head + code + tail.replace("@OPEN_TESTS@", bare.rstrip().removesuffix("}"))


def _named_as_standard(tests: str, code: str) -> set[str]:
    """Functions of the program with a name of the standard library that tests mean by it.

    They give it another name, or call no other function of the program.
    """
    bare, source = uncommented(tests), uncommented(code)
    defined = {
        one
        for one in _STANDARD_NAMES
        if re.search(
            rf"^[ \t]*(?!return\b|else\b)\w[^;{{}}()=]*[\s*&>]{one}\s*\([^;{{}}]*\)\s*\{{", source, re.MULTILINE
        )
    }
    held = {of for _, of in _HELD.findall(bare)}
    return defined & (held if _asked(tests, code) else held | {one["name"] for one in _CALL.finditer(bare)})


_OTHER = {"!": "", "~": ""}


def _asked(tests: str, code: str) -> set[str]:
    """Functions of the program that tests call by their names, or by one that they give them."""
    bare, defined = uncommented(tests), set(_WORD.findall(uncommented(code)))
    defined |= {name for name, of in _HELD.findall(bare) if of in defined}
    called, others = (
        set[str](),
        {"main", "assert", "if", "for", "while", "switch", "sizeof", "return", "decltype", *_STANDARD_NAMES},
    )
    for found in _CALL.finditer(bare):
        before = (found["before"] or "").strip()
        (called if not before or before in _EXPRESSED else others).add(found["name"])
    return (called - others) & defined


_STANDARD = re.compile(r"(?:c\+\+|cpp|g\+\+|clang\+\+|cxx)\s*-?(?:20)?(98|03|11|14|17|20|23)(?!\d)")
"""For how sets and judges name it: `C++20 (GCC 13-64)`, `cpp17`, `GNU C++23`."""


def _dialect(told: str) -> str | None:
    found = _STANDARD.search(told.lower())
    return f"gnu++{found[1]}" if found else None


CPP = Language(
    name="cpp",
    marks=frozenset(
        {"cpp", "c++", "cc", "cxx"} | {f"{name}{year}" for name in ("c++", "cpp") for year in (11, 14, 17, 20, 23)}
    ),
    compile=(
        *("/usr/bin/g++", "-x", "c++", f"-std={DIALECT}", "-O2", "-pipe", "-s", "-DONLINE_JUDGE", "-DEVAL"),
        *("-o", PROGRAM, SOURCE),
    ),
    dialects=("gnu++17", "gnu++20", "gnu++11", "gnu++23"),
    dialect=_dialect,
    linked=(".cpp", ".cc"),
    compilers=("g++", "as", "ld"),
    command=(PROGRAM,),
    install="install g++ (Debian, Ubuntu: apt-get install g++)",
    called=_called,
    lacks=rf"{UNSAYABLE}|unresolved overloaded function type|fatal error: (?![/.])[^:\n]+: No such file",
    behind=_behind,
    untested=lambda tests: None if re.search(r"\bmain\s*\(", uncommented(tests)) else "there is no `main`",
)
