"""Java, compiled by javac. A class of ours finds what is to be run: `main`, or the function that is called."""

# ruff: noqa: E501  # lines of other languages

import re

from thoughtmill.verifiers.code.languages.language import (
    CANT,
    HEAP,
    HOME,
    OWN,
    PROGRAM,
    SOURCE,
    UNSAYABLE,
    Language,
    defines,
    installed,
    uncommented,
)

_IMPORTS = (
    "import java.io.*; import java.math.*; import java.util.*; import java.util.function.*; import java.util.stream.*;"
)
_NODES = {
    "ListNode": "class ListNode { int val; ListNode next; ListNode() {} ListNode(int val) { this.val = val; } "
    "ListNode(int val, ListNode next) { this.val = val; this.next = next; } }\n",
    "TreeNode": "class TreeNode { int val; TreeNode left, right; TreeNode() {} TreeNode(int val) { this.val = val; } "
    "TreeNode(int val, TreeNode left, TreeNode right) { this.val = val; this.left = left; this.right = right; } }\n",
}
_START = """    public static void main(String[] words) {
        new Thread(null, () -> {
            try { run(words); } catch (Throwable error) { error.printStackTrace(); System.exit(1); }
        }, "main", 256L << 20).start();
    }
"""
"""On a stack of its own, as deep as judges allow."""
_RUN = """
class ThoughtmillMain {
@START@    static void run(String[] words) throws Throwable {
        for (String name : "@NAMES@".split(",")) {
            java.lang.reflect.Method found;
            try { found = Class.forName(name).getDeclaredMethod("main", String[].class); } catch (ReflectiveOperationException error) { continue; }
            found.setAccessible(true);
            try { found.invoke(null, (Object) words); } catch (java.lang.reflect.InvocationTargetException error) { throw error.getCause(); }
            return;
        }
        throw new NoSuchMethodException("main");
    }
}
""".replace("@START@", _START)
_CALL = (
    """
class ThoughtmillMain {
    static final String CANT = "@CANT@@UNSAYABLE@";
    static String text; static int at;
    static char peek() { while (text.charAt(at) <= ' ') at++; return text.charAt(at); }
    static Object read() {
        char one = peek();
        if (one == '[') {
            java.util.ArrayList<Object> found = new java.util.ArrayList<>(); at++;
            if (peek() == ']') { at++; return found; }
            for (;;) { found.add(read()); if (peek() == ',') at++; else { at++; return found; } }
        }
        if (one == '{') {
            java.util.LinkedHashMap<Object, Object> found = new java.util.LinkedHashMap<>(); at++;
            if (peek() == '}') { at++; return found; }
            for (;;) { Object name = read(); peek(); at++; found.put(name, read()); if (peek() == ',') at++; else { at++; return found; } }
        }
        if (one == '"') {
            StringBuilder found = new StringBuilder(); at++;
            while (text.charAt(at) != '"') {
                char sign = text.charAt(at++);
                if (sign == '\\\\') {
                    sign = text.charAt(at++);
                    if (sign == 'u') { sign = (char) Integer.parseInt(text.substring(at, at + 4), 16); at += 4; }
                    else { int known = "ntrbf".indexOf(sign); if (known >= 0) sign = "\\n\\t\\r\\b\\f".charAt(known); }
                }
                found.append(sign);
            }
            at++; return found.toString();
        }
        int from = at;
        while (",]} ".indexOf(text.charAt(at)) < 0) at++;
        String word = text.substring(from, at);
        if (word.equals("null")) return null;
        if (word.equals("true") || word.equals("false")) return word.equals("true");
        if (word.equals("NaN")) return Double.NaN;
        if (word.endsWith("Infinity")) return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return new java.math.BigDecimal(word);
    }
    static Class<?> raw(java.lang.reflect.Type type) {
        return type instanceof Class ? (Class<?>) type : type instanceof java.lang.reflect.ParameterizedType ? (Class<?>) ((java.lang.reflect.ParameterizedType) type).getRawType() : Object.class;
    }
    static java.lang.reflect.Type of(java.lang.reflect.Type type, int place) {
        return type instanceof java.lang.reflect.ParameterizedType ? ((java.lang.reflect.ParameterizedType) type).getActualTypeArguments()[place] : Object.class;
    }
    static java.lang.reflect.Field field(Class<?> kind, String name) {
        try { java.lang.reflect.Field found = kind.getDeclaredField(name); found.setAccessible(true); return found; } catch (NoSuchFieldException error) { return null; }
    }
    static Object node(Class<?> kind, Object value) throws Exception {
        java.lang.reflect.Constructor<?> best = null;
        for (java.lang.reflect.Constructor<?> one : kind.getDeclaredConstructors()) if (one.getParameterCount() <= 1 && (best == null || one.getParameterCount() == 0)) best = one;
        if (best == null) throw new UnsupportedOperationException(CANT);
        best.setAccessible(true);
        Object found = best.getParameterCount() == 0 ? best.newInstance() : best.newInstance(as(value, best.getParameterTypes()[0]));
        field(kind, "val").set(found, as(value, field(kind, "val").getType())); return found;
    }
    static Object as(Object one, java.lang.reflect.Type type) throws Exception {
        if (type instanceof java.lang.reflect.GenericArrayType) {
            java.lang.reflect.Type inner = ((java.lang.reflect.GenericArrayType) type).getGenericComponentType(); java.util.List<?> items = (java.util.List<?>) one;
            Object found = java.lang.reflect.Array.newInstance(raw(inner), items.size());
            for (int i = 0; i < items.size(); i++) java.lang.reflect.Array.set(found, i, as(items.get(i), inner));
            return found;
        }
        Class<?> kind = raw(type);
        if (field(kind, "val") != null && field(kind, "next") != null) {
            Object first = null, last = null;
            for (Object value : one == null ? java.util.List.of() : (java.util.List<?>) one) {
                Object node = node(kind, value);
                if (last == null) first = node; else field(kind, "next").set(last, node);
                last = node;
            }
            return first;
        }
        if (field(kind, "val") != null && field(kind, "left") != null) {
            java.util.List<?> items = one == null ? java.util.List.of() : (java.util.List<?>) one;
            if (items.isEmpty() || items.get(0) == null) return null;
            Object root = node(kind, items.get(0)); java.util.ArrayDeque<Object> open = new java.util.ArrayDeque<>(java.util.List.of(root));
            for (int i = 1; i < items.size() && !open.isEmpty();) {
                Object parent = open.poll();
                for (String side : new String[] {"left", "right"}) {
                    if (i < items.size() && items.get(i) != null) { Object child = node(kind, items.get(i)); field(kind, side).set(parent, child); open.add(child); }
                    i++;
                }
            }
            return root;
        }
        if (one == null && kind.isPrimitive()) throw new ClassCastException("null for " + kind);
        if (one == null) return null;
        if (kind.isArray()) {
            java.util.List<?> items = (java.util.List<?>) one; Class<?> inner = kind.getComponentType();
            Object found = java.lang.reflect.Array.newInstance(inner, items.size());
            for (int i = 0; i < items.size(); i++) java.lang.reflect.Array.set(found, i, as(items.get(i), inner));
            return found;
        }
        if (one instanceof java.math.BigDecimal || one instanceof Double) {
            java.math.BigDecimal number = one instanceof Double ? null : (java.math.BigDecimal) one;
            if (kind == double.class || kind == Double.class || number == null) return ((Number) one).doubleValue();
            if (kind == float.class || kind == Float.class) return number.floatValue();
            if (kind == int.class || kind == Integer.class) return number.intValueExact();
            if (kind == long.class || kind == Long.class) return number.longValueExact();
            if (kind == short.class || kind == Short.class) return number.shortValueExact();
            if (kind == byte.class || kind == Byte.class) return number.byteValueExact();
            if (kind == java.math.BigInteger.class) return number.toBigIntegerExact();
            if (kind == Object.class || kind == Number.class) { if (number.scale() > 0) return number.doubleValue(); if (number.toBigIntegerExact().bitLength() < 32) return number.intValueExact(); return number.longValueExact(); }
            throw new ClassCastException("a number for " + kind);
        }
        if (one instanceof Boolean && (kind == boolean.class || kind == Boolean.class || kind == Object.class)) return one;
        if (one instanceof String) {
            if (kind == String.class || kind == Object.class || kind == CharSequence.class) return one;
            if ((kind == char.class || kind == Character.class) && ((String) one).length() == 1) return ((String) one).charAt(0);
            throw new ClassCastException("a text for " + kind);
        }
        if (one instanceof java.util.List && (kind.isAssignableFrom(java.util.ArrayList.class) || java.util.Collection.class.isAssignableFrom(kind))) {
            java.util.Collection<Object> found = kind.isAssignableFrom(java.util.ArrayList.class) ? new java.util.ArrayList<>() : kind.isAssignableFrom(java.util.LinkedHashSet.class) ? new java.util.LinkedHashSet<>() : kind.isAssignableFrom(java.util.LinkedList.class) ? new java.util.LinkedList<>() : (java.util.Collection<Object>) made(kind);
            for (Object item : (java.util.List<?>) one) found.add(as(item, of(type, 0)));
            return found;
        }
        if (one instanceof java.util.Map && (kind.isAssignableFrom(java.util.LinkedHashMap.class) || java.util.Map.class.isAssignableFrom(kind))) {
            java.util.Map<Object, Object> found = kind.isAssignableFrom(java.util.LinkedHashMap.class) ? new java.util.LinkedHashMap<>() : (java.util.Map<Object, Object>) made(kind);
            for (java.util.Map.Entry<?, ?> item : ((java.util.Map<?, ?>) one).entrySet()) {
                boolean named = raw(of(type, 0)) == String.class || raw(of(type, 0)) == Character.class || of(type, 0) == Object.class;
                found.put(as(named ? item.getKey() : new java.math.BigDecimal((String) item.getKey()), of(type, 0)), as(item.getValue(), of(type, 1)));
            }
            return found;
        }
        throw new UnsupportedOperationException(CANT);
    }
    static Object made(Class<?> kind) throws Exception { return kind.getDeclaredConstructor().newInstance(); }
    static void say(StringBuilder out, Object one) throws Exception {
        if (one == null || one instanceof Boolean || one instanceof Integer || one instanceof Long || one instanceof Short || one instanceof Byte || one instanceof Double || one instanceof Float || one instanceof java.math.BigInteger || one instanceof java.math.BigDecimal) { out.append(one); return; }
        if (one instanceof CharSequence || one instanceof Character) {
            out.append('"');
            for (char sign : one.toString().toCharArray()) if (sign == '"' || sign == '\\\\' || sign < 32 || sign > 126) out.append(String.format("\\\\u%04x", (int) sign)); else out.append(sign);
            out.append('"'); return;
        }
        if (one.getClass().isArray()) {
            out.append('[');
            for (int i = 0; i < java.lang.reflect.Array.getLength(one); i++) { if (i > 0) out.append(','); say(out, java.lang.reflect.Array.get(one, i)); }
            out.append(']'); return;
        }
        if (one instanceof Iterable) { out.append('['); int i = 0; for (Object item : (Iterable<?>) one) { if (i++ > 0) out.append(','); say(out, item); } out.append(']'); return; }
        if (one instanceof java.util.Map) {
            out.append('{'); int i = 0;
            for (java.util.Map.Entry<?, ?> item : ((java.util.Map<?, ?>) one).entrySet()) { if (i++ > 0) out.append(','); say(out, String.valueOf(item.getKey())); out.append(':'); say(out, item.getValue()); }
            out.append('}'); return;
        }
        Class<?> kind = one.getClass();
        if (field(kind, "val") != null && field(kind, "next") != null) {
            java.util.ArrayList<Object> found = new java.util.ArrayList<>();
            for (Object node = one; node != null && found.size() < 1000000; node = field(kind, "next").get(node)) found.add(field(kind, "val").get(node));
            say(out, found); return;
        }
        if (field(kind, "val") != null && field(kind, "left") != null) {
            java.util.ArrayList<Object> found = new java.util.ArrayList<>(); java.util.LinkedList<Object> open = new java.util.LinkedList<>(); open.add(one);
            while (!open.isEmpty() && found.size() < 1000000) {
                Object node = open.poll(); found.add(node == null ? null : field(kind, "val").get(node));
                if (node != null) { open.add(field(kind, "left").get(node)); open.add(field(kind, "right").get(node)); }
            }
            while (found.get(found.size() - 1) == null) found.remove(found.size() - 1);
            say(out, found); return;
        }
        throw new UnsupportedOperationException(CANT);
    }
    static int rank(java.lang.reflect.Method one) {
        int found = java.lang.reflect.Modifier.isPrivate(one.getModifiers()) ? 1000 : 0;
        for (Class<?> kind : one.getParameterTypes()) found += Math.max(0, java.util.List.of("int", "long", "float", "double", "Object").indexOf(kind.getSimpleName()));
        return found;
    }
    static void call(java.lang.reflect.Method one, Object[] given, java.io.OutputStream result) throws Throwable {
        one.setAccessible(true);
        Object on = null;
        if (!java.lang.reflect.Modifier.isStatic(one.getModifiers())) {
            java.lang.reflect.Constructor<?> maker;
            try { maker = one.getDeclaringClass().getDeclaredConstructor(); } catch (NoSuchMethodException error) { throw new UnsupportedOperationException("@CANT@a class that is made with arguments"); }
            maker.setAccessible(true); on = maker.newInstance();
        }
        Object found;
        try { found = one.invoke(on, given); } catch (java.lang.reflect.InvocationTargetException error) { throw error.getCause(); }
        StringBuilder out = new StringBuilder(); say(out, found);
        result.write(out.toString().getBytes("UTF-8")); result.flush();
        Runtime.getRuntime().halt(0);
    }
@START@    static void run(String[] words) throws Throwable {
        java.io.OutputStream result = new java.io.FileOutputStream(java.io.FileDescriptor.out);
        System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        text = new String(System.in.readAllBytes(), "UTF-8") + " ";
        try { find((java.util.List<?>) read(), result); } catch (UnsupportedOperationException error) {
            if (!String.valueOf(error.getMessage()).startsWith("@CANT@")) throw error;
            result.write(error.getMessage().getBytes("UTF-8")); result.flush();
            Runtime.getRuntime().halt(1);
        }
    }
    static void find(java.util.List<?> args, java.io.OutputStream result) throws Throwable {
        for (String name : "@NAMES@".split(",")) {
            java.util.List<java.lang.reflect.Method> named = new java.util.ArrayList<>();
            for (java.lang.reflect.Method one : Class.forName(name).getDeclaredMethods()) if (one.getName().equals("@FUNCTION@") && one.getParameterCount() == args.size() && !one.isSynthetic()) named.add(one);
            named.sort(java.util.Comparator.comparingInt(ThoughtmillMain::rank));
            for (java.lang.reflect.Method one : named) {
                Object[] given = new Object[args.size()];
                try {
                    for (int i = 0; i < given.length; i++) given[i] = as(args.get(i), one.getGenericParameterTypes()[i]);
                } catch (RuntimeException error) { if (one == named.get(named.size() - 1)) throw error; continue; }
                call(one, given, result);
            }
        }
        throw new NoSuchMethodException("@FUNCTION@");
    }
}
""".replace("@UNSAYABLE@", UNSAYABLE)
    .replace("@CANT@", CANT)
    .replace("@START@", _START)
)
_PACKAGE = re.compile(r"^\s*package\s+[\w.]+\s*;", re.MULTILINE)
_PUBLIC = re.compile(
    r"^(?:public\s+)(?=(?:(?:final|abstract|strictfp|sealed)\s+)*(?:class|interface|enum|record)\b)", re.MULTILINE
)
"""For sources: what must not be there where a file has another name, or lies in no folder of its own."""
_MAIN = re.compile(r"\bmain(?=\s*\(\s*(?:final\s+)?String\b)")
_TUPLES = re.compile(r"\b(?:Unit|Pair|Triplet|Quartet|Quintet)\b")  # of org.javatuples, which MultiPL-E imports always
_CLASS = re.compile(
    r"^[ \t]*((?:public\s+)?)(?:(?:final|abstract|static)\s+)*(?:class|record|enum|interface)\s+(\w+)", re.MULTILINE
)


_WHOLE = {
    **dict.fromkeys(("Arrays", "Collections", "Objects", "ArrayList", "HashMap", "HashSet", "Optional"), "java.util."),
    **dict.fromkeys(
        ("AssertionError", "Boolean", "Double", "Float", "Integer", "Long", "Math", "String"), "java.lang."
    ),
}
_STANDARD = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'|//[^\n]*|(?<![\w.])(" + "|".join(_WHOLE) + r")\b")
"""For tests: classes that a program might have others of; strings and comments are passed over."""


def _names(code: str, *first: str) -> str:
    """Names of classes, the likeliest first."""
    found = _CLASS.findall(uncommented(code))
    ranked = sorted(found, key=lambda one: (one[1] not in first, not one[0]))
    return ",".join(dict.fromkeys(name for _, name in ranked)) or "Main"


def _source(code: str) -> str:
    return _IMPORTS + _PUBLIC.sub("", _PACKAGE.sub("", code))


def _whole(code: str) -> str:
    return _source(code) + _RUN.replace("@NAMES@", _names(code, "Main"))


_TOLD = """    static final java.io.PrintStream OUT = java.lang.System.out;
    static void holds(boolean one) { if (!one) throw new java.lang.AssertionError(); }
@PRIMITIVES@    @SuppressWarnings("unchecked") static <T> T any(T one) { return (T) plain(one); }
    @SuppressWarnings("unchecked") static <T> T told(T one) { return (T) plain(one); }
    static Object plain(Object one) {
        if (one == null || one instanceof Enum) return one;
        Class<?> kind = one.getClass();
        if (one instanceof Object[]) { Object[] all = (Object[]) one; for (int i = 0; i < all.length; i++) all[i] = plain(all[i]); return one; }
        if (one instanceof java.util.Optional) return ((java.util.Optional<?>) one).map(ThoughtmillMain::plain);
        if (one instanceof java.util.List) {
            java.util.List<Object> found = one instanceof java.util.LinkedList ? new java.util.LinkedList<>() : one instanceof java.util.Stack ? new java.util.Stack<>() : one instanceof java.util.Vector ? new java.util.Vector<>() : new java.util.ArrayList<>();
            for (Object item : (java.util.List<?>) one) found.add(plain(item));
            return found;
        }
        if (one instanceof java.util.Set) {
            java.util.Set<Object> found = one instanceof java.util.SortedSet ? new java.util.TreeSet<>(trusted(((java.util.SortedSet<?>) one).comparator())) : new java.util.LinkedHashSet<>();
            for (Object item : (java.util.Set<?>) one) found.add(plain(item));
            return found;
        }
        if (one instanceof java.util.Map) {
            java.util.Map<Object, Object> found = one instanceof java.util.SortedMap ? new java.util.TreeMap<>(trusted(((java.util.SortedMap<?, ?>) one).comparator())) : new java.util.LinkedHashMap<>();
            for (java.util.Map.Entry<?, ?> item : ((java.util.Map<?, ?>) one).entrySet()) found.put(plain(item.getKey()), plain(item.getValue()));
            return found;
        }
        if (kind.getClassLoader() == null && !java.lang.reflect.Proxy.isProxyClass(kind)) {
            if (one instanceof java.util.Collection) for (Object item : (java.util.Collection<?>) one) plain(item);
            if (one instanceof java.util.Map.Entry) { plain(((java.util.Map.Entry<?, ?>) one).getKey()); plain(((java.util.Map.Entry<?, ?>) one).getValue()); }
            return one;
        }
        return untold();
    }
    @SuppressWarnings("unchecked") static java.util.Comparator<Object> trusted(Object one) {
        if (one != null && one.getClass().getClassLoader() != null) untold();
        return (java.util.Comparator<Object>) one;
    }
    static Object untold() { OUT.println("@OWN@"); OUT.flush(); Runtime.getRuntime().halt(1); return null; }
""".replace("@OWN@", OWN).replace(
    "@PRIMITIVES@",
    "".join(
        f"    static {one} told({one} one) {{ return one; }}\n"
        for one in ("boolean", "byte", "short", "char", "int", "long", "float", "double")
    ),
)
"""What a method of the program returns is given to tests as they compare it by no method of the program."""
_TEXT = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'|//[^\n]*"
_DECLARED = re.compile(r"[\w>\]]\s+(\w+)\s*\([^()]*\)\s*(?:throws\s+[\w.,\s]+)?\{")
_GENERIC = re.compile(
    r"(?:^|[;{}]|\b(?:public|private|protected|static|final)\s)\s*<[^;{}()]+?>\s+\w[^;{}()=]*?\b(\w+)\s*\("
)
_NOTHING = re.compile(r"\bvoid\s+(\w+)\s*\(")
_EITHER = re.compile(rf"{_TEXT}|[()]")
"""For sources: what is no code; methods, those whose type is left to who calls them, and those that return nothing."""


def _told(tests: str, code: str) -> str:
    """Tests whose assertions, and what they are told of the program, go through our class."""
    bare, checked = uncommented(code), uncommented(tests)
    names = set(_DECLARED.findall(bare)).difference(_DECLARED.findall(checked))
    names -= {*_NOTHING.findall(bare), "main", "if", "for", "while", "switch", "catch", "try", "synchronized"}
    generic = set(_GENERIC.findall(bare))
    call = re.compile(
        rf"{_TEXT}|(?<![\w.])(?:(?P<assert>assert)|(?:new\s+\w+\s*\(\s*\)\s*\.\s*|\w+\s*\.\s*)?"
        rf"(?P<name>{'|'.join(sorted(names)) or '$^'}))\s*\(|\bnew\s+\w+\s*(?:<[^<>()]*>\s*)?\("
    )

    def wrapped(text: str) -> str:
        found, at = "", 0
        while one := call.search(text, at):
            end = _closed(text, one.end()) if one["assert"] or one["name"] else None
            if end is None or (one["assert"] and not re.match(r"\s*;", text[end:])):
                found, at = found + text[at : one.end()], one.end()
                continue
            inside = wrapped(text[one.end() : end - 1])
            how = "holds" if one["assert"] else "any" if one["name"] in generic else "told"
            asked = f"({inside})" if one["assert"] else f"({one[0]}{inside}))"
            found, at = f"{found}{text[at : one.start()]}ThoughtmillMain.{how}{asked}", end
        return found + text[at:]

    return wrapped(tests)


def _closed(text: str, at: int) -> int | None:
    """Where a parenthesis that was opened before is closed."""
    deep = 1
    for one in _EITHER.finditer(text, at):
        deep += {"(": 1, ")": -1}.get(one[0], 0)
        if not deep:
            return one.end()
    return None


def _behind(code: str, tests: str, _: str) -> str:
    """The tests are a `main` and the end of the program's last class, or a class of their own."""
    apart = defines(tests, "Main")
    if not _TUPLES.search(code + tests):
        code = code.replace("import org.javatuples.*;", "")
    body = _MAIN.sub("main_of_the_answer", _source(code)).rstrip()
    body = f"{body}\n" if apart else body.removesuffix("}")
    tests = _told(tests, code)
    tests = _STANDARD.sub(lambda found: _WHOLE.get(found[1] or "", "") + found[0], _PUBLIC.sub("", tests))
    run = _RUN.replace("return;", "out.println(word); return;")
    asserting = "java.io.PrintStream out = OUT; String word = new String(java.lang.System.in.readAllBytes());\n        "
    asserting += "new java.io.FileOutputStream(java.io.FileDescriptor.in).getChannel().truncate(0);\n        "
    asserting += "ClassLoader.getSystemClassLoader().setDefaultAssertionStatus(true);\n        for ("
    run = run.replace("@NAMES@", "Main" if apart else _names(code, "Problem")).replace("for (", asserting, 1)
    return body + tests + run.replace("class ThoughtmillMain {\n", f"class ThoughtmillMain {{\n{_TOLD}", 1)


def _called(code: str, function: str) -> str:
    nodes = "".join(kind for name, kind in _NODES.items() if not defines(code, name))
    tail = _CALL.replace("@NAMES@", _names(code, "Solution")).replace("@FUNCTION@", function)
    return f"{_source(code)}\n{nodes}{tail}"


_LEAN = ("-XX:+UseSerialGC", "-XX:CompressedClassSpaceSize=64m", "-XX:ReservedCodeCacheSize=64m", "-XX:-UsePerfData")
JAVA = Language(
    name="java",
    marks=frozenset({"java", "java17", "java21"}),
    compile=(
        f"{HOME}/bin/javac",
        *(f"-J{one}" for one in ("-Xmx512m", *_LEAN, "-XX:TieredStopAtLevel=1")),
        *("-proc:none", "-nowarn", "-encoding", "UTF-8", "-d", PROGRAM, f"{SOURCE}.java"),
    ),
    command=(f"{HOME}/bin/java", f"-Xmx{HEAP}m", *_LEAN, "-cp", PROGRAM, "ThoughtmillMain"),
    compilers=("javac",),
    tools=("java",),
    home=lambda: installed("javac"),
    folders=("/etc/java-*", "/etc/jvm-*"),
    own_mb=384,
    install="install a JDK (Debian, Ubuntu: apt-get install default-jdk-headless)",
    whole=_whole,
    called=_called,
    lacks=r"package (?!javax?\.)[\w.]+ does not exist",
    behind=_behind,
    untested=lambda tests: None if _MAIN.search(uncommented(tests)) else "there is no `main`",
)
