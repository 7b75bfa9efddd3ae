"""Which booths of a lane are open: openings, closings, and closings that wait for a vehicle to leave (R15)."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass

from sim.engines.reference.vehicle import Vehicle
from sim.plan.model import StageLane
from sim.units import NEVER


@dataclass(slots=True, eq=False)
class Booth:
    """One place of service."""

    index: int
    vehicle: Vehicle | None = None
    last_left_at: int | None = None
    """None until it is first left: such a booth needs no move-up (R12)."""
    opened_at: int = NEVER


class Lane:
    """The booths of one lane under their staffing target."""

    def __init__(self, plan: StageLane, log: "BoothLogger") -> None:
        self.plan = plan
        self.serves = plan.serves
        self.booths = [Booth(index) for index in range(plan.n_booths)]
        self.idle: list[int] = []
        """Open booths without a vehicle, first declared first."""
        self._closed = list(range(plan.n_booths))
        self._pending_closings = 0
        self.target = 0
        """Booths that ought to be open."""
        self._log = log

    @property
    def n_held(self) -> int:
        """Booths with a vehicle: called, in service or blocked."""
        return len(self.booths) - len(self.idle) - len(self._closed)

    def set_target(self, target: int, *, now: int) -> None:
        """Move from the old target to the new one, which count as one change."""
        change, self.target = target - self.target, target
        cancelled = min(max(change, 0), self._pending_closings)
        self._pending_closings -= cancelled
        for _ in range(change - cancelled):
            self._open(self._closed.pop(0), now)
        for _ in range(-change):
            if self.idle:
                self._close(self.idle.pop(), now)
            else:
                self._pending_closings += 1

    def occupy(self, vehicle: Vehicle) -> Booth:
        """*vehicle* is called by the first declared idle booth (R11)."""
        booth = self.booths[self.idle.pop(0)]
        booth.vehicle = vehicle
        return booth

    def vacate(self, booth: Booth, *, now: int) -> None:
        """The vehicle leaves *booth*, which closes if a closing waits for it."""
        booth.vehicle = None
        booth.last_left_at = now
        if self._pending_closings:
            self._pending_closings -= 1
            self._close(booth.index, now)
        else:
            insort(self.idle, booth.index)

    def _open(self, index: int, now: int) -> None:
        self.booths[index].opened_at = now
        insort(self.idle, index)

    def _close(self, index: int, now: int) -> None:
        insort(self._closed, index)
        self._log(index, self.booths[index].opened_at, now)
        self.booths[index].opened_at = NEVER

    def still_open(self) -> Iterator[Booth]:
        """Booths open at the end of the run."""
        return (booth for booth in self.booths if booth.opened_at != NEVER)


class BoothLogger:
    """Writes the openings and closings of one lane to the run's log."""

    def __init__(self, rows: list[tuple[int, int, int, int, int]], place: int, lane: int) -> None:
        self._rows, self._place, self._lane = rows, place, lane

    def __call__(self, booth: int, opened_at: int, closed_at: int) -> None:
        """Booth number *booth* was open from *opened_at* to *closed_at*."""
        self._rows.append((self._place, self._lane, booth, opened_at, closed_at))
