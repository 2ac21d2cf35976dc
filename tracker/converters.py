"""How parts of an address are read."""

from typing import Any

from werkzeug.routing import BaseConverter, IntegerConverter, Map

LARGEST_ID = 2**31 - 1  # what an integer column of PostgreSQL holds


class ActionLabel(BaseConverter):
    """An action's number as printed: "11.3". At most four digits on each side."""

    regex = r"[0-9]{1,4}\.[0-9]{1,4}"
    part_isolating = True


class RowNumber(IntegerConverter):
    """A number in an address. One that no row can have leads nowhere, not to a database error."""

    def __init__(self, map: Map, *arguments: Any, **options: Any) -> None:  # noqa: A002 - werkzeug's own name
        options.setdefault("max", LARGEST_ID)
        super().__init__(map, *arguments, **options)
