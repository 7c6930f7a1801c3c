"""Roads as arrays, without a file, and the rule of ends searched in the plainest way."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise, product
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.domain import MODES
from solver.roads import Roads
from solver.roads.fabric import weave
from solver.roads.read.raw import RawRoads, no_turns
from solver.roads.read.segments import cut_segments

BOTH = {mode: 0b11 << 2 * code for code, mode in enumerate(MODES)}


def raw_roads(points, ways, **fields: Any) -> RawRoads:
    """Ways between points (longitude, latitude), open to everybody unless said otherwise."""
    n, m = len(points), len(ways)
    lon, lat = (
        np.rint(np.array(values) * 1e7).astype(np.int32) for values in zip(*points, strict=True)
    )
    first = np.concatenate(([0], np.cumsum([len(way) for way in ways])))
    given = {
        "node_id": np.arange(1, n + 1, dtype=np.int64),
        "node_lon": lon,
        "node_lat": lat,
        "node_block": np.zeros(n, np.uint8),
        "way_id": np.arange(101, 101 + m, dtype=np.int64),
        "way_first": first.astype(np.int32),
        "way_node": np.concatenate(ways).astype(np.int32),
        "way_class": np.full(m, 6, np.uint8),
        "way_access": np.full(m, 0b111111, np.uint8),
        "way_limit_kmh": np.full((m, 2), np.nan, np.float32),
        "way_setting": np.ones(m, np.uint8),
        "way_name": np.zeros(m, np.int32),
        "way_number": np.zeros(m, np.int32),
        "names": ("",),
        **no_turns(),
    }
    for name in ("way_end", "way_private"):
        if name in fields:
            fields[name] = np.array(fields[name], np.uint8)
    return RawRoads(**{**given, **fields})


def roads_of(raw: RawRoads) -> Roads:
    return Roads(weave(raw, "a town"), "0" * 64)


class Reference:
    """One mode's arcs one by one: which may follow which, and which belong to which part.

    An arc is a segment in one direction (twice the segment, plus one against it). What may follow
    depends on the arcs driven before it: a history, its latest arc last, as far back as some
    restriction via ways could still bear on it.

    ``between`` are the restrictions via ways, as relations say them.
    """

    def __init__(self, raw: RawRoads, mode: str, drive_private: bool, between=()) -> None:
        self.raw, self.code = raw, MODES.index(mode)
        self.between = [turn for turn in between if turn.modes >> self.code & 1]
        self.segments = cut_segments(raw)
        every = range(2 * self.segments.start.size)
        self.open = [s for s in every if self._bit(raw.way_access, s)]
        self.out: dict[Any, list[int]] = {}
        for s in self.open:
            self.out.setdefault(self.end_of(s, 0), []).append(s)
        self.banned = self._banned()
        self._followed: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        self._find_core()
        if mode == "car" and not drive_private:
            self.open = [s for s in self.open if not self._bit(raw.way_private, s)]
        self._find_parts()

    def _bit(self, mask, slot: int) -> bool:
        way = self.segments.way[slot >> 1]
        return bool(mask[way] >> (2 * self.code + (slot & 1)) & 1)

    def end_of(self, slot: int, which: int):
        """Where an arc begins (0) or ends (1); at a barrier each end of road is for itself."""
        far = (slot & 1) != which
        junction = int((self.segments.end if far else self.segments.start)[slot >> 1])
        if self.segments.junction_block[junction] >> self.code & 1:
            return junction, slot >> 1, far
        return junction

    def _banned(self) -> set[tuple[int, int]]:
        raw, banned = self.raw, set()
        way = raw.way_id[self.segments.way]
        prescribed: dict[int, set[int]] = {}
        via_node = np.diff(raw.turn_path_first) == 0
        binding = np.flatnonzero((raw.turn_modes >> self.code & 1) & via_node)
        for i, a in product(binding, self.open):
            node = self.end_of(a, 1)
            junction = node[0] if isinstance(node, tuple) else node
            if (self.segments.junction_id[junction], way[a >> 1]) != (
                raw.turn_via[i],
                raw.turn_from[i],
            ):
                continue
            named = {b for b in self.out.get(node, []) if way[b >> 1] == raw.turn_to[i]}
            if raw.turn_only[i]:
                if named:
                    prescribed.setdefault(a, set()).update(named)
            elif raw.turn_from[i] == raw.turn_to[i]:
                banned |= {(a, b) for b in named if b == a ^ 1}
            else:
                banned |= {(a, b) for b in named}
        for a, kept in prescribed.items():
            banned |= {(a, b) for b in self.out[self.end_of(a, 1)] if b not in kept}
        return banned

    def _driven(self, turn, history) -> int:
        """How many of the ways between a history has driven, from the way in on; -1 if none."""
        way, last = self.raw.way_id[self.segments.way], -1
        if way[history[0] >> 1] != turn.way_in:
            return -1
        for before, arc in pairwise(history):
            if last >= 0 and way[arc >> 1] == turn.via[last]:
                if arc != before + (2 if arc & 1 == 0 else -2):  # back, or not straight along it
                    return -1
            elif last + 1 < len(turn.via) and way[arc >> 1] == turn.via[last + 1]:
                last += 1
            else:
                return -1
        return last + 1

    def _ruled(self, driven) -> set[int]:
        """Arcs that restrictions via ways forbid to who has driven just this from their way in."""
        exits = self.out.get(self.end_of(driven[-1], 1), [])
        way, forbidden, prescribed = self.raw.way_id[self.segments.way], set(), set()
        for turn in self.between:
            if len(driven) > 1 and self._driven(turn, driven) == len(turn.via):
                named = {b for b in exits if way[b >> 1] == turn.way_out}
                (prescribed if turn.only else forbidden).update(named)
        return forbidden | (set(exits) - prescribed if prescribed else set())

    def _bound(self, driven) -> bool:
        """Whether going on along the ways between leads to where something is forbidden."""
        exits = self.out.get(self.end_of(driven[-1], 1), [])
        further = [(*driven, b) for b in exits]
        return bool(self._ruled(driven)) or any(
            self._bound(f) for f in further if any(self._driven(t, f) >= 1 for t in self.between)
        )

    def _forbidden(self, history) -> set[int]:
        """Arcs that restrictions via ways forbid after a history."""
        ends = [history[i:] for i in range(len(history) - 1)]
        forbidden = set().union(*map(self._ruled, ends))
        if any(self._bound(end) for end in ends):  # no turning round, where there is a way on
            back = history[-1] ^ 1
            exits = set(self.out.get(self.end_of(history[-1], 1), [])) - {back}
            left = {b for b in exits - forbidden if (history[-1], b) not in self.banned}
            if any(not self._bit(self.raw.way_end, b) for b in left):
                forbidden.add(back)
        return forbidden

    def after(self, history) -> list[tuple[int, ...]]:
        """Histories that may follow one; their latest arc is what is driven next."""
        if history not in self._followed:
            a, forbidden = history[-1], self._forbidden(history)
            self._followed[history] = [
                self._recalled((*history, b))
                for b in self.out.get(self.end_of(a, 1), [])
                if (a, b) not in self.banned and b not in forbidden
            ]
        return self._followed[history]

    def _recalled(self, history) -> tuple[int, ...]:
        ends = (history[i:] for i in range(len(history) - 1))
        matters = (e for e in ends if any(self._driven(t, e) >= 1 for t in self.between))
        return next(matters, history[-1:])

    def _find_core(self) -> None:
        plain = {s for s in self.open if not self._bit(self.raw.way_end, s)}
        number = {(s,): i for i, s in enumerate(sorted(plain))}
        links, found = [], list(number)
        for history in found:  # which grows
            for onward in self.after(history):
                if onward[-1] not in plain:
                    continue
                if onward not in number:
                    number[onward] = len(number)
                    found.append(onward)
                links.append((number[history], number[onward]))
        tail, head = np.array(links, int).reshape(-1, 2).T
        graph = coo_array((np.ones(tail.size), (tail, head)), shape=(len(found), len(found)))
        _, label = connected_components(graph, connection="strong") if plain else (0, [])
        sizes = np.sort(np.bincount(label)) if plain else np.zeros(1)
        self.clear = sizes[-1] > 2 and (sizes.size < 2 or sizes[-1] > 3 * sizes[-2])
        largest = int(np.argmax(np.bincount(label))) if plain else 0
        self._in_core = [h for h in found if label[number[h]] == largest]
        self.core = {history[-1] for history in self._in_core}
        self.crossed = {self.end_of(s, which) for s in self.core for which in (0, 1)}

    def _find_parts(self) -> None:
        ends = [s for s in self.open if s not in self.core]
        group = {s >> 1: s >> 1 for s in ends}

        def root(x: int) -> int:
            while group[x] != x:
                x = group[x]
            return x

        met: dict[Any, int] = {}
        for s, which in product(ends, (0, 1)):
            node = self.end_of(s, which)
            if node not in self.crossed:
                group[root(s >> 1)] = root(met.setdefault(node, s >> 1))
        part = {s: root(s >> 1) for s in ends}

        def led(histories, into_parts: bool):
            """Histories that some lead to: on over the core and into parts, or within one part."""
            seen, stack = set(histories), list(histories)
            while stack:
                history = stack.pop()
                a = history[-1]
                for onward in self.after(history):
                    b = onward[-1]
                    goes_on = into_parts and a in self.core and (b in self.core or b in part)
                    within = a in part and b in part and part[a] == part[b]
                    if (goes_on or within) and onward not in seen:
                        seen.add(onward)
                        stack.append(onward)
            return seen

        entered = {h[-1] for h in led(self._in_core, into_parts=True)} & set(part)
        left = {
            s for s in ends
            if any(h[-1] in self.core for come in led([(s,)], False) for h in self.after(come))
        }  # fmt: skip
        self.part = {s: part[s] for s in entered & left}
        self.usable = self.core | set(self.part)

    def weights(self, network, costs, snapped) -> np.ndarray:
        """Packed weight from each door to each other, by Dijkstra over arcs and phases."""
        k = snapped.segment.size
        far = np.full((k, k), -1, np.int64)
        first = {s: int(network.slot_first[s]) for s in self.usable}
        length = self.segments.length_m[snapped.segment]
        share = np.clip(snapped.at_m / length, 0, 1)

        def part_of(slot: int, fraction: float, waits: bool) -> int:
            arc = first[slot]
            ticks = int(np.rint(costs.moving[arc] * fraction)) + int(costs.waiting[arc]) * waits
            return (ticks << 31) + int(np.rint(costs.length_cm[arc] * fraction))

        def done(slot: int, place: int) -> float:
            return float(share[place] if slot & 1 == 0 else 1.0 - share[place])

        def offer(i: int, j: int, weight: int) -> None:
            if far[i, j] < 0 or weight < far[i, j]:
                far[i, j] = weight

        for i in range(k):
            heap: list[tuple[int, tuple[int, ...], int]] = []
            best: dict[tuple[tuple[int, ...], int], int] = {}
            for slot in {2 * int(snapped.segment[i]), 2 * int(snapped.segment[i]) + 1}:
                if slot not in self.usable:
                    continue
                for j in np.flatnonzero(snapped.segment == snapped.segment[i]):
                    ahead = share[j] - share[i] if slot & 1 == 0 else share[i] - share[j]
                    if ahead >= 0:
                        offer(i, j, part_of(slot, float(ahead), False))
                phase = 1 if slot in self.core else 0
                heappush(heap, (part_of(slot, 1.0 - done(slot, i), True), (slot,), phase))
            while heap:
                weight, history, phase = heappop(heap)
                if best.get((history, phase), weight + 1) <= weight:
                    continue
                best[history, phase] = weight
                a = history[-1]
                for onward_history in self.after(history):
                    b = onward_history[-1]
                    if b not in self.usable:
                        continue
                    if b in self.core:
                        onward = 1 if phase < 2 else None
                    elif a in self.part and self.part[a] == self.part[b]:
                        onward = phase
                    else:
                        onward = 2 if phase < 2 else None
                    if onward is None:
                        continue
                    for j in np.flatnonzero(snapped.segment == b >> 1):
                        offer(i, j, weight + part_of(b, done(b, j), False))
                    heappush(heap, (weight + part_of(b, 1.0, True), onward_history, onward))
        return far
