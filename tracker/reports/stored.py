"""Frozen dataclasses as canonical JSON and back.

An issued report is kept for years and its check code is taken from these bytes, so the form is fixed: keys
sorted, no spaces, text as it is (not escaped to ASCII), dates as YYYY-MM-DD, decimals and enums as strings.
"""

import json
import types
from dataclasses import Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def added_in(version: int) -> dict[str, int]:
    """Return the metadata of a dataclass field that came with a version of the schema.

    Every field that is added to a stored dataclass has it, and a default:
    `trend: tuple[Trend, ...] = field(default=(), metadata=added_in(2))`. A value of an older version is
    stored without the field, so that what was issued gives the same bytes for ever.
    """
    return {"since": version}


def canonical_json(value: object, version: int) -> str:
    """Return the one JSON text of a dataclass value; equal values give equal texts.

    Fields that came after schema `version` are left out. Raises ValueError where one holds anything but its
    default, because it would be lost.
    """
    return json.dumps(
        _plain(value, version), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def read_json(kind: type[T], text: str) -> T:
    """Return the value of dataclass `kind` that `canonical_json` wrote as `text`.

    Fields that the text lacks take their default, so that a report stored before a field existed can be read.
    Raises ValueError, KeyError or TypeError for a text of another shape.
    """
    result: T = _typed(kind, json.loads(text))
    return result


def _plain(value: object, version: int) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: _plain(getattr(value, one.name), version)
            for one in fields(value)
            if one.metadata.get("since", 1) <= version or _refuse_to_lose(value, one)
        }
    if isinstance(value, (tuple, list)):
        return [_plain(one, version) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"a report cannot hold {type(value).__name__}")


def _refuse_to_lose(value: object, newer: "Field[Any]") -> bool:
    if getattr(value, newer.name) != newer.default:
        raise ValueError(f"{newer.name} came with schema {newer.metadata['since']}")
    return False


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _typed(next(one for one in get_args(kind) if one is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _typed(hints[name], one) for name, one in value.items() if name in hints})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(value)
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value
