"""A vehicle under way and the record of its visits."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sim.plan.model import PAPER
from sim.units import NEVER

if TYPE_CHECKING:
    from sim.engines.reference.place import Place

Number: TypeAlias = tuple[int, int, int, int]
"""A vehicle's number by R1: (arrival instant, direction, class, point). Compared, never counted."""


@dataclass(slots=True, eq=False)
class Visit:
    """One visit of one vehicle to one place, filled in as it happens."""

    place: int
    joined_at: int
    number: int = 0
    """0 for the first visit to the place, more for repeats."""
    lane: int = -1
    booth: int = -1
    called_at: int = NEVER
    began_at: int = NEVER
    ended_at: int = NEVER
    left_at: int = NEVER
    service_time: int = 0
    form: int = PAPER


@dataclass(slots=True, eq=False)
class Vehicle:
    """One vehicle: who it is, where it stands, and where it may go next."""

    row: int
    """Its row in the draws."""
    number: Number
    direction: int
    vehicle_class: int
    kind: int
    form: int
    """Form of service it asks for: digital if it is tracked."""
    place: "Place"
    """Where it stands."""
    stop: int = 0
    """Index of that place on its route."""
    next: "Place | None" = None
    """Where it goes next, from the moment it is ready (R5)."""
    next_stop: int = 0
    ready_since: int = NEVER
    left_at: int = NEVER
    visits: list[Visit] = field(default_factory=list)

    @property
    def visit(self) -> Visit:
        """The visit under way."""
        return self.visits[-1]

    @property
    def turn(self) -> tuple[int, Number]:
        """Who has been ready longest goes first; ties go to the lower number (R4)."""
        return self.ready_since, self.number
