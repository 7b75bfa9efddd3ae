"""R5 to R8: where next, room, blocking, approaches."""

from tests.builders import V, approach, kinds, lane, plan, stage, steps, zone
from tests.rules.case import Case, Panel, named

R5 = Case(
    rule=5,
    title="An outage does not turn back who is on the way",
    story=(
        "Tracked trucks pass by the desk while the network works. Truck 2 is ready at minute 3 and goes straight for "
        "the control, where it finds room at 8; the outage that begins at 5 does not turn it back. Truck 3 becomes "
        "ready at 6, during the outage, and goes to the desk."
    ),
    panels=[
        Panel(
            plan(
                [approach(), stage("gate", lane(2)), stage("desk"), stage("control", space=0)],
                outages={2: steps((0, 1), spells=[(5, 14, 0)])},
            ),
            [
                V(0, [None, None, 8], "car"),
                V(1, [2, 4, 2], "truck", digital=[2, None, 2]),
                V(2, [4, 4, 2], "truck", digital=[4, None, 2]),
            ],
            expect={
                (2, "gate"): {"ended": 3, "left": 8},
                (2, "control"): {"joined": 8},
                (3, "gate"): {"ended": 6, "left": 6},
                (3, "desk"): {"joined": 6, "ended": 10},
            },
            until=14,
            notes={3: "truck 2 ready", 6: "truck 3 ready"},
        )
    ],
)

R6_PLACE = Case(
    rule=6,
    part="waiting-place",
    title="A waiting place is free from the call on",
    story=(
        "The control has one booth and one waiting place. At minute 5 car 2 is called. It takes until 7 to move up, "
        "but its waiting place is free at 5, and car 3 drives on to it from the approach."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", space=1, move_up=2)]),
            [V(0, [5]), V(1, [3]), V(2, [2])],
            expect={
                (2, "control"): {"called": 5, "began": 7},
                (3, "control"): {"joined": 5, "called": 10, "began": 12},
            },
            until=15,
            notes={5: "car 2 called"},
        )
    ],
)

R6_ZONE = Case(
    rule=6,
    part="zone",
    title="A zone holds back whom it counts",
    story=(
        "A zone over a control with three booths admits one truck at a time. Truck 2 waits on the approach though two "
        "booths stand idle; car 3, which the zone does not count, drives past it."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", lane(3))], zones=[zone(kinds("truck"), [1], 1)]),
            [V(0, [6], "truck"), V(1, [5], "truck"), V(2, [5])],
            expect={(2, "control"): {"joined": 6}, (3, "control"): {"joined": 2}},
            until=12,
            notes={6: "the zone has room"},
        )
    ],
)

R7 = Case(
    rule=7,
    title="Blocking after service",
    story=(
        "The control has no waiting places. Car 2 is served at the gate by minute 4 and keeps the gate's booth until "
        "car 1 leaves the control at 10, so car 3 cannot be called at the gate before."
    ),
    panels=[
        Panel(
            plan([approach(), stage("gate"), stage("control", space=0)]),
            [V(0, [2, 8]), V(0, [2, 3]), V(1, [2, 1])],
            expect={
                (2, "gate"): {"ended": 4, "left": 10},
                (2, "control"): {"joined": 10},
                (3, "gate"): {"called": 10},
            },
            until=15,
            notes={10: "room at the control"},
        )
    ],
)

_LANES = (named("truck lane", lane(1, "truck")), named("car lane", lane(1, "car")))
_MIXED = [V(0, [9], "truck"), V(1, [2], "truck"), V(2, [3])]

R8 = Case(
    rule=8,
    title="What mixing costs",
    story=(
        "Truck 1 is in the truck lane until minute 9 and nothing can wait before the lanes. On a free approach car 3 "
        "passes the waiting truck 2 and is served at once. In a single file it stands behind truck 2 and loses seven "
        "minutes beside an empty car lane."
    ),
    panels=[
        Panel(
            plan([approach(), stage("gate", *_LANES, space=0)]),
            _MIXED,
            expect={(2, "gate"): {"joined": 9}, (3, "gate"): {"joined": 2}},
            until=13,
            title="free approach",
        ),
        Panel(
            plan([approach(single_file=True), stage("gate", *_LANES, space=0)]),
            _MIXED,
            expect={(2, "gate"): {"joined": 9}, (3, "gate"): {"joined": 9}},
            until=13,
            title="single file",
        ),
    ],
)

CASES = (R5, R6_PLACE, R6_ZONE, R7, R8)
