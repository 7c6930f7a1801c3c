"""The base: a county as loaded, and what follows from it alone."""

from solver.base.world import World

__all__ = ["World"]
