"""The set-up of `make run` (and, with --tests, of `make test`): no step does twice what is done.

Usage: python -m setup.install [--tests | --lint]
"""

import sys
from collections.abc import Sequence

from setup import axe_core, govuk_frontend, python_packages, report_fonts, system_packages
from setup.problem import SetupProblem


def install_to_run() -> None:
    """Everything the product needs on this machine."""
    system_packages.ensure(system_packages.TO_RUN)
    python_packages.ensure_environment()
    python_packages.ensure_installed(python_packages.TO_RUN)
    govuk_frontend.ensure()
    report_fonts.ensure()


def install_to_lint() -> None:
    """The libraries and the tools that read the code; nothing of the operating system's but `venv`."""
    system_packages.ensure((system_packages.VENV_MODULE,))
    python_packages.ensure_environment()
    python_packages.ensure_installed(python_packages.TO_DEVELOP)


def install_to_test() -> None:
    """Everything the tests need; Chromium may be missing, for then its tests say so themselves."""
    system_packages.ensure(system_packages.TO_RUN)
    install_to_lint()
    govuk_frontend.ensure()
    report_fonts.ensure()
    axe_core.ensure()
    # One by one, because Ubuntu has no package of Chromium and one unknown name stops apt-get altogether.
    for part in system_packages.TO_TEST:
        wish_for((part,))


def wish_for(parts: Sequence[system_packages.SystemPart]) -> None:
    """Have PARTS where that can be done; else say what to type and go on without them."""
    try:
        system_packages.ensure(parts)
    except SetupProblem as problem:
        print(problem, file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Run the steps that ARGUMENTS ask for; returns the exit code."""
    steps = {(): install_to_run, ("--lint",): install_to_lint, ("--tests",): install_to_test}
    step = steps.get(tuple(arguments))
    if step is None:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        step()
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
