"""Odd words and numbers, as cells, properties, settings and tags may hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

WORDS = (
    "", " ", "-1", "0", "1e400", "9" * 40, "9" * 5_000, "0x10", "١٢", "24:00", "26:59", "nan",
    "inf", "-inf", ";", "-", "--", "007", "NA", "None", "mon-sun", "mon-", "sun-sat", "07:00-06:59",
    "07:00-", "90.0001", "-0.0", "''", '"', "£", "£1,000", "p001;", ";;p001", "\u202e", "\u200b",
    "Urban_x000D_", "#N/A", "#REF!", "=1+1", "=cmd|' /C calc'!A0", "0.3333333333", "46118",
    "1900-01-00", "2026-02-30", "31/04/2026", "12:00 pm", "noon", "true", "YES ", "Car", "car;bike",
    "x" * 40_000, "a\nb", "a\r\nb", "a\tb", "<b>", "&#0;", "\ufeff", "é" * 50, "💥", "1,5",
    "30 mph", "none", "walk", "-5", "30;20", "no @ (Mo-Fr 08:00-09:00)", "no @ (", "@", "yes|no",
    "GB:zone:20", "1e308", "-9223372036854775809", "2147483648", "4294967296", "2e9",
)  # fmt: skip


def word(dice: Random) -> str:
    """Draw an odd word, or letters of any script."""
    if dice.random() < 0.8:
        return dice.choice(WORDS)
    signs = [
        chr(dice.choice((dice.randrange(1, 128), dice.randrange(160, 0xD7FF)))) for _ in "x" * 8
    ]
    return "".join(signs[: dice.randrange(1, 9)])


def value(dice: Random, depth: int = 0) -> Any:
    """Draw a value of JSON or TOML, of any kind."""
    kind = dice.randrange(9 if depth < 3 else 6)
    if kind == 0:
        return dice.choice((True, False))
    if kind == 1:
        return dice.choice((0, -1, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 10**18, 7))
    if kind == 2:
        return dice.choice(
            (0.0, -0.0, 1e308, -1e308, 0.1, 1e-320, 91.0, float("inf"), float("nan"))
        )
    if kind in (3, 4, 5):
        return word(dice)
    if kind == 6:
        return [value(dice, depth + 1) for _ in range(dice.randrange(4))]
    return {word(dice)[:50]: value(dice, depth + 1) for _ in range(dice.randrange(4))}
