"""Arrivals: vehicles with an instant of their own, and saturated classes that never run dry (R1, R8)."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from sim.engines.order import Mark
from sim.engines.reference.approach import Approach
from sim.engines.reference.vehicle import Number, Vehicle
from sim.plan.model import DIGITAL, PAPER
from sim.units import NEVER

if TYPE_CHECKING:
    from sim.engines.reference.crossing import Crossing


class Arrivals:
    """Lets the vehicles of the draws arrive, each at its instant or when its turn comes."""

    def __init__(self, crossing: "Crossing") -> None:
        self.crossing = crossing
        self.draws = crossing.draws
        self.ran_out = False
        """Whether a saturated class has used up its draws."""
        n_dated = int((self.draws.arrives_at < NEVER).sum())
        self._dated = iter(range(n_dated))
        self._saturated: dict[tuple[int, int], Iterator[int]] = {
            flow: iter(list(rows)) for flow, rows in groupby(range(n_dated, len(self.draws)), key=self._flow)
        }
        self._expect_next_dated()
        for flow in self._saturated:
            self._expect_next_saturated(flow)

    @property
    def is_saturated(self) -> bool:
        """Whether some class never runs dry."""
        return bool(self._saturated)

    def follow_on(self, vehicle: Vehicle) -> None:
        """*vehicle* leaves its approach: if its class is saturated, the next one arrives at once (R8)."""
        flow = (vehicle.direction, vehicle.vehicle_class)
        if flow in self._saturated:
            self._expect_next_saturated(flow)

    def _expect_next_dated(self) -> None:
        row = next(self._dated, None)
        if row is not None:
            # The next one is looked up as this one's instant comes: it may arrive at the same instant.
            self._expect(row, int(self.draws.arrives_at[row]), then_next_dated=True)

    def _expect_next_saturated(self, flow: tuple[int, int]) -> None:
        row = next(self._saturated[flow], None)
        if row is None:
            self.ran_out = True
        else:
            self._expect(row, self.crossing.now)

    def _expect(self, row: int, at: int, *, then_next_dated: bool = False) -> None:
        number = (at, *self._flow(row), int(self.draws.point[row]))
        announce = self._expect_next_dated if then_next_dated else lambda: None
        self.crossing.schedule(Mark.ARRIVAL, number, at, lambda: self._arrive(row, number), announce=announce)

    def _flow(self, row: int) -> tuple[int, int]:
        return int(self.draws.direction[row]), int(self.draws.vehicle_class[row])

    def _arrive(self, row: int, number: Number) -> None:
        _, direction, vehicle_class, _ = number
        plan = self.crossing.plan
        is_tracked = plan.tracked is not None and bool(int(self.draws.attributes[row]) >> plan.tracked & 1)
        approach = self.crossing.places[plan.routes[direction][0].place]
        assert isinstance(approach, Approach)
        vehicle = Vehicle(
            row=row,
            number=number,
            direction=direction,
            vehicle_class=vehicle_class,
            kind=int(self.draws.kind[row]),
            form=DIGITAL if is_tracked else PAPER,
            place=approach,
        )
        self.crossing.vehicles.append(vehicle)
        approach.stand(vehicle)
