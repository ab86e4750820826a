"""Forms of those who compete, and of those who let them in."""

from tournament_engine.registration.forms.names import (
    ImportForm,
    NamesForm,
    NewTournamentForm,
    UploadForm,
)
from tournament_engine.registration.forms.places import (
    SoloForm,
    TeamForm,
)
from tournament_engine.registration.forms.review import (
    BulkForm,
    ChangesForm,
    CorrectionForm,
    DeskForm,
    RejectForm,
)
from tournament_engine.registration.forms.rosters import (
    InviteForm,
    JoinForm,
    MemberForm,
    SubstitutionForm,
)

__all__ = [
    "BulkForm",
    "ChangesForm",
    "CorrectionForm",
    "DeskForm",
    "ImportForm",
    "InviteForm",
    "JoinForm",
    "MemberForm",
    "NamesForm",
    "NewTournamentForm",
    "RejectForm",
    "SoloForm",
    "SubstitutionForm",
    "TeamForm",
    "UploadForm",
]
