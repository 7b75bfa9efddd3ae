"""The light of an alternating link: one lane, used by the two directions in turn (R19)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.engines.order import Mark
from sim.plan.model import NORTHBOUND, Green
from sim.units import NEVER

if TYPE_CHECKING:
    from sim.engines.reference.link import Link


class Light:
    """Green for one side, or clearing towards the other."""

    def __init__(self, link: "Link", plan: Green) -> None:
        self.link = link
        self.plan = plan
        self.side = NORTHBOUND
        """The side that is green, or will be once the link is clear."""
        self.is_green = False
        self._green_since = NEVER
        self._clear_from = 0
        self._change_is_due = False
        self._n_greens = 0
        self._turn_green()

    def allows(self, direction: int) -> bool:
        """Whether a vehicle of *direction* may enter."""
        return self.is_green and self.side == direction

    def turn_green_if_clear(self) -> None:
        """Begin the green of the side to come once the link is empty and the clearing time is over."""
        if not self.is_green and self.link.is_empty and self.link.crossing.now >= self._clear_from:
            self._turn_green()

    def _turn_green(self) -> None:
        now = self.link.crossing.now
        self.is_green, self._green_since = True, now
        self._n_greens += 1
        green = self._n_greens
        for length in (self.plan.minimum, self.plan.maximum):
            self._schedule(now + length, lambda: self._look(green))

    def look_after_settle(self) -> None:
        """If the light ought to change, it is due to at once, in another round, and not taken back."""
        if self._ought_to_change() and not self._change_is_due:
            self._change_is_due = True
            self._schedule(self.link.crossing.now, self._change)

    def _look(self, green: int) -> None:
        """Minimum or maximum of green number *green* is over: change by this mark if the light ought to."""
        if green == self._n_greens and self._ought_to_change():
            self._change()

    def _ought_to_change(self) -> bool:
        if not self.is_green or not self.link.entry[1 - self.side]:
            return False
        green_for = self.link.crossing.now - self._green_since
        this_side_waits = bool(self.link.entry[self.side])
        return green_for >= self.plan.maximum or (green_for >= self.plan.minimum and not this_side_waits)

    def _change(self) -> None:
        now = self.link.crossing.now
        self._change_is_due = False
        if not self.is_green:
            return
        self.link.crossing.light_log.append((self.link.number, self.side, self._green_since, now))
        self.is_green, self.side = False, 1 - self.side
        self._clear_from = now + self.plan.clearing
        self.link.stirred = True
        self._schedule(self._clear_from, self._wake)

    def _wake(self) -> None:
        self.link.stirred = True

    def _schedule(self, at: int, action: Callable[[], None]) -> None:
        self.link.crossing.schedule(Mark.LIGHT_CHANGES, (self.link.number,), at, action)

    def log_the_last(self) -> None:
        """Log the green that lasts at the end of the run."""
        if self.is_green:
            self.link.crossing.light_log.append((self.link.number, self.side, self._green_since, NEVER))
