"""Numbers and amounts of money: text of a cell → value."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from solver.intake.cells.limits import BadValue, within

if TYPE_CHECKING:
    from solver.intake.schema.columns import Field


def read_number(text: str, column: Field) -> float:
    """Read a decimal number, within ``least`` and ``most`` of the column."""
    try:
        value = float(text) if "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        hint = " Use a full stop for decimals." if "," in text else ""
        raise BadValue("is not a number.", f"Write a number.{hint}")
    return within(value, column)


def read_whole(text: str, column: Field) -> int:
    """Read a whole number; ``2.0`` counts as one."""
    value = read_number(text, column)
    if value != int(value):
        raise BadValue("is not a whole number.", "Write a whole number.")
    return int(value)


def read_pounds(text: str, column: Field) -> int:
    """Read pounds (``£1,234.50`` or ``1234.5``) as whole pence."""
    bare = re.sub(r"^£\s*|(?<=\d),(?=\d{3}(\D|$))", "", text)
    try:
        pounds = Decimal(bare) if "_" not in bare else Decimal("nan")
    except InvalidOperation:
        pounds = Decimal("nan")
    if not pounds.is_finite():
        raise BadValue("is not an amount in pounds.", "Write it as 19.56.")
    if pounds.adjusted() > 12:
        within(math.copysign(1e12, pounds), column)
    pence = pounds * 100
    whole = round(pence)
    # a spreadsheet may have saved 20.2 as 20.200000000000003
    if abs(pence - whole) > Decimal("1e-6"):
        raise BadValue("is not in whole pence.", "Write pounds with two decimals.")
    within(float(pounds), column)
    return int(whole)
