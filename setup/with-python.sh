#!/bin/sh
# Runs its arguments with the first Python that is new enough: sh setup/with-python.sh -m setup.run
# PYTHON names another interpreter to try first.
for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
echo "The tracker needs Python 3.11 or newer, and none was found on this machine." >&2
echo "  Debian 12, Ubuntu 24.04:  sudo apt-get install python3 python3-venv" >&2
echo "  Fedora:                   sudo dnf install python3" >&2
echo "  macOS (Homebrew):         brew install python" >&2
echo "If it is somewhere unusual, say where: make PYTHON=/path/to/python3" >&2
exit 1
