"""R15: openings and closings under a target of open booths."""

from tests.builders import V, approach, lane, plan, stage, steps
from tests.rules.case import Case, Panel

R15_CLOSE = Case(
    rule=15,
    part="closing",
    title="A closing drops nobody",
    story=(
        "At minute 5 the target falls from three booths to one. Booth 3 is idle and closes at once. One closing is "
        "left over: it goes to the first of the two busy booths to be left, booth 2 at minute 7. At 10 the target "
        "rises to two, and booth 2, the first declared of the closed ones, opens."
    ),
    panels=[
        Panel(
            plan([approach(), stage("booth", lane(staffing=steps((0, 3), (5, 1), (10, 2))))]),
            [V(0, [12]), V(0, [7]), V(1, [2]), V(6, [3])],
            expect={(2, "booth"): {"left": 7}, (4, "booth"): {"called": 10}},
            until=15,
            notes={5: "target 1", 10: "target 2"},
            booths=["booth"],
            open_booths={1: [(0, None)], 2: [(0, 7), (10, None)], 3: [(0, 5)]},
        )
    ],
)

R15_CANCEL = Case(
    rule=15,
    part="cancelled",
    title="A rise takes back a closing first",
    story=(
        "At minute 2 the only booth is to close, as soon as car 1 has left it. At 4 the target is one again: the "
        "closing is taken back, the booth has been open all the time, and car 2 is called at 9."
    ),
    panels=[
        Panel(
            plan([approach(), stage("booth", lane(staffing=steps((0, 1), (2, 0), (4, 1))))]),
            [V(0, [9]), V(1, [3])],
            expect={(1, "booth"): {"left": 9}, (2, "booth"): {"called": 9}},
            until=13,
            notes={2: "target 0", 4: "target 1"},
            booths=["booth"],
            open_booths={1: [(0, None)]},
        )
    ],
)

CASES = (R15_CLOSE, R15_CANCEL)
