"""R22 and R23: when a run stops, and what it says then."""

from tests.builders import S, V, approach, plan, stage
from tests.rules.case import Case, Panel

R22 = Case(
    rule=22,
    title="A run ends when its window is out",
    story=(
        "The window takes in who arrives before minute 10. Car 2 is of the window and waits, so the run goes on until "
        "it is out at 14. Car 3 arrives at 12 and takes its part in the queue, but is not of the window: nobody waits "
        "for it to be out."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control")], window=10),
            [V(4, [6]), V(9, [4]), V(12, [5])],
            expect={
                (2, "control"): {"called": 10, "left": 14},
                (3, "control"): {"joined": 12, "called": 14, "ended": None},
            },
            until=16,
            notes={10: "the window ends", 14: "the run ends"},
            last=14,
        )
    ],
)

R23 = Case(
    rule=23,
    title="Each waits for the other",
    story=(
        "Two controls without waiting places, which the northbound pass in the one order and the southbound in the "
        "other. From minute 4 on truck 1 holds the customs and needs the police, car 2 holds the police and needs the "
        "customs. The run is reported as locked up, with the two places."
    ),
    panels=[
        Panel(
            plan(
                [approach(), approach("road south", S), stage("customs", space=0), stage("police", space=0)],
                [(0, 2, 3), (1, 3, 2)],
                stop_at=12,
            ),
            [V(0, [4, 3], "truck"), V(1, [2, 3], "car", S), V(2, [4, 3], "truck")],
            expect={
                (1, "customs"): {"ended": 4, "left": None},
                (2, "police"): {"ended": 3, "left": None},
            },
            until=12,
            notes={4: "locked up"},
            ending="locked up",
            last=12,
        )
    ],
)

CASES = (R22, R23)
