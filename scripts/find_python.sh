#!/bin/sh
# Print a Python that can build the virtual environment: 3.11 or later, with venv and ensurepip.
set -eu

is_recent() {
    # A pyenv shim may exist for a version that is not there, so each candidate is run.
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

is_complete() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3.13 python3.12 python3.11 python3 python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3
fi

incomplete=
for candidate in "$@"; do
    is_recent "$candidate" || continue
    if is_complete "$candidate"; then
        echo "$candidate"
        exit 0
    fi
    incomplete=$candidate
done

if [ -n "$incomplete" ]; then
    echo "$incomplete lacks the venv module: install it (on Debian and Ubuntu: apt install python3-venv) and try again." >&2
elif [ -n "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON is not a Python 3.11 or later: name one that is, or leave PYTHON out." >&2
else
    echo "No Python 3.11 or later was found: install one, or name it with PYTHON=/path/to/python3." >&2
fi
exit 1
