"""How hard Hypothesis looks: `HYPOTHESIS_PROFILE=nightly` looks longer, and at new examples."""

import os

from hypothesis import HealthCheck, Phase, settings

# The same examples at every run: the coverage gate must not depend on luck.
settings.register_profile(
    "ci", max_examples=30, stateful_step_count=25, deadline=None, derandomize=True
)
settings.register_profile(
    "nightly",
    max_examples=1_000,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# Whether a test fails is all that matters to a mutant, not the shortest way to see it.
settings.register_profile(
    "mutants", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
