"""Rows of lanes: one vector instruction relaxes a whole batch of sources.

LLVM does not find the vectors in the inner loop of the sweep by itself (least
of all for 32-bit integers, which numba widens), so the row operation is
written in its vector types here: about ten times as fast.
"""

from __future__ import annotations

from typing import Any, Final

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numba.np import arrayobj

LANES: Final = 32
"""Sources that one sweep carries."""


def _row(context: Any, builder: Any, kind: Any, value: Any, offset: Any) -> tuple[Any, Any, int]:
    """Pointer to a row as a vector, the vector's type, and its alignment."""
    make: Any = arrayobj.make_array
    array = make(kind)(context, builder, value)
    element = context.get_data_type(kind.dtype)
    vector = ir.VectorType(element, LANES)
    start = builder.gep(array.data, [offset])
    return builder.bitcast(start, vector.as_pointer()), vector, element.width // 8


def _splat(builder: Any, vector: Any, value: Any) -> Any:
    """Repeat a scalar in every lane."""
    nothing = ir.Constant(vector, ir.Undefined)
    one = builder.insert_element(nothing, value, ir.Constant(ir.IntType(32), 0))
    pattern = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, nothing, pattern)


def _relax(typingctx, into, at, source, start, weight):  # type: ignore[no-untyped-def]
    """Lower ``into[at:at + LANES]`` to ``source[start:start + LANES] + weight``.

    Parameters
    ----------
    into, source
        Flat arrays of ``int32`` or ``int64``, of the type of ``weight``.
    at, start
        Offsets of the two rows.
    weight
        Added to every lane of the source.
    """
    signature = types.void(into, types.intp, source, types.intp, into.dtype)

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        target, vector, align = _row(
            context, builder, signature.args[0], arguments[0], arguments[1]
        )
        origin, _, _ = _row(context, builder, signature.args[2], arguments[2], arguments[3])
        own = builder.load(target, align=align)
        other = builder.load(origin, align=align)
        through = builder.add(other, _splat(builder, vector, arguments[4]))
        less = builder.icmp_signed("<", through, own)
        builder.store(builder.select(less, through, own), target, align=align)
        return context.get_dummy_value()

    return signature, generate


def _fill(typingctx, into, at, value):  # type: ignore[no-untyped-def]
    """Set every lane of ``into[at:at + LANES]`` to a value."""
    signature = types.void(into, types.intp, into.dtype)

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        target, vector, align = _row(
            context, builder, signature.args[0], arguments[0], arguments[1]
        )
        builder.store(_splat(builder, vector, arguments[2]), target, align=align)
        return context.get_dummy_value()

    return signature, generate


def _copy(typingctx, into, at, source, start):  # type: ignore[no-untyped-def]
    """Copy the row at ``start`` of ``source`` to ``into[at:at + LANES]``."""
    signature = types.void(into, types.intp, source, types.intp)

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        target, _, align = _row(context, builder, signature.args[0], arguments[0], arguments[1])
        origin, _, _ = _row(context, builder, signature.args[2], arguments[2], arguments[3])
        builder.store(builder.load(origin, align=align), target, align=align)
        return context.get_dummy_value()

    return signature, generate


relax: Any = intrinsic(_relax)
fill: Any = intrinsic(_fill)
copy: Any = intrinsic(_copy)
