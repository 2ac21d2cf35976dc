"""Frozen dataclasses as canonical JSON and back.

An issued report is kept for years and its check code is taken from these bytes, so the form is fixed: keys
sorted, no spaces, text as it is (not escaped to ASCII), dates as YYYY-MM-DD, decimals and enums as strings.
"""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def canonical_json(value: object) -> str:
    """Return the one JSON text of a dataclass value; equal values give equal texts."""
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def read_json(kind: type[T], text: str) -> T:
    """Return the value of dataclass `kind` that `canonical_json` wrote as `text`.

    Fields that the text lacks take their default, so that a report stored before a field existed can be read.
    Raises ValueError, KeyError or TypeError for a text of another shape.
    """
    result: T = _typed(kind, json.loads(text))
    return result


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"a report cannot hold {type(value).__name__}")


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
