"""Every drawn example, in the order of the rules."""

from tests.rules import end, entering, links, queues, rounds, staffing

CASES = (*rounds.CASES, *entering.CASES, *queues.CASES, *staffing.CASES, *links.CASES, *end.CASES)

TITLES = {
    1: "Numbers of vehicles",
    2: "Numbers of places",
    3: "Marking",
    4: "Settling",
    5: "Where next",
    6: "Room",
    7: "Blocking after service",
    8: "Leaving the approach",
    9: "Who is called",
    10: "Order within a queue",
    11: "Which booth calls",
    12: "Moving up",
    13: "Form of service",
    14: "Repeats",
    15: "Openings and closings",
    16: "Entry space",
    17: "Lanes of a link",
    18: "Two-way",
    19: "Alternating",
    20: "Reversible",
    21: "Closures",
    22: "End of a run",
    23: "Lock-up",
}
"""What each rule is about."""
