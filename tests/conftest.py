"""Settings for every test: generated examples are the same on every run and machine."""

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("many", max_examples=2_000, deadline=None)
settings.load_profile("fixed")
