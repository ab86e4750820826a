"""How long the engine takes to draw a stage and to take a result, and what it asks the database.

    python packages/django-tournament-engine/benchmarks/run.py

It runs on SQLite in memory, or on the PostgreSQL of TOURNAMENT_TEST_DATABASE_URL, in a
database that is made for it and dropped again.
"""

import os
import runpy
import sys
from pathlib import Path

import django
from django.test.utils import setup_databases, teardown_databases

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Prepare Django and a database as the tests have them, and measure."""
    sys.path.insert(0, str(HERE.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        runpy.run_path(str(HERE / "measure.py"), run_name="__main__")
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
