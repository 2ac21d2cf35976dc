"""How a set-up step says that it cannot go on."""


class SetupProblem(Exception):
    """Something the person at the terminal has to do; the message says what."""
