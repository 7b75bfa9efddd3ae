"""The small arithmetic of a tracking layer: numbers, ``effect``, ``adoption``, ``+ - * /`` and parentheses.

``1 - effect`` says in the file what a level does. The text is parsed, never executed: anything beyond the
list above is refused.
"""

import ast
import math
import operator
from collections.abc import Callable

LONGEST = 80
"""Characters of an expression."""
ACCEPTED = "numbers, effect, adoption, + - * / and parentheses"

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_UNARY: dict[type[ast.unaryop], Callable[[float], float]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_WORDS = ("effect", "adoption")


def evaluate(text: str, *, effect: float, adoption: float) -> float:
    """Value of *text* at the strength *effect* and the share *adoption*.

    Raises:
        ValueError: It is not such an expression, or its value is negative, infinite or undefined.
    """
    words = {"effect": effect, "adoption": adoption}
    try:
        value = _value(_parsed(text).body, words)
    except ZeroDivisionError:
        raise ValueError(f"{text!r} divides by zero at effect {effect:g}, adoption {adoption:g}") from None
    except OverflowError:
        raise ValueError(f"{text!r} is too large") from None
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{text!r} is {value:g} at effect {effect:g}, adoption {adoption:g}; it must be 0 or more")
    return value


def check(text: str) -> None:
    """Raise ValueError unless *text* is an expression that :func:`evaluate` understands."""
    _check(_parsed(text).body)


def _parsed(text: str) -> ast.Expression:
    refused = ValueError(f"cannot read the expression {text!r}; it may hold {ACCEPTED}")
    if len(text) > LONGEST:
        raise ValueError(f"an expression has at most {LONGEST} characters")
    try:
        return ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise refused from None


def _check(node: ast.expr) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            _check(left)
            _check(right)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
            _check(operand)
        case ast.Constant(value=value) if type(value) in (int, float):
            pass
        case ast.Name(id=name) if name in _WORDS:
            pass
        case _:
            raise ValueError(f"an expression may hold only {ACCEPTED}")


def _value(node: ast.expr, words: dict[str, float]) -> float:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left, words), _value(right, words))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
            return _UNARY[type(op)](_value(operand, words))
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int(value) | float(value)):
            return float(value)
        case ast.Name(id=name) if name in words:
            return words[name]
        case _:
            pass
    raise ValueError(f"an expression may hold only {ACCEPTED}")
