"""`make run`: set up what is missing, prepare the data, then serve until Ctrl-C."""

import os
import sys

from setup.first_start import prepare
from setup.install import install_to_run
from setup.problem import SetupProblem
from setup.serve import address_of, refuse_taken_port, serve, site_environment


def main() -> int:
    """Run the product in the foreground; returns the exit code."""
    try:
        refuse_taken_port(*address_of(os.environ))
        install_to_run()
        environment = site_environment(os.environ)
        # The database, the uploads and the keys are nobody else's on this machine to read.
        os.umask(0o077)
        message = prepare(environment)
        return serve(environment, message)
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped before the tracker was running; make run goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
