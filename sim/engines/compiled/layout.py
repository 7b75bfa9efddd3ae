"""Where everything stands in the memory of a run: one array of integers, records of named fields.

A record is known by its address, the index of its first field, so ``m[lane + N_IDLE]`` is a field of a lane.
Address 0 means none: the first record is the header, to which nothing points. Lists inside a record are an
address and a length. Everything is an int64: counts, instants (microseconds), addresses and flags.
"""

from itertools import count


def _fields(first: int = 0) -> "count[int]":
    return count(first)


# Header: what there is one of.
_next = _fields().__next__
NOW = _next()
N_INSIDE = _next()
"""Vehicles of the window that are not out."""
WINDOW_END = _next()
STOP_AT = _next()
REACH = _next()
IS_SATURATED = _next()
RAN_OUT = _next()
"""Whether a saturated class has used up its draws."""
N_INSTANTS = _next()
NEXT_DATED = _next()
"""Row of the next vehicle with an instant of arrival of its own."""
N_DATED = _next()
FREE_VEHICLE = _next()
"""First of the records given back by vehicles that are out, linked by NEXT."""
NEW_VEHICLE = _next()
"""First record never used."""
HEAP = _next()
HEAP_SIZE = _next()
HEAP_CAPACITY = _next()
DUE = _next()
N_DUE = _next()
PLACES = _next()
"""Records of all places by number, the world outside last."""
N_PLACES = _next()
OUTSIDE = _next()
N_STIRRED = _next()
ROUTES = _next()
"""Two route records."""
LENGTHS = _next()
"""Length of a vehicle of each kind, mm."""
LIGHTS = _next()
N_LIGHTS = _next()
AGAIN = _next()
"""Lanes whose target has fallen to 0 at this instant."""
N_AGAIN = _next()
FLOWS = _next()
"""Records of saturated classes."""
N_FLOWS = _next()
N_BOOTH_ROWS = _next()
"""Rows of the booth log."""
N_LIGHT_ROWS = _next()
N_BOOTHS = _next()
HEADER = _next()

# A place. Fields from SPECIFIC on belong to its sort.
_next = _fields().__next__
SORT = _next()
NUMBER = _next()
STIRRED = _next()
DIGITAL_WORKS = _next()
ZONES = _next()
"""Zones that contain it: addresses."""
N_ZONES = _next()
ACTIVE = _next()
"""Groups with somebody ready to enter."""
N_ACTIVE = _next()
LANES = _next()
"""First of its lanes (of its lines, of an approach), which stand one behind the other."""
N_LANES = _next()
SPECIFIC = _next()

APPROACH, STAGE, LINK, WORLD = 0, 1, 2, 3
"""Sorts of places."""

# An approach.
_next = _fields(SPECIFIC).__next__
IS_SINGLE_FILE = _next()
LINE_OF = _next()
"""Address of the line of each kind."""

# A stage.
_next = _fields(SPECIFIC).__next__
QUEUE = _next()
CHOICE = _next()
MOVE_UP = _next()
STAGE_IN_METRES = _next()
N_JOINED = _next()
"""How many have joined so far: the order of joining."""
JOINED_LAST = _next()
"""Index of the own lane that was joined last."""
POOL_OF = _next()
"""Pool of each kind (not with own queues)."""
QUEUE_OF = _next()
"""Queue of each kind (not with own queues)."""

# A link.
_next = _fields(SPECIFIC).__next__
ENTRY_SPACE = _next()
_next()
ENTRY_HEAD = _next()
_next()
ENTRY_TAIL = _next()
_next()
N_ENTRY = _next()
_next()
N_ON_LINK = _next()
HEADWAYS = _next()
"""Headway by kind ahead, then kind behind."""
LIGHT = _next()
"""Its light, 0 if it has none."""

PLACE_SIZE = max(QUEUE_OF, LIGHT) + 1

# A line of an approach.
_next = _fields().__next__
LINE_HEAD = _next()
LINE_TAIL = _next()
LINE_SIZE = _next()

# A lane of a stage.
_next = _fields().__next__
LANE_STAGE = _next()
LANE_INDEX = _next()
TARGET = _next()
PENDING = _next()
"""Closings that wait for a vehicle to leave."""
BOOTHS = _next()
N_BOOTHS_OF_LANE = _next()
N_IDLE = _next()
N_CLOSED = _next()
IDLE_FROM = _next()
"""No booth before this one is idle."""
SERVES = _next()
"""Whether each kind is served."""
SOURCES = _next()
"""Queues from which its booths call: addresses."""
N_SOURCES = _next()
STAFFING = _next()
LANE_POOL = _next()
"""Waiting places of its own queue."""
LANE_QUEUE_OF = _next()
"""Own queue of each kind: one for each priority."""
N_WAITING = _next()
"""Vehicles in its own queue."""
LANE_SIZE = _next()

# A booth.
_next = _fields().__next__
BOOTH_STATE = _next()
LAST_LEFT_AT = _next()
"""-1 until it is first left."""
OPENED_AT = _next()
BOOTH_SIZE = _next()

CLOSED, IDLE, HELD = 0, 1, 2
"""States of a booth."""

# Waiting places, in vehicles or in millimetres.
_next = _fields().__next__
SPACE = _next()
TAKEN = _next()
POOL_SIZE = _next()

# A queue: vehicles linked by NEXT, first come first.
_next = _fields().__next__
HEAD = _next()
TAIL = _next()
PRIORITY = _next()
QUEUE_SIZE = _next()

# A lane of a link.
_next = _fields().__next__
ROAD_LINK = _next()
ROAD_INDEX = _next()
ROAD_NUMBER = _next()
"""Among the lanes of all links."""
GIVEN_TO = _next()
"""Direction, -1 where a light decides."""
IS_OPEN = _next()
ROOM = _next()
ROOM_IN_METRES = _next()
ROOM_TAKEN = _next()
ROAD_SERVES = _next()
ROAD_HEAD = _next()
ROAD_TAIL = _next()
N_ON_LANE = _next()
WAY = _next()
"""Direction of those on it."""
LAST_KIND = _next()
"""Kind of the last to enter, -1 before the first."""
LAST_WAY = _next()
LAST_BEGAN_AT = _next()
LAST_LEFT_LANE_AT = _next()
WAKES_AT = _next()
"""Instant of the passing of a headway that is expected already, NEVER if none is."""
ROAD_SIZE = _next()

# A light.
_next = _fields().__next__
LIGHT_LINK = _next()
MINIMUM = _next()
MAXIMUM = _next()
CLEARING = _next()
SIDE = _next()
IS_GREEN = _next()
GREEN_SINCE = _next()
CLEAR_FROM = _next()
CHANGE_IS_DUE = _next()
LONGEST_IS_EXPECTED = _next()
"""Whether a look at the end of some maximum green is expected."""
LIGHT_SIZE = _next()

# A zone.
_next = _fields().__next__
AT_MOST = _next()
N_IN_ZONE = _next()
COUNTS = _next()
"""Whether each kind is counted."""
CONTAINS = _next()
"""Whether each place is in it."""
ZONE_PLACES = _next()
N_ZONE_PLACES = _next()
ZONE_SIZE = _next()

# A route: stops, and the groups of vehicles ready to go from one stop to another, by kind.
_next = _fields().__next__
STOPS = _next()
N_STOPS = _next()
GROUPS = _next()
FIRST_KIND = _next()
N_KINDS = _next()
ROUTE_SIZE = _next()

_next = _fields().__next__
STOP_PLACE = _next()
FIRST_SLOT = _next()
"""Of its repeats, -1 where nobody repeats."""
LUCK_SLOT = _next()
STOP_SIZE = _next()

# Vehicles of one kind from one stop to another: they find room or none together.
_next = _fields().__next__
READY_HEAD = _next()
READY_TAIL = _next()
POSITION = _next()
"""In the list of active groups of the place ahead."""
GROUP_SIZE = _next()

# A saturated class.
_next = _fields().__next__
NEXT_ROW = _next()
END_ROW = _next()
FLOW_SIZE = _next()

# Something that changes by a step function.
_next = _fields().__next__
CHANGE_SORT = _next()
CHANGE_OF = _next()
CHANGE_STEPS = _next()
CHANGE_TO = _next()
CHANGE_RANK = _next()
CHANGE_SIZE = _next()

TARGET_CHANGES, GIVEN_CHANGES, OPEN_CHANGES, DIGITAL_CHANGES = 0, 1, 2, 3

# A step function.
_next = _fields().__next__
PERIOD = _next()
N_STEPS = _next()
STEPS_AT = _next()
STEPS_VALUE = _next()
N_SPELLS = _next()
SPELLS = _next()
"""Triples of begin, end and value."""
VARIES = _next()
"""Whether what repeats takes more than one value."""
STEPS_SIZE = _next()

# A vehicle.
_next = _fields().__next__
ROW = _next()
KIND = _next()
DIRECTION = _next()
FLOW = _next()
"""Direction and class in one number, as they order vehicles that arrive at one instant."""
ARRIVED_AT = _next()
FORM = _next()
"""The form of service it asks for."""
STOP = _next()
NEXT_STOP = _next()
PLACE = _next()
NEXT_PLACE = _next()
READY_SINCE = _next()
VISIT = _next()
"""Row of the visit under way."""
VISIT_NUMBER = _next()
LANE = _next()
BOOTH = _next()
JOINED = _next()
"""Its order of joining at a stage."""
IN_QUEUE = _next()
IN_POOL = _next()
NEXT = _next()
"""Who stands behind it: in a line, a queue, an entry space, or on a lane."""
NEXT_READY = _next()
LAST_READY = _next()
VEHICLE_SIZE = _next()

# An event that is due: in the heap and among those due now.
AT, RANK, WHO = 0, 1, 2
EVENT_SIZE = 3

KIND_BITS = 48
"""A rank is the kind of event, shifted by so many bits, plus the order of its entity."""

# Rows of the record of visits.
PLACE_ROW, VISIT_ROW, LANE_ROW, BOOTH_ROW = 0, 1, 2, 3
JOINED_ROW, CALLED_ROW, BEGAN_ROW, ENDED_ROW, LEFT_ROW = 4, 5, 6, 7, 8
SERVICE_ROW, FORM_ROW = 9, 10
N_RECORD_ROWS = 11
