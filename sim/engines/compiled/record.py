"""The record of visits, written as they happen: a column for each visit, in rows by name."""

from sim.engines.compiled.jit import inlined
from sim.engines.compiled.layout import (
    BEGAN_ROW,
    BOOTH_ROW,
    CALLED_ROW,
    ENDED_ROW,
    FORM_ROW,
    JOINED_ROW,
    LANE_ROW,
    LEFT_ROW,
    NOW,
    NUMBER,
    PLACE_ROW,
    SERVICE_ROW,
    VISIT,
    VISIT_NUMBER,
    VISIT_ROW,
)
from sim.plan.model import PAPER
from sim.trajectory import IntArray
from sim.units import NEVER


@inlined
def new_visit(m: IntArray, record: IntArray, place: int, vehicle: int, number: int) -> None:
    """*vehicle* joins *place* now, for the first time (*number* 0) or once more."""
    visit = m[vehicle + VISIT] + 1
    m[vehicle + VISIT] = visit
    m[vehicle + VISIT_NUMBER] = number
    record[PLACE_ROW, visit] = m[place + NUMBER]
    record[VISIT_ROW, visit] = number
    record[LANE_ROW, visit] = -1
    record[BOOTH_ROW, visit] = -1
    record[JOINED_ROW, visit] = m[NOW]
    record[CALLED_ROW, visit] = NEVER
    record[BEGAN_ROW, visit] = NEVER
    record[ENDED_ROW, visit] = NEVER
    record[LEFT_ROW, visit] = NEVER
    record[SERVICE_ROW, visit] = 0
    record[FORM_ROW, visit] = PAPER
