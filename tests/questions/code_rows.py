"""Rows of sets that ask for programs, made by hand in the shape of the sets: format, verifier, row, prompt, reference."""

# ruff: noqa: E501  # a row of a table is a line

import base64
import json
import pickle
import zlib
from typing import Any

TASK = "Read a number and print twice as much."
DOUBLE = "Write `double`."
TWICE = "print(2 * int(input()))"
STARTER = "class Solution:\n    def double(self, a: int) -> int:"
STDIN = [{"stdin": "1\n", "stdout": "2\n"}]
PAIR = {"input": "1\n", "output": "2\n"}
CPP = '#include <cstdio>\nint main() { int a; scanf("%d", &a); printf("%d", 2 * a); }'
GRADER = [["graders/grader.cpp", '#include "twice.h"\n#include <cstdio>\nint main() { int a; scanf("%d", &a); printf("%d\\n", twice(a)); }'],
          ["graders/twice.h", "int twice(int a);"], ["graders/grader_config.json", "{}"], ["checker/checker.cpp", "int main() { return 1; }"],
          ["checker/testlib.h", "// its own"]]  # fmt: skip
OF_GRADER = {"grader.cpp": GRADER[0][1], "twice.h": GRADER[1][1]}
PHYSICS = "def energy(m: float, n: int) -> float:\n    return n * m"
SCRIPT = "var double = a => 2 * a;"
KODCODE = "from solution import double\n\ndef test_double():\n    assert double(2) == 4"


def packed(tests: Any) -> str:
    """As LiveCodeBench packs its private tests."""
    return base64.b64encode(zlib.compress(pickle.dumps(json.dumps(tests)))).decode()


def reference(**keys: Any) -> str:
    """A reference as formats write it."""
    return json.dumps(keys, ensure_ascii=False)


LCB = {"question_content": TASK, "platform": "atcoder", "starter_code": "", "metadata": "{}",
       "public_test_cases": json.dumps([{**PAIR, "testtype": "stdin"}]),
       "private_test_cases": packed([{"input": "3\n", "output": "6\n", "testtype": "stdin"}])}  # fmt: skip
LCB_CALL = {**LCB, "question_content": DOUBLE.replace("`double`", "it"), "starter_code": STARTER, "metadata": '{"func_name": "double"}',
            "public_test_cases": json.dumps([{"input": "1", "output": "2", "testtype": "functional"}]), "private_test_cases": packed([])}  # fmt: skip

CODE_ROWS: list[tuple[str, str, dict[str, Any], str, Any]] = [
    # APPS, TACO
    ("programs", "code", {"question": TASK, "solutions": json.dumps(["print 2", TWICE]), "starter_code": "",
      "input_output": '{"inputs": ["1\\n"], "outputs": ["2\\n"]}', "difficulty": "interview"}, TASK, reference(tests=STDIN, solutions=[TWICE])),
    ("programs", "code", {"question": "Double it.", "starter_code": STARTER, "input_output": '{"fn_name": "double", "inputs": [[1]], "outputs": [[2]]}'},
     f"Double it.\n\nBegin with:\n\n```python\n{STARTER}\n```", reference(function="double", tests=[{"args": [1], "accepted": [[2], 2]}])),
    # rows that name their language
    ("programs", "code", {"question": TASK, "language": "C++", "input_output": '{"inputs": ["1\\n"], "outputs": ["2\\n"]}',
      "solutions": [f"```cpp\n{CPP}\n```"]}, f"{TASK}\n\nWrite the program in C++.", reference(language="c++", tests=STDIN, solutions=[f"{CPP}\n"])),
    ("programs", "code", {"question": DOUBLE, "programming_language": "JavaScript", "test": "my_solution = Solution()\nassert my_solution.double(2) == 4",
      "solutions": {"py": "x", "js": SCRIPT}}, f"{DOUBLE}\n\nWrite the program in JavaScript.",
     reference(language="javascript", function="double", tests=[{"args": [2], "expected": 4}], solutions=[SCRIPT])),
    ("programs", "code", {"question": TASK, "language": "en", "input_output": '{"inputs": ["1\\n"], "outputs": ["2\\n"]}'}, TASK, reference(tests=STDIN)),
    # DeepCoder's parts
    ("programs", "code", {"problem": TASK, "solutions": [f"```python\n{TWICE}\n```"], "tests": json.dumps([{**PAIR, "type": "stdin_stdout", "fn_name": None}])},
     TASK, reference(tests=STDIN, solutions=[f"{TWICE}\n"])),
    ("programs", "code", {"problem": "Double it.", "tests": json.dumps([{"input": "1\n[2]", "output": "3", "testtype": "functional", "metadata": {"func_name": "add"}}])},
     "Double it.\n\nYour program should define the function `add`.", reference(function="add", tests=[{"args": [1, [2]], "expected": 3}])),
    # scripts that say more than calls
    ("programs", "code", {"text": DOUBLE, "code": "def double(a): return a * 2", "test_setup_code": "", "test_list": ["assert double((1,)) == (1, 1)"]},
     DOUBLE, reference(script="assert double((1,)) == (1, 1)", function="double", solutions=["def double(a): return a * 2"])),
    ("programs", "code", {"question": DOUBLE, "solution": "def double(a): return a * 2", "test": KODCODE, "style": "instruct"},
     DOUBLE, reference(script=KODCODE, solutions=["def double(a): return a * 2"])),
    ("evalplus", "code", {"prompt": "def double(a):\n", "entry_point": "double", "canonical_solution": "    return 2 * a", "base_input": [[1]], "plus_input": [[2]], "atol": 0},
     "def double(a):\n", None),
    ("livecodebench", "code", LCB, TASK, reference(tests=[*STDIN, {"stdin": "3\n", "stdout": "6\n"}])),
    ("livecodebench", "code", LCB_CALL, f"Write it.\n\nBegin with:\n\n```python\n{STARTER}\n```",
     reference(function="double", tests=[{"args": [1], "expected": 2}])),
    ("codecontests", "code", {"description": TASK, "time_limit": {"seconds": 1, "nanos": 500000000}, "memory_limit_bytes": 1 << 29,
      "public_tests": {"input": ["1\n"], "output": ["2\n"]}, "private_tests": {"input": [], "output": []}, "generated_tests": {"input": ["2\n"], "output": ["4\n"]},
      "solutions": {"language": [2, 3], "solution": ["int main() {}", TWICE]}},
     TASK, reference(tests=[*STDIN, {"stdin": "2\n", "stdout": "4\n"}], seconds=4.5, memory_mb=512, solutions=[TWICE])),
    ("codeforces", "code", {"description": TASK, "input_format": "A number.", "output_format": None, "note": None, "interaction_format": None, "input_mode": "stdio",
      "examples": [PAIR], "official_tests": [PAIR, {"input": "2\n", "output": "4\n"}], "time_limit": 1.0, "memory_limit": 256.0, "generated_checker": "print(1)"},
     f"{TASK}\n\nInput\n\nA number.\n\nExample\n\nInput:\n1\n\nOutput:\n2", reference(tests=[*STDIN, {"stdin": "2\n", "stdout": "4\n"}], seconds=3.0, memory_mb=256, checker="print(1)")),
    ("codeforces", "code", {"description": TASK, "input_format": "A number.", "interaction_format": None, "input_mode": "stdio", "examples": [],
      "official_tests": [PAIR], "time_limit": 1.0, "memory_limit": 256.0, "generated_checker": None, "executable": True, "language": "cpp",
      "prompt": "You are an expert."}, f"{TASK}\n\nInput\n\nA number.\n\nWrite the program in cpp.", reference(tests=STDIN, seconds=3.0, memory_mb=256, language="cpp")),
    ("verifiable-code", "code", {"prompt": TASK, "gold_standard_solution": TWICE, "task_type": "verifiable_code",
      "verification_info": json.dumps({"language": "python", "test_cases": [{**PAIR, "type": "stdin_stdout"}]})}, TASK, reference(tests=STDIN, solutions=[TWICE])),
    ("verifiable-code", "code", {"responses_create_params": {"input": [{"role": "user", "content": TASK}]},
      "verifier_metadata": {"unit_tests": {"inputs": ["1\n"], "outputs": ["2\n"]}}}, TASK, reference(tests=STDIN)),
    ("multipl-e", "code", {"name": "HumanEval_1_double", "language": "cpp", "prompt": "long twice(long a) {", "stop_tokens": ["\n}"],
      "tests": "}\nint main() {\n    assert(twice(2) == 4);\n}\n"},
     "Complete this function and write all of the program in cpp:\n\n```cpp\nlong twice(long a) {\n```",
     reference(language="cpp", script="int main() {\n    assert(twice(2) == 4);\n}\n")),
    ("humaneval-x", "code", {"task_id": "CPP/1", "prompt": "long twice(long a){\n", "declaration": "long twice(long a){\n", "canonical_solution": "    return 2 * a;\n}\n",
      "test": "int main(){\n    assert (twice(2) == 4);\n}\n", "example_test": ""},
     "Complete this function and write all of the program in cpp:\n\n```cpp\nlong twice(long a){\n\n```",
     reference(language="cpp", script="\nint main(){\n    assert (twice(2) == 4);\n}\n", solutions=["long twice(long a){\n    return 2 * a;\n}\n"])),
    ("humaneval-x", "code", {"task_id": "Rust/1", "prompt": "\n/*\n Twice.\n*/\n", "declaration": "\nuse std::cmp::max;\nuse rand::Rng;\nfn twice(a:i64) -> i64{\n",
      "canonical_solution": "    let operand = a;\n    return max(2 * operand, a);\n}\n", "test": "\n#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn test_twice() { assert!(twice(2) == 4); }\n}\n"},
     "Complete this function and write all of the program in rust:\n\n```rust\n/*\n Twice.\n*/\nfn twice(a:i64) -> i64{\n\n```",
     reference(language="rust", script="\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn test_twice() { assert!(twice(2) == 4); }\n}\n",
               solutions=["\nuse std::cmp::max;\nfn twice(a:i64) -> i64{\n    let operand = a;\n    return max(2 * operand, a);\n}\n"])),
    ("ioi", "code", {"id": "twice", "year": 2024, "subtask": "01-small", "problem": "Write `twice`.", "time_limit": 1.5, "memory_limit": 1 << 30, "task_type": "Batch",
      "test_names": ["1-01"], "starting_code": "int twice(int a);", "grader_files": GRADER,
      "test_cases": [{"test_name": "1-01", "test_input": "1\n", "test_output": "2\n"}, {"test_name": "2-01", "test_input": "3\n", "test_output": "6\n"}]},
     "Write `twice`.\n\nBegin with:\n\n```cpp\nint twice(int a);\n```",
     reference(tests=STDIN, seconds=4.5, memory_mb=1024, language="cpp", grader=OF_GRADER,
               checker={"language": "cpp", "style": "cms", "code": "int main() { return 1; }", "files": {"testlib.h": "// its own"}})),
    ("ioi", "code", {"id": "pass", "year": 2024, "subtask": "01-small", "problem": "Write `say` and `hear`.", "time_limit": 1, "memory_limit": 1 << 30, "task_type": "Communication",
      "test_names": ["1-01"], "starting_code": "", "grader_files": [["graders/manager.cpp", "int main() {}"], ["graders/stub.cpp", "#include \"pass.h\""], ["graders/pass.h", "int say(int);"],
        ["graders/grader_config.json", '{"task_type": "Communication", "task_type_params": {"task_type_parameters_Communication_num_processes": 2, "task_type_parameters_Communication_user_io": "std_io"}}']],
      "test_cases": [{"test_name": "1-01", "test_input": "1\n", "test_output": None}]}, "Write `say` and `hear`.",
     reference(tests=[{"stdin": "1\n", "stdout": ""}], seconds=3.0, memory_mb=1024, language="cpp", grader={"stub.cpp": "#include \"pass.h\"", "pass.h": "int say(int);"},
               manager={"code": "int main() {}", "files": {"pass.h": "int say(int);"}, "processes": 2, "fifos": False})),
    ("classeval", "code", {"task_id": "ClassEval_0", "skeleton": "class Twice:\n    def of(self, a):\n        ...", "class_name": "Twice", "import_statement": ["from decimal import Decimal"],
      "test": "import unittest\n\nclass TwiceTest(unittest.TestCase):\n    def test_of(self):\n        self.assertEqual(Twice().of(Decimal(2)), Decimal(4))\n",
      "solution_code": "class Twice:\n    def of(self, a):\n        return 2 * int(a)", "test_classes": ["TwiceTest"]},
     "Write all of the class `Twice`:\n\n```python\nclass Twice:\n    def of(self, a):\n        ...\n```", None),
    ("tpbench", "code", {"problem_id": "E", "domain": "QM", "problem": "The energy of $n$?", "solution": "So.", "answer": "\\boxed{nm}",
      "code_answer_requirements": "Provide the answer in the form of \\texttt{python} code. Implement the following function\n\\begin{python}\ndef energy(m: float, n: int) -> float:\n    pass\n\\end{python}",
      "reference_implementation": f"\\begin{{python}}\n{PHYSICS}\n\\end{{python}}"},
     "The energy of $n$?\n\nProvide the answer in the form of \\texttt{python} code. Implement the following function\n\n```python\ndef energy(m: float, n: int) -> float:\n    pass\n```", None),
    ("countdown", "logic", {"nums": [1, 2, 4], "target": 7}, "Use each of the numbers 1, 2, 4 exactly once, with + - * / and parentheses, to write an expression that equals 7. Answer with the expression alone.", None),
    ("countdown", "logic", {"Rank": "1", "Puzzles": "1 1 4 6", "AMT (s)": "4.4"}, "", None),
    ("ifeval", "instructions", {"key": 1, "prompt": "Write ten words.", "instruction_id_list": ["length_constraints:number_words"],
      "kwargs": [{"num_words": 10.0, "relation": "at least", "keyword": None}]},
     "Write ten words.", reference(instruction_id_list=["length_constraints:number_words"], kwargs=[{"num_words": 10.0, "relation": "at least"}])),
]  # fmt: skip
