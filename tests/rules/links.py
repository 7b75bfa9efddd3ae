"""R16 to R21: entry space, lanes, lights, timetables and closures of a link."""

from sim.plan.model import Link, Place
from tests.builders import N, S, V, approach, link, plan, road_lane, stage, steps
from tests.rules.case import Case, Panel


def _both_ways(bridge: Link) -> tuple[list[Place], list[tuple[int, ...]]]:
    return [approach(), approach("road south", S), bridge], [(0, 2), (1, 2)]


R16 = Case(
    rule=16,
    title="Whoever waits for the bridge has left the gate",
    story=(
        "The bridge takes a vehicle every four minutes and one can stand before it. Car 2 leaves the gate at minute 2 "
        "and waits in the entry space. Car 3 finds that full and keeps the booth of the gate until car 2 drives on at "
        "5, so car 4 is not called before."
    ),
    panels=[
        Panel(
            plan([approach(), stage("gate"), link("bridge", headway=4, entry_space=(1, 1))]),
            [V(0, [1, 3]), V(0, [1, 3]), V(0, [1, 3]), V(0, [1, 3])],
            expect={
                (2, "bridge"): {"joined": 2, "began": 5},
                (3, "gate"): {"ended": 3, "left": 5},
                (3, "bridge"): {"joined": 5, "began": 9},
                (4, "gate"): {"called": 5},
            },
            until=17,
            notes={5: "car 2 enters the bridge"},
        )
    ],
)

R17_LANE = Case(
    rule=17,
    part="lanes",
    title="The lane with the fewest vehicles",
    story=(
        "Two northbound lanes with a headway of two minutes. Car 1 finds both empty and takes the first, car 2 the "
        "second. Car 3 finds one vehicle on each; in the first lane the headway has passed, so it takes that."
    ),
    panels=[
        Panel(
            plan([approach(), link("bridge", road_lane(N), road_lane(N), headway=2)]),
            [V(0, [6]), V(1, [6]), V(2, [6]), V(3, [6])],
            expect={
                (1, "bridge"): {"began": 0},
                (2, "bridge"): {"began": 1},
                (3, "bridge"): {"began": 2},
                (4, "bridge"): {"began": 3},
            },
            until=10,
            link="bridge",
        )
    ],
)

R17_OVERTAKING = Case(
    rule=17,
    part="no-overtaking",
    title="Nobody overtakes, and headway is kept at the end",
    story=(
        "Headway is three minutes behind a truck and one behind a car. Truck 1 takes eight minutes to cross. Car 2 "
        "may enter at 3 and would be across at 6 if it were alone; it stays behind and reaches the end at 11, three "
        "minutes after the truck. Car 3 follows one minute later."
    ),
    panels=[
        Panel(
            plan([approach(), link("bridge", headway=(3, 1, 3))]),
            [V(0, [8], "truck"), V(1, [3]), V(2, [3])],
            expect={
                (1, "bridge"): {"ended": 8},
                (2, "bridge"): {"began": 3, "ended": 11},
                (3, "bridge"): {"began": 4, "ended": 12},
            },
            until=14,
            link="bridge",
        )
    ],
)

R18 = Case(
    rule=18,
    title="Two directions that do not meet",
    story="One lane to each direction: the southbound truck 3 crosses while cars 1 and 2 do, and hinders neither.",
    panels=[
        Panel(
            plan(*_both_ways(link("bridge", headway=2))),
            [V(0, [5]), V(1, [5]), V(1, [5], "truck", S)],
            expect={
                (1, "bridge"): {"began": 0, "ended": 5},
                (2, "bridge"): {"began": 2, "ended": 7},
                (3, "bridge"): {"began": 1, "ended": 6},
            },
            until=9,
            link="bridge",
        )
    ],
)

R19 = Case(
    rule=19,
    title="One lane in turn under a light",
    story=(
        "Green lasts five to nine minutes and clearing takes one. Southbound truck 2 waits from minute 2. At 5 the "
        "minimum is over and no northbound vehicle waits, so the light changes; green begins at 7, when car 1 is off "
        "the bridge. Car 3 waits for its turn until the southbound minimum is over at 12 and the bridge is clear at "
        "13."
    ),
    panels=[
        Panel(
            plan(*_both_ways(link("bridge", road_lane(None), green=(5, 9, 1)))),
            [V(3, [4]), V(2, [4], "truck", S), V(8, [4])],
            expect={
                (1, "bridge"): {"began": 3, "ended": 7},
                (2, "bridge"): {"joined": 2, "began": 7, "ended": 11},
                (3, "bridge"): {"joined": 8, "began": 13},
            },
            until=19,
            link="bridge",
            greens=[(N, 0, 5), (S, 7, 12), (N, 13, None)],
        )
    ],
)

R20 = Case(
    rule=20,
    title="A lane changes direction by timetable",
    story=(
        "At minute 10 the lane is given to the southbound. Car 1 is on it until 13; southbound truck 2 enters then "
        "and not before. Car 3 comes too late for the northbound hours and waits until the lane is given back at 20."
    ),
    panels=[
        Panel(
            plan(*_both_ways(link("bridge", road_lane(steps((0, N), (10, S), (20, N)))))),
            [V(8, [5]), V(9, [5], "truck", S), V(11, [5])],
            expect={(1, "bridge"): {"ended": 13}, (2, "bridge"): {"began": 13}, (3, "bridge"): {"began": 20}},
            until=26,
            link="bridge",
        )
    ],
)

R21 = Case(
    rule=21,
    title="A closure stops who is before the bridge",
    story=(
        "The bridge is closed from minute 5 to 12. Car 1, on it since 3, drives off at 9. Car 2 arrives at 6 and "
        "waits in the entry space until 12."
    ),
    panels=[
        Panel(
            plan([approach(), link("bridge", road_lane(N, is_open=steps((0, 1), spells=[(5, 12, 0)])))]),
            [V(3, [6]), V(6, [6])],
            expect={(1, "bridge"): {"ended": 9, "left": 9}, (2, "bridge"): {"joined": 6, "began": 12}},
            until=20,
            link="bridge",
        )
    ],
)

CASES = (R16, R17_LANE, R17_OVERTAKING, R18, R19, R20, R21)
