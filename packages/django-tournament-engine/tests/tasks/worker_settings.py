"""The site of the tests as a worker runs it: on the database and with the hook of one test."""

import os

from tests.settings import *  # noqa: F403 - the same site, another process

DATABASES["default"]["NAME"] = os.environ["TOURNAMENT_TEST_DATABASE_NAME"]  # noqa: F405
TOURNAMENT_ENGINE = {
    "TASK_RUNNER": "tournament_engine.tasks.by_celery",
    "HOOKS": {"notifications": ["tests.tasks.files.Files"]},
}
