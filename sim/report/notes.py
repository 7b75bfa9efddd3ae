"""What must be read with every table."""

PERCENT = 100
_HOURS = 24
FEWEST = 5
"""Replications from which on an interval is given."""


def chance_only(*, level: float, replications: int) -> str:
    """What an interval covers, or why there is none."""
    beyond = "what the ranges of the assumptions do to the answer is not shown yet."
    if replications < FEWEST:
        many = f"{replications} replication{'s' if replications != 1 else ''}"
        return f"No intervals: {many}, and it takes {FEWEST}. They would cover chance only; {beyond}"
    return f"Intervals ({level * PERCENT:g} %) cover chance only; {beyond}"


def length_of(days: float, replications: int) -> str:
    """How much was simulated."""
    times = f"{replications} replication{'s' if replications != 1 else ''}"
    return f"{times} of {days:g} day{'s' if days != 1 else ''}" if days >= 1 else f"{times} of {days * _HOURS:g} h"


def chosen_warm_up(days: float) -> str:
    """Which warm-up was chosen in place of ``auto``."""
    return f"warm-up: {days:g} day{'s' if days != 1 else ''}, chosen by a pilot (warm_up: auto)"
