"""Zones: at most so many vehicles of the counted kinds stand in these places at once (R6)."""

from functools import cache

from sim.engines.reference.vehicle import Vehicle
from sim.plan import model


class Zone:
    """How many are inside, and whom it counts."""

    def __init__(self, plan: model.Zone) -> None:
        self.plan = plan
        self.n_inside = 0

    @property
    def is_full(self) -> bool:
        """Whether it is at its limit."""
        return self.n_inside >= self.plan.at_most


class Zones:
    """All zones, seen by a vehicle that moves from one place to another."""

    def __init__(self, plans: tuple[model.Zone, ...]) -> None:
        self.zones = [Zone(plan) for plan in plans]
        self.entered = cache(self._entered)

    def _entered(self, kind: int, origin: int, destination: int) -> tuple[Zone, ...]:
        """Zones that a move into *destination* from *origin* enters: from outside into any of their places."""
        return tuple(
            zone
            for zone in self.zones
            if kind in zone.plan.counts and destination in zone.plan.places and origin not in zone.plan.places
        )

    def admit(self, vehicle: Vehicle) -> bool:
        """Whether every zone that the vehicle's next move enters is below its limit."""
        assert vehicle.next is not None
        return not any(zone.is_full for zone in self.entered(vehicle.kind, vehicle.place.number, vehicle.next.number))

    def move(self, kind: int, origin: int, destination: int) -> tuple[Zone, ...]:
        """Count a move; the zones it left."""
        for zone in self.entered(kind, origin, destination):
            zone.n_inside += 1
        left = self.entered(kind, destination, origin)
        for zone in left:
            zone.n_inside -= 1
        return left
