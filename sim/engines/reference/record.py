"""From vehicles and logs to the arrays of a trajectory."""

from collections.abc import Sequence

import numpy as np

from sim.draws import Draws
from sim.engines.reference.vehicle import Vehicle
from sim.engines.vehicles import vehicles_of
from sim.trajectory import BoothLog, Ending, IntArray, LightLog, Trajectory, Visits


def trajectory(
    draws: Draws,
    vehicles: list[Vehicle],
    *,
    ending: Ending,
    until: int,
    ring: tuple[int, ...],
    booths: list[tuple[int, int, int, int, int]],
    lights: list[tuple[int, int, int, int]],
) -> Trajectory:
    """The record of a run, vehicles in the order of their numbers (R1)."""
    vehicles = sorted(vehicles, key=lambda vehicle: vehicle.number)
    rows = np.array([vehicle.row for vehicle in vehicles], dtype=np.int64)
    return Trajectory(
        ending=ending,
        until=until,
        ring=ring,
        vehicles=vehicles_of(
            draws,
            rows,
            arrived_at=np.array([vehicle.number[0] for vehicle in vehicles], dtype=np.int64),
            left_at=np.array([vehicle.left_at for vehicle in vehicles], dtype=np.int64),
        ),
        visits=_visits(vehicles),
        booths=BoothLog(*_columns(sorted(booths), 5)),
        lights=LightLog(*_columns(sorted(lights, key=lambda row: (row[0], row[2])), 4)),
    )


def _visits(vehicles: list[Vehicle]) -> Visits:
    """Visits by vehicle and then along its route, repeats one after another."""
    rows = [
        (
            number,
            visit.place,
            visit.number,
            visit.lane,
            visit.booth,
            visit.joined_at,
            visit.called_at,
            visit.began_at,
            visit.ended_at,
            visit.left_at,
            visit.service_time,
            visit.form,
        )
        for number, vehicle in enumerate(vehicles)
        for visit in vehicle.visits
    ]
    return Visits(*_columns(rows, 12))


def _columns(rows: Sequence[tuple[int, ...]], n_columns: int) -> list[IntArray]:
    table = np.array(rows, dtype=np.int64).reshape(len(rows), n_columns)
    return [np.ascontiguousarray(table[:, column]) for column in range(n_columns)]
