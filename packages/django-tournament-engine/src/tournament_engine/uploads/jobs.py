"""What becomes due by time alone: files that nothing points at."""

from datetime import timedelta

from tournament_engine.jobs import Job
from tournament_engine.uploads.services import remove_orphan_files

__all__ = ["REMOVE_ORPHANS"]

REMOVE_ORPHANS = Job("remove_orphan_files", timedelta(days=7), remove_orphan_files)
