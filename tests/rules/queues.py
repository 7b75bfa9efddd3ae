"""R9 to R14: who is called, by which booth, when it begins, in which form, and who must queue again."""

from sim.plan.model import Queue
from tests.builders import V, approach, lane, plan, stage, steps
from tests.rules.case import Case, Panel, named

_LANES = (named("truck lane", lane(1, "truck")), named("car lane", lane(1, "car")))
_MIXED = [V(0, [9], "truck"), V(1, [4], "truck"), V(2, [3]), V(3, [3])]

R9_WHO = Case(
    rule=9,
    part="common-and-single-file",
    title="One queue, or one file",
    story=(
        "One truck lane and one car lane, and room for all before them. In a common queue the car lane calls the "
        "first car; in a single file only the first may be called, and that is truck 2 until minute 9."
    ),
    panels=[
        Panel(
            plan([approach(), stage("gate", *_LANES)]),
            _MIXED,
            expect={(2, "gate"): {"called": 9}, (3, "gate"): {"called": 2}, (4, "gate"): {"called": 5}},
            until=16,
            title="common",
        ),
        Panel(
            plan([approach(), stage("gate", *_LANES, queue=Queue.SINGLE_FILE)]),
            _MIXED,
            expect={(2, "gate"): {"called": 9}, (3, "gate"): {"called": 9}, (4, "gate"): {"called": 12}},
            until=16,
            title="single file",
        ),
    ],
)

R9_OWN = Case(
    rule=9,
    part="own",
    title="Own queues: the fewest vehicles per booth",
    story=(
        "Lane `east` has one booth and lane `west` two. Car 1 finds both empty and takes the first declared. Cars 2 "
        "and 3 find fewer per booth in the west. Car 4 finds one to a booth in both, joins the east by the tie, and "
        "stays: it is not called when a booth of the west falls idle at 5. Car 5 finds two to a booth in the east."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", named("east", lane(1)), named("west", lane(2)), queue=Queue.OWN)]),
            [V(0, [9]), V(1, [4]), V(2, [6]), V(3, [3]), V(4, [2])],
            expect={
                (1, "control"): {"called": 0},
                (2, "control"): {"called": 1},
                (3, "control"): {"called": 2},
                (4, "control"): {"called": 9},
                (5, "control"): {"called": 5},
            },
            until=13,
            booths=["control"],
        )
    ],
)

R9_CLOSING = Case(
    rule=9,
    part="own-closing",
    title="Own queues: a lane closes",
    story=(
        "Cars 3 and 4 wait in `east` and `west`, one in each. At minute 5 the east closes: car 1 is served to the "
        "end, and car 3 chooses again and joins the end of the west, behind car 4."
    ),
    panels=[
        Panel(
            plan(
                [
                    approach(),
                    stage(
                        "control",
                        named("east", lane(staffing=steps((0, 1), (5, 0), (30, 1)))),
                        named("west", lane(1)),
                        space=3,
                        queue=Queue.OWN,
                    ),
                ]
            ),
            [V(0, [8]), V(0, [6]), V(1, [2]), V(2, [4])],
            expect={
                (1, "control"): {"ended": 8},
                (4, "control"): {"called": 6},
                (3, "control"): {"joined": 1, "called": 10},
            },
            until=14,
            notes={5: "the east closes, car 3 goes west"},
            booths=["control"],
        )
    ],
)

R10 = Case(
    rule=10,
    title="Priority, then order of joining",
    story=(
        "Buses have priority. Bus 4 arrives last; it does not interrupt truck 1, and at minute 5 it is called before "
        "the trucks. These follow in the order in which they joined."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", priority={"bus": 0, "car": 1, "truck": 1})]),
            [V(0, [5], "truck"), V(1, [3], "truck"), V(2, [3], "truck"), V(3, [4], "bus")],
            expect={(4, "control"): {"called": 5}, (2, "control"): {"called": 9}, (3, "control"): {"called": 12}},
            until=16,
            notes={5: "the bus is called"},
        )
    ],
)

R11 = Case(
    rule=11,
    title="The first declared of several idle booths",
    story=(
        "Booth 2 has been idle since minute 2 and booth 1 since minute 3. Car 3 arrives at 4 and is called by booth "
        "1, the first declared."
    ),
    panels=[
        Panel(
            plan([approach(), stage("booth", lane(2))]),
            [V(0, [3]), V(0, [2]), V(4, [3])],
            expect={(1, "booth"): {"left": 3}, (2, "booth"): {"left": 2}, (3, "booth"): {"called": 4, "booth": 1}},
            until=8,
            booths=["booth"],
        )
    ],
)

R12 = Case(
    rule=12,
    title="Moving up counts from when the booth was left",
    story=(
        "Moving up takes two minutes. Car 1 finds a booth that was never used and begins at once. Car 2 is called as "
        "the booth is left at 5 and begins at 7. Car 3 arrives at 10, one minute after the booth was left, and has "
        "one minute to go. Car 4 finds the booth left long ago."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", move_up=2)]),
            [V(0, [5]), V(1, [2]), V(10, [3]), V(17, [2])],
            expect={
                (1, "control"): {"called": 0, "began": 0},
                (2, "control"): {"called": 5, "began": 7},
                (3, "control"): {"called": 10, "began": 11},
                (4, "control"): {"called": 17, "began": 17},
            },
            until=20,
            booths=["control"],
        )
    ],
)

R13 = Case(
    rule=13,
    title="The call fixes the form of service",
    story=(
        "Digital service takes 4 minutes and paper service 7. Truck 1 is called at minute 3, before the outage, and "
        "is served digitally to the end. Truck 2 is called at 7, during the outage, and is served on paper to the "
        "end, though the network is back at 9."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control")], outages={1: steps((0, 1), spells=[(5, 9, 0)])}),
            [V(3, [7], "truck", digital=[4]), V(4, [7], "truck", digital=[4]), V(5, [7], "truck", digital=[4])],
            expect={
                (1, "control"): {"called": 3, "ended": 7},
                (2, "control"): {"called": 7, "ended": 14},
                (3, "control"): {"called": 14, "ended": 18},
            },
            until=20,
        )
    ],
)

R14 = Case(
    rule=14,
    title="Once more, from the end of the queue",
    story=(
        "The control has two waiting places, both taken. Car 1 must pass the control twice. When its first service "
        "ends at 3 it leaves the booth and rejoins the queue behind cars 2 and 3 there and then, needing no room; car "
        "2 is called at that instant."
    ),
    panels=[
        Panel(
            plan([approach(), stage("control", space=2)]),
            [V(0, [3], again={1: [2]}), V(1, [3]), V(2, [2])],
            expect={
                (1, "control"): {"ended": 3, "left": 3},
                (2, "control"): {"called": 3},
                (3, "control"): {"called": 6},
                (1, "control", 1): {"joined": 3, "called": 8, "left": 10},
            },
            until=12,
            notes={3: "car 1 rejoins"},
        )
    ],
)

CASES = (R9_WHO, R9_OWN, R9_CLOSING, R10, R11, R12, R13, R14)
