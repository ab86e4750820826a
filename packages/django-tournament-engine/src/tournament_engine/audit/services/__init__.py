"""The log: written to by every service, read by whoever may, and held to account."""

from tournament_engine.audit.services.exporting import export
from tournament_engine.audit.services.keeping import archive, erase
from tournament_engine.audit.services.reading import search
from tournament_engine.audit.services.verifying import Fault, verify_chain
from tournament_engine.audit.services.writing import log

__all__ = ["Fault", "archive", "erase", "export", "log", "search", "verify_chain"]
