"""How whoever waits for a report is told how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with the page being laid out and the number of pages expected; some pages come twice."""
