"""What is still done once a tournament is completed: steps that the domains register.

Prizes, certificates and the like hang on here. Each step is done once for a tournament; a
step that fails stops no other, only the end.
"""

from tournament_engine import workflow
from tournament_engine.core.models import Tournament
from tournament_engine.workflow import Step, WorkflowRun, WorkflowStep

__all__ = ["KIND", "interrupted", "key_of", "labels", "progress", "register", "run_of"]

#: The kind of all these runs.
KIND = "conclusion"


def register(step: Step) -> None:
    """Add a step, which is called with the tournament; one with the same code is replaced."""
    workflow.register(KIND, step)


def key_of(tournament: Tournament) -> str:
    """Return the key of a tournament's run."""
    return str(tournament.pk)


def run_of(tournament: Tournament) -> WorkflowRun | None:
    """Return a tournament's run, once one was begun."""
    return WorkflowRun.objects.filter(kind=KIND, key=key_of(tournament)).first()


def interrupted() -> list[WorkflowRun]:
    """Return the runs that were begun and neither finished nor stopped by a step that failed."""
    return list(workflow.interrupted(KIND))


def labels() -> dict[str, str]:
    """Return what each step is called."""
    return {step.code: str(step.label) for step in workflow.steps(KIND)}


def progress(tournament: Tournament) -> list[tuple[str, WorkflowStep]]:
    """Return the steps of a tournament that is being concluded, each with its label."""
    rows = WorkflowStep.objects.filter(run__kind=KIND, run__key=key_of(tournament))
    known = labels()
    return [(known[row.code], row) for row in rows if row.code in known]
