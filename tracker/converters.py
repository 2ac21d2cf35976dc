"""How parts of an address are read."""

from werkzeug.routing import BaseConverter


class ActionLabel(BaseConverter):
    """An action's number as printed: "11.3". At most four digits on each side."""

    regex = r"[0-9]{1,4}\.[0-9]{1,4}"
    part_isolating = True
