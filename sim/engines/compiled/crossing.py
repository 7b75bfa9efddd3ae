"""One replication on the compiled engine: memory made, the loop run, the record handed over."""

import numpy as np

from sim import storage
from sim.draws import Draws, n_forms
from sim.engines.compiled import layout as at
from sim.engines.compiled.approach import follow_on
from sim.engines.compiled.build import Builder, first_visits, memory_of
from sim.engines.compiled.forward import Forward, is_feed_forward
from sim.engines.compiled.light import turn_green
from sim.engines.compiled.loop import FINISHED, LOG_IS_FULL, OUT_OF_DRAWS, STOPPED, expect_next_change, run
from sim.engines.compiled.ring import ring_of_blocked
from sim.engines.compiled.staffing import set_target
from sim.engines.vehicles import vehicles_of
from sim.plan.model import DIGITAL, PAPER, Plan
from sim.trajectory import BoothLog, Ending, IntArray, LightLog, Trajectory, Visits
from sim.units import NEVER

_ENDINGS = {FINISHED: Ending.FINISHED, STOPPED: Ending.STOPPED, OUT_OF_DRAWS: Ending.OUT_OF_DRAWS}
_BOOTH_COLUMNS, _LIGHT_COLUMNS = 5, 4
_FIRST_ROWS = 256


def simulate(plan: Plan, draws: Draws) -> Trajectory:
    """The trajectory of *plan* under *draws*."""
    return _Run(plan, draws).trajectory()


class _Run:
    """The arrays of one replication."""

    def __init__(self, plan: Plan, draws: Draws) -> None:
        self.plan = plan
        self.draws = draws
        builder = Builder(plan)
        self.memory = memory_of(builder, draws)
        self.first_vehicle = int(self.memory[at.NEW_VEHICLE])
        self.booth_log = np.empty((_BOOTH_COLUMNS, _FIRST_ROWS + 2 * builder.n_booths), dtype=np.int64)
        self.light_log = np.empty((_LIGHT_COLUMNS, _FIRST_ROWS + len(builder.lights)), dtype=np.int64)
        tracked = plan.tracked
        is_tracked = np.zeros(len(draws), dtype=np.bool_) if tracked is None else draws.attributes >> tracked & 1 > 0
        self.form = form = np.where(is_tracked, DIGITAL, PAPER).astype(np.int64)
        flow = draws.direction * len(plan.classes) + draws.vehicle_class
        self.who = np.stack([draws.direction, flow, draws.kind, form])
        # Vehicles side by side, whatever the draws' layout: those of one instant are looked up together.
        forms = slice(n_forms(plan))
        self.visits = np.ascontiguousarray(draws.visits.T[forms])
        self.service = np.ascontiguousarray(draws.service.T[forms])
        self.first_visit = first_visits(plan, draws, form)
        self.record = storage.empty((at.N_RECORD_ROWS, int(self.first_visit[-1])), np.int64)
        self.record[at.PLACE_ROW] = -1
        self.stage_lanes = [lane for lane, _ in builder.targets]
        self.lights = builder.lights
        self.arrived_at = draws.arrives_at.copy()
        self.left_at = np.full(len(draws), NEVER, dtype=np.int64)
        self._start(builder)

    def _start(self, builder: Builder) -> None:
        m = self.memory
        for lane, target in builder.targets:
            set_target(m, self.booth_log, lane, target)
        for light in builder.lights:
            turn_green(m, light)
        for change in builder.expected:
            expect_next_change(m, change)
        for flow in range(int(m[at.N_FLOWS])):
            follow_on(m, flow)

    def trajectory(self) -> Trajectory:
        """Run to the end."""
        ending = self._work()
        until = int(self.memory[at.NOW])
        ring: tuple[int, ...] = ()
        if ending is not Ending.FINISHED:
            ring = ring_of_blocked(self.plan, self.memory, self.record, self.first_vehicle)
        rows = self._rows_in_order()
        return Trajectory(
            ending=Ending.LOCKED_UP if ring else ending,
            until=until,
            ring=ring,
            vehicles=vehicles_of(self.draws, rows, arrived_at=self.arrived_at[rows], left_at=self.left_at[rows]),
            visits=self._visits(rows),
            booths=self._booths(),
            lights=self._lights(),
        )

    def _work(self) -> Ending:
        if is_feed_forward(self.plan) and self._pass_forward():
            return Ending.FINISHED
        draws = self.draws
        while True:
            code = run(
                self.memory,
                self.record,
                self.booth_log,
                self.light_log,
                self.visits,
                self.service,
                draws.repeats,
                draws.luck,
                draws.arrives_at,
                self.who,
                self.first_visit,
                self.arrived_at,
                self.left_at,
            )
            if code != LOG_IS_FULL:
                return _ENDINGS[code]
            self.booth_log = np.concatenate([self.booth_log, np.empty_like(self.booth_log)], axis=1)
            self.light_log = np.concatenate([self.light_log, np.empty_like(self.light_log)], axis=1)

    def _pass_forward(self) -> bool:
        """Fill the record place by place; False where that cannot be done, or the run would not finish."""
        draws, plan = self.draws, self.plan
        passing = Forward(plan, draws, self.visits, self.service, self.form)
        if draws.reach < plan.window_end or self.memory[at.IS_SATURATED] or not passing.pass_all():
            return False
        until = passing.last_left_at()
        if until >= draws.reach or until > plan.stop_at:
            return False
        self.memory[at.NOW] = until
        self.memory[at.NEXT_DATED] = int(np.searchsorted(draws.arrives_at, until, side="right"))
        passing.write(self.record, self.first_visit, until)
        np.copyto(self.left_at, passing.at, where=passing.at <= until)
        return True

    def _rows_in_order(self) -> IntArray:
        """Rows of the vehicles that have arrived, in the order of their numbers (R1)."""
        n_dated = int(self.memory[at.NEXT_DATED])
        if not self.memory[at.IS_SATURATED]:
            return np.arange(n_dated)
        rows = np.flatnonzero(self.arrived_at < NEVER)
        rows = rows[(rows < n_dated) | (rows >= int(self.memory[at.N_DATED]))]
        draws = self.draws
        keys = (draws.point[rows], draws.vehicle_class[rows], draws.direction[rows], self.arrived_at[rows])
        return rows[np.lexsort(keys)]

    def _visits(self, rows: IntArray) -> Visits:
        """The record without the room kept for visits that were not made."""
        record = self.record
        n_made = np.concatenate(([0], np.cumsum(record[at.PLACE_ROW] >= 0)))
        n_of_vehicle = n_made[self.first_visit[1:]] - n_made[self.first_visit[:-1]]
        vehicle = np.repeat(np.arange(len(rows)), n_of_vehicle[rows])
        if self.memory[at.IS_SATURATED]:
            began = np.cumsum(n_of_vehicle[rows]) - n_of_vehicle[rows]
            record = record[:, np.arange(len(vehicle)) + (self.first_visit[:-1][rows] - began)[vehicle]]
        else:
            _close_up(record)
        columns = record[:, : len(vehicle)]
        return Visits(
            vehicle=vehicle,
            place=columns[at.PLACE_ROW],
            visit=columns[at.VISIT_ROW],
            lane=columns[at.LANE_ROW],
            booth=columns[at.BOOTH_ROW],
            joined_at=columns[at.JOINED_ROW],
            called_at=columns[at.CALLED_ROW],
            began_at=columns[at.BEGAN_ROW],
            ended_at=columns[at.ENDED_ROW],
            left_at=columns[at.LEFT_ROW],
            service_time=columns[at.SERVICE_ROW],
            form=columns[at.FORM_ROW],
        )

    def _booths(self) -> BoothLog:
        """Booths that have closed, and those still open."""
        m = self.memory
        closed = self.booth_log[:, : int(m[at.N_BOOTH_ROWS])]
        still = [
            (int(m[m[lane + at.LANE_STAGE] + at.NUMBER]), int(m[lane + at.LANE_INDEX]), index, opened_at, NEVER)
            for lane in self.stage_lanes
            for index in range(int(m[lane + at.N_BOOTHS_OF_LANE]))
            if (opened_at := int(m[m[lane + at.BOOTHS] + at.BOOTH_SIZE * index + at.OPENED_AT])) < NEVER
        ]
        log = np.concatenate([closed, np.array(still, dtype=np.int64).reshape(-1, _BOOTH_COLUMNS).T], axis=1)
        return BoothLog(*log[:, np.lexsort(log[::-1])])

    def _lights(self) -> LightLog:
        """Greens that have ended, and those that last."""
        m = self.memory
        ended = self.light_log[:, : int(m[at.N_LIGHT_ROWS])]
        lasting = [
            (
                int(m[m[light + at.LIGHT_LINK] + at.NUMBER]),
                int(m[light + at.SIDE]),
                int(m[light + at.GREEN_SINCE]),
                NEVER,
            )
            for light in self.lights
            if m[light + at.IS_GREEN]
        ]
        log = np.concatenate([ended, np.array(lasting, dtype=np.int64).reshape(-1, _LIGHT_COLUMNS).T], axis=1)
        return LightLog(*log[:, np.lexsort((log[2], log[0]))])


def _close_up(record: IntArray) -> None:
    """Move the visits that were made to the front, in their order."""
    made = record[at.PLACE_ROW] >= 0
    gap = int(np.argmin(made)) if len(made) else 0
    if len(made) and not made[gap]:
        later = np.flatnonzero(made[gap:]) + gap
        record[:, gap : gap + len(later)] = record[:, later]
