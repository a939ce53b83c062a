"""ClassEval: the skeleton of a class in Python, and a file of unittest for it."""

from thoughtmill.questions.formats.cases import asked
from thoughtmill.questions.formats.contract import Format, Reading, Values, texts


def _claims(values: Values) -> bool:
    return texts(values, "skeleton", "test", "class_name", "solution_code")


def _read(values: Values) -> Reading:
    name, skeleton = str(values.get("class_name")), str(values.get("skeleton")).strip()
    imports = "\n".join(str(one) for one in values.get("import_statement") or [])  # which the tests lean on
    prompt = f"Write all of the class `{name}`:\n\n```python\n{skeleton}\n```"
    script, solution = f"{imports}\n{values.get('test')}", str(values.get("solution_code"))
    return asked(prompt, {"script": script, "function": name, "solutions": [solution]})


CLASSEVAL = Format("classeval", _claims, _read, "code")
