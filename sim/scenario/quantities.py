"""The size of a written quantity, whatever its kind, so that two can be compared."""

from collections.abc import Callable

from sim import units

_READERS: tuple[tuple[str, Callable[[object], float]], ...] = (
    ("number", units.parse_number),
    ("time", units.parse_time),
    ("length", units.parse_length),
    ("speed", units.parse_speed),
    ("vehicles", units.parse_vehicles),
)


def magnitude(text: str) -> tuple[str, float] | None:
    """Kind and size of a quantity such as ``12 min``, None where the text is none."""
    for kind, read in _READERS:
        try:
            return kind, float(read(text))
        except ValueError:
            continue
    return None
