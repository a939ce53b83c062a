"""The side of the program: it answers requests about its names. What is expected of it never comes here."""

import builtins
import operator
import types
from collections.abc import Callable
from typing import Any

from thoughtmill.sandbox.talk.files import Files
from thoughtmill.sandbox.talk.line import Line, said
from thoughtmill.sandbox.talk.values import NODE_KINDS, Coder, Unsendable

OPERATORS: dict[str, Callable[..., Any]] = {
    **vars(operator),
    **{name: getattr(builtins, name) for name in ("hash", "int", "float", "complex", "round", "divmod")},
}
"""What can be asked of objects of the program: by the names of their methods."""


def serve(module: types.ModuleType, line: Line, find: Callable[[types.ModuleType, str], Any]) -> None:
    """Answer requests about the names of a program until nobody asks any more."""
    kept: list[Any] = [module]
    numbers: dict[int, int] = {}
    files = Files()

    def keep(value: Any) -> Any:
        """An object that is no value, as the number under which it stays here."""
        if id(value) not in numbers:
            numbers[id(value)] = len(kept)
            kept.append(value)
        named = value if isinstance(value, type) else type(value)
        mro = [one.__name__ for one in named.__mro__]
        return {"_": "object", "v": numbers[id(value)], "mro": mro, "class": isinstance(value, type)}

    coder = Coder(keep, lambda said: kept[said["v"]], lambda tag: module.__dict__.get(tag) or NODE_KINDS[tag])
    while (asked := line.hear()) is not None:
        try:
            files.take(asked)
            for number, name, value in asked.get("left", ()):
                _leave(kept[number], name, coder.decode(value))
            line.say({**_answer(asked, kept, coder, find), "flat": coder.flat, **files.changed()})
        except BrokenPipeError:
            return
        except Unsendable as error:
            line.say({"unsendable": said(error)})
        except BaseException as error:  # noqa: BLE001  # whatever the program raises is its answer
            mro = [one.__name__ for one in type(error).__mro__]
            told = {"raised": mro, "said": said(error), "more": bool(getattr(error, "__dict__", None))}
            line.say({**told, **files.changed()})


def _answer(asked: dict[str, Any], kept: list[Any], coder: Coder, find: Callable[..., Any]) -> dict[str, Any]:
    on = kept[asked["on"]]
    match asked["do"]:
        case "names":
            return {"value": [name for name, value in vars(on).items() if _is_own(value, on.__name__)]}
        case "get":
            found = find(on, asked["name"]) if isinstance(on, types.ModuleType) else getattr(on, asked["name"])
            return {"value": coder.encode(found)}
        case "set":
            setattr(on, asked["name"], coder.decode(asked["value"]))
            return {"value": None}
        case "apply":
            return {"value": coder.encode(OPERATORS[asked["name"]](*[kept[number] for number in asked["of"]]))}
        case _:
            args = coder.decode(asked["args"])
            named = {name: coder.decode(value) for name, value in asked["named"].items()}
            value = coder.encode(on(*args, **named))
            left = [coder.encode(one) for one in args]
            changed = {place: one for place, one in enumerate(left) if one != asked["args"][place]}
            return {"value": value, "changed": changed}


def _leave(on: Any, name: str, theirs: Any) -> None:
    """Have an attribute as the tests left it: the same object, if it is still there."""
    ours = getattr(on, name, None)
    if isinstance(ours, list) and isinstance(theirs, list):
        ours[:] = theirs
    elif (isinstance(ours, dict) and isinstance(theirs, dict)) or (isinstance(ours, set) and isinstance(theirs, set)):
        ours.clear()
        ours.update(theirs)
    else:
        setattr(on, name, theirs)


def _is_own(value: Any, module: str) -> bool:
    """Whether a name of a program is of its own, not one that it imported."""
    return not isinstance(value, types.ModuleType) and getattr(value, "__module__", module) == module
