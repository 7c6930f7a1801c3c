"""A scenario survives the file that carries it, and says what is wrong with one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from solver.domain import (
    DemandChoices,
    MarketChoices,
    PriceChoices,
    RoadChoices,
    RoundChoices,
    Scenario,
    ZoneChoices,
)
from solver.domain.road_choices import PERIODS, ROAD_CLASSES, SETTINGS, Figures
from solver.domain.scenario import content_key
from solver.errors import ScenarioError

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
pairs = st.lists(st.tuples(text, text), max_size=4).map(tuple)


def figures(names: tuple[str, ...], least: float, most: float) -> st.SearchStrategy[Figures]:
    """Rows of a table of speeds, each name and setting once."""
    row = st.tuples(st.sampled_from(names), st.sampled_from(SETTINGS), st.floats(least, most))
    return st.lists(row, max_size=4, unique_by=lambda row: row[:2]).map(tuple)


days = st.none() | st.integers(1, 800_000).map(lambda day: date.fromordinal(day).isoformat())
roles = st.sampled_from(["prime", "supplementary", "none"])
market = st.builds(
    lambda moved, called: MarketChoices(
        transfers=tuple((package, provider) for package, (provider, _) in moved.items()),
        starts=tuple((package, day) for package, (_, day) in moved.items() if day),
        appointed=tuple((*row, role) for row, role in called.items()),
    ),
    st.dictionaries(text, st.tuples(text, days), max_size=3),
    st.dictionaries(st.tuples(text, text), roles, max_size=3),
)
scenarios = st.builds(
    Scenario,
    name=text,
    note=text,
    roads=st.builds(
        RoadChoices,
        speed_factor=st.floats(0.2, 3),
        rural_speed_factor=st.floats(0.2, 3),
        time_of_day=st.booleans(),
        stop_s=st.integers(0, 3_600),
        speeds=figures(ROAD_CLASSES, 1, 120),
        junctions=figures(ROAD_CLASSES, 0, 120),
        periods=figures(PERIODS, 0.2, 3),
        bicycle_mph=st.just(0.0) | st.floats(2, 30),
        foot_mph=st.just(0.0) | st.floats(0.5, 8),
        drive_private=st.booleans(),
    ),
    zones=st.builds(
        ZoneChoices, moves=pairs, bands=pairs, transfer=st.sampled_from(["keep", "primes"])
    ),
    prices=st.builds(
        PriceChoices,
        band_pence=st.lists(st.tuples(text, st.integers(0, 9_999)), max_size=4).map(tuple),
        weeks=st.sampled_from(["52", "365/7", "53"]),
        rates_on=st.just("2026-04-06"),
        wage_pence=st.integers(0, 3_000),
    ),
    rounds=st.builds(
        RoundChoices,
        cap_s=st.integers(0, 21_600),
        freedom=st.sampled_from(["re-time", "re-sequence", "re-allocate", "re-provide"]),
        zones=st.lists(text, max_size=3).map(tuple),
        critical_cap_s=st.integers(0, 21_600),
        locks=st.dictionaries(text, st.sampled_from(["carer", "time", "both"]), max_size=3).map(
            lambda locks: tuple(locks.items())
        ),
    ),
    market=market,
    demand=st.builds(
        DemandChoices,
        growth_percent=st.floats(-99, 1_000),
        year=st.just(0) | st.integers(1_900, 2_200),
        by_zone=st.lists(st.tuples(text, st.floats(-99, 1_000)), max_size=3).map(tuple),
        leaving=st.lists(text, max_size=3).map(tuple),
    ),
)


@given(scenarios)
def test_toml_round_trip_is_the_identity(scenario: Scenario) -> None:
    assert Scenario.from_toml(scenario.to_toml()) == scenario


def test_key_ignores_name_and_note_and_sees_every_choice() -> None:
    today = Scenario()
    assert replace(today, name="Copy", note="for Tuesday").key == today.key
    dearer = replace(today, prices=PriceChoices(band_pence=(("Rural", 2_400),)))
    moved = replace(today, zones=ZoneChoices(moves=(("a", "Melton"),)))
    capped = replace(today, rounds=RoundChoices(cap_s=900))
    fewer = replace(today, demand=DemandChoices(leaving=("v001",)))
    assert len({today.key, dearer.key, moved.key, capped.key, fewer.key}) == 5


def test_demand_that_is_left_alone_keeps_the_key_of_before() -> None:
    """Plans and curves that were stored under a scenario are still found."""
    today = Scenario()
    parts = (today.roads, today.zones, today.prices, today.rounds, today.market)
    assert today.key == content_key(*parts)
    assert Scenario.from_toml("[demand]\nleaving = []").key == today.key


def test_private_drives_are_driven_unless_a_scenario_says_no() -> None:
    """Scenarios of before, without the choice, open as ever and keep their key."""
    before = "[roads]\nspeed_factor = 0.9"
    assert Scenario.from_toml(before).roads.drive_private
    shut = Scenario.from_toml(before + "\ndrive_private = false")
    open_ = Scenario.from_toml(before + "\ndrive_private = true")
    assert open_.key == Scenario.from_toml(before).key != shut.key
    assert Scenario.from_toml(shut.to_toml()) == shut


def test_a_market_of_before_opens_and_keeps_its_key() -> None:
    """Days and appointments came later: a file without them is read, and written, as ever."""
    before = "[market]\ntransfers = [['k1', 'v1']]"
    moved = Scenario.from_toml(before)
    assert moved.market == MarketChoices(transfers=(("k1", "v1"),))
    assert moved.key == content_key(
        moved.roads, moved.zones, moved.prices, moved.rounds, moved.market
    )
    assert repr(moved.market) == "MarketChoices(transfers=(('k1', 'v1'),))"
    assert "starts" not in moved.to_toml()
    assert "appointed" not in moved.to_toml()
    dated = Scenario.from_toml(before + "\nstarts = [['k1', '2026-04-06']]")
    called = Scenario.from_toml(before + "\nappointed = [['Melton', 'v1', 'prime']]")
    assert len({moved.key, dated.key, called.key}) == 3


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[market]\ntransfers = ['k1']", "must be a pair [package_id, provider_id]"),
        ("[market]\nstarts = [['k1', '2026-04-06']]", "k1 is not in transfers"),
        (
            "[market]\ntransfers = [['k1', 'v1']]\nstarts = [['k1', '6 April']]",
            "'6 April' of k1 is no date: write it as 2026-04-01",
        ),
        ("[market]\nappointed = [['Melton', 'v1']]", "a triple [zone, provider_id, role]"),
        ("[market]\nappointed = [['Melton', 'v1', 'first']]", "choose prime, supplementary, none"),
        (
            "[market]\nappointed = [['M', 'v1', 'prime'], ['M', 'v1', 'none']]",
            "v1 in M is given twice",
        ),
        ("name = ", "not a scenario file"),
        ("[pricing]\nweeks = '52'", "Unknown part 'pricing'"),
        ("name = 3", "name must be text"),
        ("zones = 3", "[zones] must be a table"),
        ("[rounds]\ncap = 30", "no choice 'cap'"),
        ("[rounds]\ncap_s = '30'", "cap_s = '30'"),
        ("[rounds]\ncap_s = -1", "between 0 and 21600"),
        ("[rounds]\ncap_s = true", "cap_s = True"),
        ("[rounds]\nfreedom = 'all'", "choose re-time"),
        ("[rounds]\nzones = [3]", "list of zone names"),
        ("[rounds]\ncritical_cap_s = -1", "critical_cap_s must lie between 0 and 21600"),
        ("[rounds]\nlocks = ['s1']", "must be a pair [visit_id, what]"),
        ("[rounds]\nlocks = [['s1', 'shift']]", "choose carer, time, both"),
        ("[rounds]\nlocks = [['s1', 'time'], ['s1', 'carer']]", "s1 is given twice"),
        ("[roads]\nspeed_factor = 0", "between 0.2 and 3"),
        ("[roads]\nspeed_factor = nan", "between 0.2 and 3"),
        ("[roads]\ndrive_private = 1", "is not of the kind True"),
        ("[roads]\nfoot_mph = -1.0", "foot_mph must lie between 0.5 and 8"),
        ("[roads]\nspeeds = [['tertiary', 'open country']]", "must be three things"),
        ("[roads]\nspeeds = [['lane', 'built-up', 20]]", "'lane' is not one of motorway"),
        ("[roads]\nspeeds = [['tertiary', 'rural', 20]]", "'rural' is not one of built-up"),
        (
            "[roads]\nspeeds = [['tertiary', 'built-up', 0]]",
            "tertiary, built-up must lie between 1",
        ),
        ("[roads]\njunctions = [['tertiary', 'built-up', -1]]", "must lie between 0 and 120"),
        ("[roads]\nperiods = [['noon', 'built-up', 1]]", "'noon' is not one of night"),
        ("[zones]\nmoves = [['a']]", "must be a pair"),
        ("[zones]\nbands = [['a', 3]]", "must be a pair [area_id, band]"),
        ("[zones]\ntransfer = 'all'", "choose keep, primes"),
        ("[prices]\nband_pence = [['Rural', -1]]", "below 0"),
        ("[prices]\nband_pence = [['Rural', 23.5]]", "whole pence"),
        ("[prices]\nweeks = '51'", "choose 52"),
        ("[demand]\ngrowth_percent = 1_001", "between -99 and 1000 per cent"),
        ("[demand]\nby_age = [['75 to 84', nan]]", "by_age: 75 to 84 must lie between -99"),
        ("[demand]\nby_zone = [['West', true]]", "must be a pair [name, per cent]"),
        ("[demand]\nyear = 38", "between 1900 and 2200"),
        ("[demand]\nleaving = [3]", "list of provider ids"),
    ],
)
def test_a_wrong_file_is_refused_with_the_cure(toml: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_toml(toml)
    assert words in str(caught.value)


def test_a_whole_number_serves_where_a_fraction_is_meant() -> None:
    assert Scenario.from_toml("[roads]\nspeed_factor = 1").roads.speed_factor == 1.0


def test_rows_of_speeds_in_any_order_are_one_choice() -> None:
    rows = '["track", "built-up", 5], ["tertiary", "open country", 30.0]'
    turned = '["tertiary", "open country", 30], ["track", "built-up", 5.0]'
    one, other = (Scenario.from_toml(f"[roads]\nspeeds = [{text}]") for text in (rows, turned))
    assert one.key == other.key
    with pytest.raises(ScenarioError, match="track, built-up is given twice"):
        Scenario.from_toml('[roads]\nspeeds = [["track", "built-up", 5], ["track", "built-up", 6]]')


def test_enhancements_survive_the_file_and_odd_ones_are_refused() -> None:
    paid = Scenario(prices=PriceChoices(enhancements=(("weekend", 10), ("30 minutes", 5))))
    assert Scenario.from_toml(paid.to_toml()) == paid
    for text, says in (
        ('[["sunday", 10]]', "'sunday' is not known"),
        ('[["weekend", 10], ["weekend", 5]]', "given twice"),
        ('[["weekend", 301]]', "between 0 and 300"),
        ('[["weekend", 1.5]]', "whole per cent"),
    ):
        with pytest.raises(ScenarioError, match=says):
            Scenario.from_toml(f"[prices]\nenhancements = {text}\n")
