"""The memory of a run, from a plan: every record of the layout, filled in."""

from collections.abc import Iterable, Sequence

import numpy as np

from sim import storage
from sim.draws import Draws
from sim.engines.compiled import layout as at
from sim.plan import model
from sim.plan.model import Plan, Queue
from sim.plan.steps import StepFunction, value_at
from sim.trajectory import IntArray
from sim.units import NEVER

_SPARE_EVENTS = 64
"""Events that may be due beside those of vehicles: for each lane of a link, each light, and the rest."""


class Memory:
    """One array in the making: records are appended and their fields set by address."""

    def __init__(self) -> None:
        self.cells: list[int] = [0] * at.HEADER

    def new(self, size: int, n: int = 1) -> int:
        """Address of *n* new records of *size* fields, all 0."""
        address = len(self.cells)
        self.cells += [0] * (size * n)
        return address

    def list(self, values: Iterable[int]) -> int:
        """Address of the values, one behind the other."""
        address = len(self.cells)
        self.cells += [int(value) for value in values]
        return address

    def set(self, record: int, **fields: int) -> None:
        """Set fields of *record* by their lower-case names in the layout."""
        for name, value in fields.items():
            self.cells[record + getattr(at, name.upper())] = int(value)


class Builder:
    """Writes one plan into memory."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.memory = Memory()
        self.n_kinds = len(plan.kinds)
        self.changes: list[tuple[tuple[int, int], int, int, int]] = []
        """What follows a step function: (place, lane), sort, address, steps."""
        self.targets: list[tuple[int, int]] = []
        """Lanes of stages and their targets at instant 0."""
        self.n_booths = 0
        self.n_stage_lanes = 0
        self.n_road_lanes = 0
        memory = self.memory
        memory.set(0, n_places=len(plan.places), lengths=self._lengths())
        places = memory.new(at.PLACE_SIZE, len(plan.places) + 1)
        self.places = [places + at.PLACE_SIZE * number for number in range(len(plan.places) + 1)]
        lights = [place.green for place in plan.places if isinstance(place, model.Link) and place.green is not None]
        first_light = memory.new(at.LIGHT_SIZE, len(lights))
        self.lights = [first_light + at.LIGHT_SIZE * number for number in range(len(lights))]
        memory.set(0, places=places, outside=self.places[-1], lights=first_light, n_lights=len(lights))
        memory.set(self.places[-1], sort=at.WORLD, number=len(plan.places))
        left = iter(self.lights)
        for number, place in enumerate(plan.places):
            self._place(number, place, left)
        self._zones()
        self._routes()
        self._changes()

    def _lengths(self) -> int:
        return self.memory.list(self.plan.lengths[kind.vehicle_class] for kind in self.plan.kinds)

    def _flags(self, kinds: Iterable[int], n: int) -> int:
        chosen = set(kinds)
        return self.memory.list(number in chosen for number in range(n))

    # -- places ------------------------------------------------------------------------------------------

    def _place(self, number: int, place: model.Place, lights: Iterable[int]) -> None:
        address = self.places[number]
        self.memory.set(address, number=number, digital_works=1)
        if self.plan.digital and (digital := self.plan.digital[number]) is not None:
            self.memory.set(address, digital_works=value_at(digital, 0) > 0)
            self._follow((number, -1), at.DIGITAL_CHANGES, address, digital)
        match place:
            case model.Approach():
                self._approach(address, place)
            case model.Stage():
                self._stage(number, address, place)
            case model.Link():
                self._link(number, address, place, lights)

    def _approach(self, address: int, place: model.Approach) -> None:
        memory = self.memory
        lines = memory.new(at.LINE_SIZE, len(place.lines))
        line_of = [
            next((lines + at.LINE_SIZE * i for i, line in enumerate(place.lines) if kind in line.serves), 0)
            for kind in range(self.n_kinds)
        ]
        memory.set(address, sort=at.APPROACH, lanes=lines, n_lanes=len(place.lines))
        memory.set(address, is_single_file=place.single_file, line_of=memory.list(line_of))

    def _stage(self, number: int, address: int, stage: model.Stage) -> None:
        memory = self.memory
        lanes = memory.new(at.LANE_SIZE, len(stage.lanes))
        pools = memory.new(at.POOL_SIZE, len(stage.space))
        for index, space in enumerate(stage.space):
            memory.set(pools + at.POOL_SIZE * index, space=space)
        memory.set(address, sort=at.STAGE, lanes=lanes, n_lanes=len(stage.lanes))
        memory.set(address, queue=stage.queue, choice=stage.choice, move_up=stage.move_up)
        memory.set(address, stage_in_metres=stage.in_metres, joined_last=len(stage.lanes) - 1)
        for index, lane in enumerate(stage.lanes):
            here = lanes + at.LANE_SIZE * index
            memory.set(here, lane_stage=address, lane_index=index, n_booths_of_lane=lane.n_booths)
            memory.set(here, n_closed=lane.n_booths, booths=self._booths(lane.n_booths))
            memory.set(here, serves=self._flags(lane.serves, self.n_kinds), staffing=self._steps(lane.staffing))
            self.targets.append((here, value_at(lane.staffing, 0)))
            self._follow((number, index), at.TARGET_CHANGES, here, lane.staffing)
        self.n_booths += sum(lane.n_booths for lane in stage.lanes)
        self.n_stage_lanes += len(stage.lanes)
        if stage.queue is Queue.OWN:
            self._own_queues(stage, lanes, pools)
        else:
            self._shared_queues(address, stage, lanes, pools)

    def _booths(self, n: int) -> int:
        booths = self.memory.new(at.BOOTH_SIZE, n)
        for index in range(n):
            self.memory.set(booths + at.BOOTH_SIZE * index, last_left_at=-1, opened_at=NEVER)
        return booths

    def _own_queues(self, stage: model.Stage, lanes: int, pools: int) -> None:
        for index in range(len(stage.lanes)):
            queues = {rank: self._queue(rank) for rank in sorted({self._rank(stage, k) for k in range(self.n_kinds)})}
            here = lanes + at.LANE_SIZE * index
            table = [queues[self._rank(stage, kind)] for kind in range(self.n_kinds)]
            self.memory.set(here, lane_pool=pools + at.POOL_SIZE * index, lane_queue_of=self.memory.list(table))
            self._sources(here, list(queues.values()))

    def _shared_queues(self, address: int, stage: model.Stage, lanes: int, pools: int) -> None:
        """A queue for the kinds that the same lanes serve with equal priority; or a file for each pool."""
        memory = self.memory
        pool_of = [stage.pool[kind.direction] for kind in self.plan.kinds]
        served_by = [
            tuple(index for index, lane in enumerate(stage.lanes) if kind in lane.serves)
            for kind in range(self.n_kinds)
        ]
        groups: list[tuple[object, ...]] = [
            (pool_of[kind],) if stage.queue is Queue.SINGLE_FILE else (served_by[kind], self._rank(stage, kind))
            for kind in range(self.n_kinds)
        ]
        queues = {
            group: self._queue(0 if stage.queue is Queue.SINGLE_FILE else self._rank(stage, groups.index(group)))
            for group in dict.fromkeys(groups)
        }
        memory.set(address, queue_of=memory.list(queues[group] for group in groups))
        memory.set(address, pool_of=memory.list(pools + at.POOL_SIZE * pool for pool in pool_of))
        for index in range(len(stage.lanes)):
            called = {queues[groups[kind]]: None for kind in range(self.n_kinds) if index in served_by[kind]}
            self._sources(lanes + at.LANE_SIZE * index, list(called))

    def _rank(self, stage: model.Stage, kind: int) -> int:
        return stage.priority[kind] if stage.priority else 0

    def _queue(self, rank: int) -> int:
        queue = self.memory.new(at.QUEUE_SIZE)
        self.memory.set(queue, priority=rank)
        return queue

    def _sources(self, lane: int, queues: Sequence[int]) -> None:
        self.memory.set(lane, sources=self.memory.list(queues), n_sources=len(queues))

    def _link(self, number: int, address: int, link: model.Link, lights: Iterable[int]) -> None:
        memory = self.memory
        lanes = memory.new(at.ROAD_SIZE, len(link.lanes))
        memory.set(address, sort=at.LINK, lanes=lanes, n_lanes=len(link.lanes))
        memory.set(address, headways=memory.list(headway for row in link.headway for headway in row))
        for way, space in enumerate(link.entry_space):
            memory.cells[address + at.ENTRY_SPACE + way] = space
        for index, lane in enumerate(link.lanes):
            here = lanes + at.ROAD_SIZE * index
            memory.set(here, road_link=address, road_index=index, road_number=self.n_road_lanes)
            memory.set(here, room=lane.room, room_in_metres=lane.in_metres)
            memory.set(here, road_serves=self._flags(lane.serves, self.n_kinds), last_kind=-1, wakes_at=NEVER)
            memory.set(here, given_to=-1 if lane.direction is None else value_at(lane.direction, 0))
            memory.set(here, is_open=lane.is_open is None or value_at(lane.is_open, 0) > 0)
            self._follow((number, index), at.GIVEN_CHANGES, here, lane.direction)
            self._follow((number, index), at.OPEN_CHANGES, here, lane.is_open)
            self.n_road_lanes += 1
        if link.green is not None:
            light = next(iter(lights))
            memory.set(address, light=light)
            memory.set(light, light_link=address, minimum=link.green.minimum, maximum=link.green.maximum)
            memory.set(light, clearing=link.green.clearing, side=model.NORTHBOUND)

    # -- what crosses places -----------------------------------------------------------------------------

    def _zones(self) -> None:
        memory = self.memory
        containing: list[list[int]] = [[] for _ in self.places]
        for zone in self.plan.zones:
            address = memory.new(at.ZONE_SIZE)
            memory.set(address, at_most=zone.at_most, counts=self._flags(zone.counts, self.n_kinds))
            memory.set(address, contains=self._flags(zone.places, len(self.places)))
            members = [self.places[number] for number in sorted(zone.places)]
            memory.set(address, zone_places=memory.list(members), n_zone_places=len(members))
            for number in zone.places:
                containing[number].append(address)
        for place, zones in zip(self.places, containing, strict=True):
            memory.set(place, zones=memory.list(zones), n_zones=len(zones))

    def _routes(self) -> None:
        memory = self.memory
        n_kinds = self.n_kinds // len(self.plan.routes)
        routes = memory.new(at.ROUTE_SIZE, len(self.plan.routes))
        memory.set(0, routes=routes)
        n_groups = [0] * len(self.places)
        for direction, route in enumerate(self.plan.routes):
            here = routes + at.ROUTE_SIZE * direction
            stops = memory.new(at.STOP_SIZE, len(route))
            for index, stop in enumerate(route):
                repeats, luck = stop.repeats, stop.luck
                memory.set(
                    stops + at.STOP_SIZE * index,
                    stop_place=self.places[stop.place],
                    first_slot=-1 if repeats is None else repeats.first_slot,
                    luck_slot=-1 if luck is None else luck.slot,
                )
                n_groups[stop.place] += index * n_kinds
            n_groups[-1] += len(route) * n_kinds
            groups = memory.new(at.GROUP_SIZE, len(route) * (len(route) + 1) * n_kinds)
            memory.set(here, stops=stops, n_stops=len(route), groups=groups)
            memory.set(here, first_kind=direction * n_kinds, n_kinds=n_kinds)
        for place, n in zip(self.places, n_groups, strict=True):
            memory.set(place, active=memory.new(1, n))

    # -- what changes by itself --------------------------------------------------------------------------

    def _steps(self, steps: StepFunction) -> int:
        memory = self.memory
        address = memory.new(at.STEPS_SIZE)
        memory.set(address, period=steps.period, n_steps=len(steps.at), varies=len(set(steps.value)) > 1)
        memory.set(address, steps_at=memory.list(steps.at), steps_value=memory.list(steps.value))
        spells = [part for spell in steps.spells for part in (spell.begin, spell.end, spell.value)]
        memory.set(address, n_spells=len(steps.spells), spells=memory.list(spells))
        return address

    def _follow(self, entity: tuple[int, int], sort: int, address: int, steps: StepFunction | None) -> None:
        if steps is not None:
            self.changes.append((entity, sort, address, self._steps(steps)))

    def _changes(self) -> None:
        """Records of what changes, in the order in which changes of one instant are marked (R3)."""
        self.expected: list[int] = []
        for rank, (_, sort, about, steps) in enumerate(sorted(self.changes, key=lambda each: each[0])):
            change = self.memory.new(at.CHANGE_SIZE)
            self.memory.set(change, change_sort=sort, change_of=about, change_steps=steps, change_rank=rank)
            self.expected.append(change)


def memory_of(builder: Builder, draws: Draws) -> IntArray:
    """The memory of one replication: the plan's records, and room for its vehicles and events."""
    plan = builder.plan
    n_dated = int(np.searchsorted(draws.arrives_at, NEVER))
    flows = _flow_records(plan, draws)
    tail = Memory()
    tail.cells = []
    base = len(builder.memory.cells)
    n_vehicles = len(draws)
    n_events = min(builder.n_booths, n_vehicles) + len(builder.changes) + len(flows)
    n_events += _SPARE_EVENTS * (builder.n_road_lanes + len(builder.lights) + 1)
    flows_at = base + tail.list(cell for flow in flows for cell in flow)
    again = base + tail.new(1, builder.n_stage_lanes)
    is_saturated = any(end >= 0 for _, end in flows)
    heap = base + len(tail.cells)
    due = heap + at.EVENT_SIZE * n_events
    vehicles = due + at.EVENT_SIZE * (n_events + (n_dated if is_saturated else 0))
    memory: IntArray = storage.empty(vehicles + at.VEHICLE_SIZE * n_vehicles, np.int64)
    memory[:base] = builder.memory.cells
    memory[base:heap] = tail.cells
    header = {
        at.N_INSIDE: int((draws.arrives_at < plan.window_end).sum()),
        at.WINDOW_END: plan.window_end,
        at.STOP_AT: plan.stop_at,
        at.REACH: draws.reach,
        at.IS_SATURATED: is_saturated,
        at.N_DATED: n_dated,
        at.NEW_VEHICLE: vehicles,
        at.HEAP: heap,
        at.HEAP_CAPACITY: n_events,
        at.DUE: due,
        at.AGAIN: again,
        at.FLOWS: flows_at,
        at.N_FLOWS: len(flows) if is_saturated else 0,
        at.N_BOOTHS: builder.n_booths,
    }
    for field, value in header.items():
        memory[field] = value
    return memory


def _flow_records(plan: Plan, draws: Draws) -> list[tuple[int, int]]:
    """First and last row of each saturated class, by direction and class; -1 for the others."""
    flow = draws.direction * len(plan.classes) + draws.vehicle_class
    records = [(-1, -1)] * (len(plan.routes) * len(plan.classes))
    waiting = draws.arrives_at == NEVER
    for number in range(len(records)):
        rows = np.flatnonzero(waiting & (flow == number))
        if len(rows):
            records[number] = (int(rows[0]), int(rows[-1]) + 1)
    return records


def first_visits(plan: Plan, draws: Draws, form: IntArray) -> IntArray:
    """Where the record of each vehicle begins, and behind the last, where it ends: room for all it may visit."""
    if any(digital is not None for digital in plan.digital):
        stops = draws.visits.any(axis=2)
    else:
        stops = np.where(form[:, None] > 0, draws.visits[:, :, model.DIGITAL], draws.visits[:, :, model.PAPER])
    n_visits = stops.sum(axis=1, dtype=np.int64)
    if draws.repeats.shape[1]:
        n_visits += (draws.repeats[:, :, model.PAPER] >= 0).sum(axis=1)
    first = np.zeros(len(draws) + 1, dtype=np.int64)
    np.cumsum(n_visits, out=first[1:])
    return first
