"""R1 to R4: numbers and rounds."""

from tests.builders import N, S, V, approach, kinds, lane, plan, stage, steps, zone
from tests.rules.case import Case, Panel, named

R1 = Case(
    rule=1,
    title="Three arrivals at one instant",
    story=(
        "Three vehicles reach an empty control with one booth at minute 0. The northbound come before the southbound "
        "and, among the northbound, the car before the truck (classes go by name), whatever the order in which a file "
        "or a program lists them."
    ),
    panels=[
        Panel(
            plan([approach(), approach("road south", S), stage("control")], [(0, 2), (1, 2)]),
            [V(0, [3], "car", S), V(0, [3], "truck", N), V(0, [3], "car", N)],
            expect={(3, "control"): {"called": 0}, (2, "control"): {"called": 3}, (1, "control"): {"called": 6}},
            until=10,
            notes={0: "all three arrive"},
        )
    ],
)

R2 = Case(
    rule=2,
    title="The order of the file is the order of the booths",
    story=(
        "A control declares its lane `east` with one booth, then `west` with two. Cars 1 to 3 arrive together and "
        "find three idle booths; they take them in the order of the file, lane by lane."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", named("east", lane(1)), named("west", lane(2)))]),
            [V(0, [6]), V(0, [5]), V(0, [4]), V(1, [2])],
            expect={
                (1, "control"): {"called": 0, "booth": 1},
                (2, "control"): {"called": 0, "booth": 2},
                (3, "control"): {"called": 0, "booth": 3},
                (4, "control"): {"called": 4, "booth": 3},
            },
            until=8,
            booths=["control"],
        )
    ],
)

R3 = Case(
    rule=3,
    title="First everything is marked, then somebody moves",
    story=(
        "At minute 5 the service of car 1 ends, the booth closes and car 3 arrives. All three are marked before "
        "anybody moves. So car 1 leaves, and car 2, which has waited since minute 2, is not called at 5 by a booth "
        "that closes at 5."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", lane(staffing=steps((0, 1), (5, 0), (9, 1))))]),
            [V(0, [5]), V(2, [3]), V(5, [2])],
            expect={
                (1, "control"): {"ended": 5, "left": 5},
                (2, "control"): {"called": 9},
                (3, "control"): {"joined": 5, "called": 12},
            },
            until=15,
            notes={5: "service ends, booth closes, car 3 arrives"},
            booths=["control"],
        )
    ],
)

R4 = Case(
    rule=4,
    title="A chain moves up from its far end",
    story=(
        "Three controls in a row, each with one booth and no waiting places. Cars 2 and 3 are served and blocked, car "
        "4 stands on the approach. At minute 12 car 1 leaves the last control. The walk begins there and comes back "
        "along the road, so each finds the place ahead already empty, and all of them move at the one instant."
    ),
    panels=[
        Panel(
            plan([approach(), *(stage(name, space=0) for name in ("gate", "check", "exit"))]),
            [V(0, [1, 1, 10]), V(0, [1, 1, 2]), V(0, [1, 1, 1]), V(0, [1, 1, 1])],
            expect={
                (1, "exit"): {"left": 12},
                (2, "check"): {"ended": 3, "left": 12},
                (3, "gate"): {"left": 12},
                (4, "gate"): {"joined": 12},
            },
            until=17,
            notes={12: "car 1 leaves"},
        )
    ],
)

R4_LATER = Case(
    rule=4,
    part="later-place",
    title="The later place is looked at first",
    story=(
        "A zone over scales and scanner admits one truck. Truck 2 has waited for the scales since minute 1, truck 3 "
        "for the scanner since minute 2. When truck 1 leaves the zone at 4, the walk comes to the scanner first, "
        "which is declared later, and takes in truck 3. Who has been ready longest decides at one place, not between "
        "two."
    ),
    panels=[
        Panel(
            plan([approach(), stage("scales"), stage("scanner")], zones=[zone(kinds("truck"), [1, 2], 1)]),
            [V(0, [4, None], "truck"), V(1, [4, None], "truck"), V(2, [None, 5], "truck")],
            expect={
                (1, "scales"): {"left": 4},
                (3, "scanner"): {"joined": 4, "left": 9},
                (2, "scales"): {"joined": 9},
            },
            until=14,
            notes={4: "the zone has room", 9: "again"},
        )
    ],
)

CASES = (R1, R2, R3, R4, R4_LATER)
