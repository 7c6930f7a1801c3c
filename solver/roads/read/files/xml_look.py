"""How an OpenStreetMap XML file looks before it is read: sorted, edited, whole.

libosmium passes over what editors mark as deleted, over points with numbers
below 0 and over points behind their ways, all without a word. So the text is
looked through once, by patterns, at some 100 MB a second.
"""

from __future__ import annotations

import re
from typing import Final

from solver.roads.read.files.cures import broke_off, points_inside
from solver.roads.read.files.unpacking import LONGEST_ELEMENT

_THING: Final = re.compile(rb"""<(n|w|r)(?:ode|ay|elation)\s[^<]*?\bid\s*=\s*["'](-?\d{1,19})""")
_ACTION: Final = re.compile(rb"action\s*=")
_HIDDEN: Final = re.compile(rb"""visible\s*=\s*["']f""")
_POINT_INSIDE: Final = re.compile(rb"<nd\s[^<]*?\blat\s*=")
_REMARK: Final = re.compile(rb"<remark>\s*([^<]{0,300})")
_RANK: Final = {b"n": 0, b"w": 1, b"r": 2}


class XmlLook:
    """What was seen of a file, a stretch of its text after the other.

    Parameters
    ----------
    name
        The file's name, for messages.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes = 0
        self.edited = False
        self.unsorted = False
        self.points_in_ways = False
        self._tail = b""
        self._last = (0, -(2**63))

    @property
    def untidy(self) -> bool:
        """Whether it must be put in order before libosmium can read it."""
        return self.edited or self.unsorted

    def see(self, text: bytes) -> None:
        """Look at the next stretch; what may go on in the one after it waits."""
        text = self._tail + text
        cut = text.rfind(b"<")
        if cut > 0:
            self._look(text[:cut])
            text = text[cut:]
        if len(text) > LONGEST_ELEMENT:  # no element is so long: do not heap it up
            self._look(text)
            text = b""
        self._tail = text

    def finish(self) -> None:
        """Look at the rest.

        Raises
        ------
        RoadsError
            When Overpass left the points inside the ways, which has another cure than sorting.
        """
        self._look(self._tail)
        self._tail = b""
        if self.points_in_ways and not self.nodes:
            raise points_inside(self.name)

    def _look(self, text: bytes) -> None:
        self._see_order(text)
        if not self.edited:
            self.edited = (
                b'id="-' in text
                or b"id='-" in text
                or (b"action" in text and _ACTION.search(text) is not None)
                or _HIDDEN.search(text) is not None
            )
        first = text.find(b"<nd")
        if first >= 0 and not self.points_in_ways:
            self.points_in_ways = _POINT_INSIDE.match(text, first) is not None
        if b"<remark" in text and (said := _REMARK.search(text)) and b"error" in said[1].lower():
            raise broke_off(self.name, said[1].decode(errors="replace").strip())

    def _see_order(self, text: bytes) -> None:
        """Nodes before ways before relations, each by ascending number."""
        last = self._last
        for letter, number in _THING.findall(text):
            rank = _RANK[letter]
            self.nodes += rank == 0
            here = (rank, int(number))
            if here <= last:
                self.unsorted = True
            last = here
        self._last = last
