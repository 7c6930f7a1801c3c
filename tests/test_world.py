"""A world keeps what follows from it, and forgets the oldest."""

from __future__ import annotations

from villages import village_world

from solver.base.world import MOST_KEPT, once


def test_what_follows_from_a_world_is_worked_out_once():
    world, asked = village_world(), []

    @once
    def build(given, number, *, sign=1):
        asked.append(number)
        return None if number == 7 else number * sign

    assert build(world, 3) == 3
    assert build(world, 3) == 3
    assert build(world, 3, sign=-1) == -3
    assert asked == [3, 3]
    assert build(world, 7) is None  # nothing is a value too
    assert build(world, 7) is None
    assert asked == [3, 3, 7]


def test_two_worlds_share_nothing():
    named = once(id)
    assert named(village_world()) != named(village_world())


def test_the_oldest_goes_when_there_are_too_many():
    world, asked = village_world(), []

    @once
    def build(given, number):
        asked.append(number)
        return number

    for number in range(MOST_KEPT + 1):
        build(world, number)
    build(world, MOST_KEPT)
    assert asked.count(MOST_KEPT) == 1
    build(world, 0)
    assert asked.count(0) == 2
