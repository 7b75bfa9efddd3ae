"""Booths: open as staffed, one vehicle each, in place after its move-up, never idle beside whom they may call."""

from collections.abc import Iterator

import numpy as np

from sim.plan.model import Plan, Queue
from sim.statistics.checks.here import Booths, Record, as_series, narrow, sorted_by, stages, together
from sim.statistics.checks.queues import head_from, in_lane_from
from sim.statistics.occupancy import StepSeries, step_series
from sim.trajectory import IntArray


def one_vehicle(record: Record, plan: Plan) -> Iterator[str]:
    """A booth holds one vehicle from its call until it leaves, and serves it once it has moved up (R12)."""
    for number, stage in stages(plan):
        here = record.places[number]
        called = np.flatnonzero(here.is_called)
        booth = here.lane[called] * (int(here.booth.max(initial=0)) + 1) + here.booth[called]
        order = sorted_by(here.called_at[called], narrow(booth))
        if _any_alike(here.called_at[called][order], booth[order]):
            order = sorted_by(here.left_at[called], here.called_at[called], narrow(booth))
        rows, booth = called[order], booth[order]
        same = booth[1:] == booth[:-1]
        ahead, behind = rows[:-1][same], rows[1:][same]
        ready = here.called_at.copy()
        ready[behind] = np.maximum(ready[behind], here.left_at[ahead] + stage.move_up)
        if np.any(here.called_at[behind] < here.left_at[ahead]) or np.any(ready[rows] != here.began_at[rows]):
            yield stage.name


def _any_alike(called_at: IntArray, booth: IntArray) -> bool:
    """Whether a booth called two at one instant, the first of which has left at once."""
    return bool(np.any((called_at[1:] == called_at[:-1]) & (booth[1:] == booth[:-1])))


def held_while_open(record: Record, plan: Plan) -> Iterator[str]:
    """A vehicle holds a booth only while it is open."""
    for name, _, booths in _lanes(record, plan):
        _, (held, opened) = together(booths.held, booths.opened)
        if np.any(held > opened):
            yield name


def open_as_staffed(record: Record, plan: Plan) -> Iterator[str]:
    """As many booths are open as staffed, and more only while vehicles hold all of them (R15)."""
    for name, target, booths in _lanes(record, plan):
        at, (wanted, opened, held) = together(target, booths.opened, booths.held)
        lasts = at < record.until
        if np.any(((opened < wanted) | ((opened > wanted) & (held != opened))) & lasts):
            yield name


def calls_at_open_lanes(record: Record, plan: Plan) -> Iterator[str]:
    """Nobody is called at a lane whose target is 0: a closure stops calls (R15)."""
    for number, stage in stages(plan):
        here = record.places[number]
        for index, lane in enumerate(stage.lanes):
            called_at = here.called_at[here.is_called & (here.lane == index)]
            if np.any(as_series(lane.staffing, record.until).value_at(called_at) == 0):
                yield f"{stage.name}/{lane.name}"


def none_idle(record: Record, plan: Plan) -> Iterator[str]:
    """No open booth stands idle beside a vehicle that its queue's rule lets it call (R9, R11).

    That is anybody whom it may serve in a common queue, the head of a single file, and whoever stands in its own
    lane, so far as the record shows it (see :func:`sim.statistics.checks.queues.in_lane_from`).
    """
    for number, stage in stages(plan):
        here = record.places[number]
        for index, lane in enumerate(stage.lanes):
            mine = here.kind_in(lane.serves)
            callable_from = here.joined_at
            if stage.queue is Queue.SINGLE_FILE:
                callable_from = head_from(here, stage)
            elif stage.queue is Queue.OWN:
                mine = here.lane == index
                callable_from = in_lane_from(here, stage, record.until)
            booths = record.lanes[number, index]
            waiting = step_series(callable_from[mine], here.called_at[mine])
            at, (opened, held, n_waiting) = together(booths.opened, booths.held, waiting)
            if np.any((opened > held) & (n_waiting > 0) & (at < record.until)):
                yield f"{stage.name}/{lane.name}"


def _lanes(record: Record, plan: Plan) -> Iterator[tuple[str, StepSeries, Booths]]:
    """Each lane of a stage by name, with its target and its booths."""
    for number, stage in stages(plan):
        for index, lane in enumerate(stage.lanes):
            yield f"{stage.name}/{lane.name}", as_series(lane.staffing, record.until), record.lanes[number, index]
