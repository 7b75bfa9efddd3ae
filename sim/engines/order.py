"""The rules of an instant: the contract between the engines.

Two things may fall on one instant: a booth closes as a service ends, a vehicle arrives as another leaves.
Each engine must settle such ties alike, so the rules below fix who goes first. The numbers are those of
the design page; each rule is tested by name in ``tests/engines``.

**Numbers**

R1  Vehicles are numbered by (arrival instant, direction, class, point of the arrival process); every tie
    between vehicles goes to the lower number. *The number depends on the vehicle alone, so a comparison of
    scenarios settles the same tie alike.*
R2  Places and lanes are numbered as declared, northbound before southbound; booths by their lane, then
    within it. *What a file says first goes first; nothing depends on hashing.*

**Rounds**

R3  At an instant every due event is first marked, in the order (kind, entity) of :class:`Mark`. Nobody
    changes place while marking, save that an arrival stands at its approach. *Everything that is true at
    an instant is known before anybody acts on it.*
R4  Then the crossing settles: a walk over all places from the last to the first, outside the system first;
    at each place booths call or the link admits until none can, then the vehicle that has been ready
    longest among those with room enters, and so on; walks repeat until nobody moves. What then falls due at
    the same instant makes another round. *What leaves makes room before anyone arrives, and nobody is
    called at 08:00 by a booth that closes at 08:00.*

**Entering**

R5  The next place is fixed when a vehicle becomes ready; at a single-file approach, when it becomes the head.
R6  Room at a stage is a free waiting place, or an idle open booth that would call the vehicle at once; at a
    link, an entry space that is not full. A zone that counts the vehicle must be below its limit.
R7  A served vehicle without room beyond keeps its booth. *Blocking after service: there is nowhere else to stand.*
R8  From a single-file approach only the head is ready, since its arrival; from a free one, everyone. The
    head waits for its zones too. A saturated class keeps exactly one vehicle at its approach; the next
    arrives at the instant the last one leaves, in a further round; such a run ends at ``stop_at``.

**Queues**

R9  ``common``: a booth calls the first waiting vehicle it may serve. ``single-file``: one file for each pool
    of waiting places, of which only the first may be called; of several heads the one that joined first.
R10 Within a queue: order of joining, within an instant too.
R11 Of several idle booths the first declared calls.
R12 A called vehicle begins at max(called, booth last left + move-up); a booth never used needs no move-up.
R13 The form of service, paper or digital, is fixed at the call.

**Staffing**

R15 When the target of open booths rises, pending closings are cancelled first, then booths open from the
    first declared; when it falls, idle booths close from the last declared and the rest as they are left.
    A booth with a vehicle drops nobody. Waiting places go on filling while a stage is closed.

**Links**

R16 Who waits for headway, room or light stands in the link's first-come entry space.
R17 The first of an entry space enters the open lane with the fewest vehicles. It reaches the end at
    max(entered + travel, the one ahead left + its headway); nobody overtakes, and who finds no room beyond
    stays on the link. If both directions can enter at once, northbound goes first.
R18 Two-way: lanes with fixed directions.
R19 Alternating: one lane and a light; northbound is green from 0. The light changes if the other side waits
    and either the minimum is over and this side does not wait, or the maximum is over.
R20 Reversible: entries of the old direction stop at the instant of the timetable, those of the new one
    start when nobody of the old is on the lane.

**End**

R22 The run stops after the first instant in which every vehicle of the window has arrived and is out, or
    after the last one up to ``stop_at``. An engine that reaches the end of its draws says so.
R23 A run that ends with a ring of blocked vehicles is reported as locked up.

R14 (repeats), R21 (closures) and the parts of R9-R10 on own queues and priority are not built yet.
"""

from enum import IntEnum


class Mark(IntEnum):
    """Kinds of due events, in the order in which they are marked (R3)."""

    SERVICE_ENDS = 0
    TRAVEL_ENDS = 1
    HEADWAY_PASSES = 2
    LIGHT_CHANGES = 3
    STAFFING_CHANGES = 4
    ARRIVAL = 5
