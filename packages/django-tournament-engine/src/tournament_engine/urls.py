"""Every route of the engine, gathered for `include("tournament_engine.urls")`."""

from tournament_engine.awards.urls import urlpatterns as awards
from tournament_engine.bracket.urls import urlpatterns as bracket
from tournament_engine.challenge.urls import urlpatterns as challenge
from tournament_engine.community.urls import urlpatterns as community
from tournament_engine.core.setup_urls import urlpatterns as core_setup
from tournament_engine.core.urls import urlpatterns as core
from tournament_engine.dispute.urls import urlpatterns as dispute
from tournament_engine.hooks.urls import urlpatterns as hooks
from tournament_engine.match.urls import urlpatterns as match
from tournament_engine.registration.urls import urlpatterns as registration
from tournament_engine.sponsor.urls import urlpatterns as sponsor
from tournament_engine.uploads.urls import urlpatterns as uploads

__all__ = ["app_name", "urlpatterns"]

app_name = "tournament_engine"

# A fixed word stands before the slug of core that would swallow it.
urlpatterns = [
    *hooks,
    *uploads,
    *awards,
    *registration,
    *bracket,
    *match,
    *dispute,
    *challenge,
    *community,
    *sponsor,
    *core_setup,
    *core,
]
