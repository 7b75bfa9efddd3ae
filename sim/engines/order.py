"""The rules of an instant: the contract between the engines.

Two things may fall on one instant: a booth closes as a service ends, a vehicle arrives as another leaves.
Each engine must settle such ties alike, so the rules below fix who goes first. Each is tested by name in
``tests/engines`` and drawn in ``docs/background/rules-of-an-instant.md``. With instants, engines add and
compare and do no other arithmetic.

**Numbers**

R1  Vehicles are numbered by (arrival instant, direction, class, point of the arrival process); every tie
    between vehicles goes to the lower number. *The number depends on the vehicle alone, so a comparison of
    scenarios settles the same tie alike.*
R2  Places and lanes are numbered as declared, northbound before southbound also within a place that exists
    per direction; booths by their lane, then within it; classes go by name. *What a file says first goes
    first; nothing depends on hashing.*

**Rounds**

R3  At an instant every due event is first marked, in the order (kind, entity) of :class:`Mark`: ends of
    service and of travel, headways, lights, staffing (with closures and outages), arrivals. All changes of
    one lane at one instant count as one. Nobody changes place while marking, save that an arrival stands at
    its approach and a repeater rejoins its queue. *Everything that is true at an instant is known before
    anybody acts on it.*
R4  Then the crossing settles: a walk over all places from the last to the first, outside the system first.
    At each place booths call, or the link admits, until none can; then, of the vehicles ready to enter for
    which there is room, the one that has been ready longest enters; and so on. Who has no room holds up
    nobody, except through R8 and R17. Walks repeat until nobody moves; what then falls due at the same
    instant makes another round. *What leaves makes room before anyone arrives, and nobody is called at 08:00
    by a booth that closes at 08:00.*

**Entering**

R5  The next place is fixed when a vehicle becomes ready, by shares, skips and outages as they stand then; at
    a single-file approach, when it becomes the head. *Nobody turns back from where it has begun to go.*
R6  Room at a stage is a free waiting place, in vehicles or in metres of vehicle length, or an idle open booth
    that would call the vehicle at once; at a link, an entry space that is not full. A waiting place is free
    from the call on. A zone that the move enters and that counts the vehicle must be below its limit. *Booths
    are no waiting places; who is in a zone already enters it no second time.*
R7  A served vehicle without room beyond keeps its booth. *Blocking after service: there is nowhere else to
    stand.*
R8  From a single-file approach only the head is ready, since its arrival; from a free one, everyone. The
    head waits for its zones too. A saturated class keeps exactly one vehicle at its approach; the next
    arrives at the instant the last one leaves, in a further round; such a run ends at ``stop_at``. *A truck
    without space ahead holds up the cars behind it: this is what mixing costs.*

**Queues**

R9  ``common``: one queue, whatever its pools of waiting places; a booth calls the first waiting vehicle it
    may serve. ``single-file``: one file for each pool, of which only the first may be called; of several
    heads the one that joined first. ``own``: waiting places belong to lanes. A vehicle joins, of the open
    lanes with room, the one with the fewest vehicles (waiting, called, in service, blocked) per booth of the
    target, ties to the first declared; or the lanes in turn; or one at random, drawn beforehand. It stays
    where it is while no open lane has room. Only if no lane that serves it is open does it join, of those
    with room, the one that opens soonest. When a lane's target falls to 0, those who wait in it choose again
    in order of joining, all staffing of the instant being marked: who finds an open lane with a free waiting
    place joins its end, the others stay. *Drivers see how many stand before how many booths; nobody stands
    in a lane that will never open.*
R10 Within a queue: priority, which interrupts no service, then order of joining, within an instant too. A
    single file ignores priority. *Priority acts among those who wait at the stage; who enters it is settled
    by R4.*
R11 Of several idle booths the first declared calls. *Not the one that has been idle longest: the order of a
    file is seen, the history of a booth is not.*
R12 A called vehicle begins at max(called, booth last left + move-up); a booth never used needs no move-up.
    Both instants are fixed at the call. *Nobody can drive up to a booth before it is empty.*
R13 The form of service, paper or digital, is fixed at the call. *An outage does not reach into a service
    that has begun.*
R14 A vehicle that must repeat a stage leaves its booth as its service ends and rejoins the end of its queue
    there and then (its lane, if ``own``; behind its equals in priority), needing no room. Of several the
    lower number goes first. How often, at most 8 visits, and how long is drawn beforehand. *It stands on the
    site already; if it needed room to wait, it could block itself.*

**Staffing**

R15 The target of open booths is a step function of local time, 0 during a closure. When it rises, pending
    closings are cancelled first, then booths open from the first declared; when it falls, idle booths close
    from the last declared and the rest as they are left. A booth with a vehicle, called, served or blocked,
    drops nobody. Waiting places go on filling while a stage is closed. *A shift ends with the vehicle at
    the booth; a barrier stops nobody from standing in line.*

**Links**

R16 Who waits for headway, room, light or closure stands in the link's first-come entry space, one for each
    direction, and keeps the booth behind only when that is full. *A driver before a red light has left the
    control.*
R17 The first of an entry space enters, of the lanes open to it, the one with the fewest vehicles, ties to
    the first declared. A lane is open if closure and light allow it, it has room, nobody on it goes the
    other way, and the headway behind the last to enter has passed, if that one went the same way. A vehicle
    reaches the end at max(entered + travel, the one ahead left + headway); nobody overtakes, and who finds no
    room beyond stays on the link. If both directions can enter at once, northbound goes first. *Headway is
    kept at both ends, so those behind a slow vehicle leave one by one, as they would on the road.*
R18 Two-way: lanes with fixed directions. *They do not hinder each other.*
R19 Alternating: one lane and a light; northbound is green from 0. The light changes if the other side waits
    and either the minimum is over and this side does not wait, or the maximum is over: at the end of minimum
    or maximum green, or after a settle, at the same instant. The other side's green begins when the link is
    empty and the clearing time, counted from the switch, is over. The light goes on working under a closure.
    *An actuated signal: no green for nobody, and no side waits without end.*
R20 Reversible: entries of the old direction stop at the instant of the timetable, those of the new one
    start when nobody of the old is on the lane. *No one drives towards another.*
R21 Under a closure nobody enters; who is on the link drives off. *A barrier stops who is before it.*

**End**

R22 A vehicle is of the window if it arrives before the window ends. The run stops after the first instant in
    which every vehicle of the window has arrived and is out, or after the last one up to ``stop_at``; until
    then arrivals go on. An engine that reaches the end of its draws says so. *Dropping those who are still
    inside would make a full crossing look better than it is.*
R23 A run that ends with a ring of blocked vehicles is reported as locked up, with the ring. *Waiting longer
    would not help: each waits for the next.*
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
