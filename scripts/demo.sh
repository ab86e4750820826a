#!/bin/sh
# Serve the example project on port $1, with its tournaments in place.
set -eu
cd "$(dirname "$0")/.."
# The demo shows its logins and explains its errors; it listens on this machine alone.
export DEBUG=on
manage() { .venv/bin/python example_project/manage.py "$@"; }

manage migrate --verbosity 0
manage seed_tournaments
echo "make demo: open http://127.0.0.1:$1/ in a browser; Ctrl-C ends it."
export DJANGO_RUNSERVER_HIDE_WARNING=true
exec .venv/bin/python example_project/manage.py runserver --noreload "127.0.0.1:$1"
