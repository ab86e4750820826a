"""Every route of the engine, gathered for `include("tournament_engine.urls")`."""

app_name = "tournament_engine"

urlpatterns: list[object] = []
