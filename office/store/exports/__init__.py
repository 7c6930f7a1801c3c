"""The log of what was taken away, and the numbers of what was published."""

from office.store.exports.log import log, recent

__all__ = ["log", "recent"]
