"""How hard Hypothesis looks: `HYPOTHESIS_PROFILE=nightly` looks longer, and at new examples."""

import os

from hypothesis import HealthCheck, settings

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
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
