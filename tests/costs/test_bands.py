"""Price bands × hours: the paper's table to the penny, and what must always hold."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from solver.costs import annual_pence, average_pence, band_table, rate_change
from solver.errors import RatesError

HOURS = {"Urban": 11_737, "Fringe": 4_648, "Rural": 1_301, "Isolated": 314}
RATES = {"Urban": 1_875, "Fringe": 2_020, "Rural": 2_300, "Isolated": 2_635}


def test_the_papers_table(golden):
    table = band_table(HOURS, RATES)
    golden("bands_leicestershire_2020.csv", table.to_csv(float_format="%.6f", lineterminator="\n"))
    assert table["weekly_pence"].to_dict() == {
        "Urban": 22_006_875,
        "Fringe": 9_388_960,
        "Rural": 2_992_300,
        "Isolated": 827_390,
    }
    assert table["weekly_pence"].sum() == 35_215_525
    assert round(average_pence(table), 2) == 1_956.42
    assert [round(share * 100, 2) for share in table["share"]] == [65.21, 25.82, 7.23, 1.74]
    assert table["premium_pence"].tolist() == [0, 145, 425, 760]
    assert [round(s * 100, 1) for s in table["premium_share"]] == [0, 7.7, 22.7, 40.5]


@pytest.mark.parametrize(
    ("weeks", "current", "proposed", "change"),
    [
        ("52", 1_726_920_000, 1_831_207_300, 104_287_300),
        ("365/7", 1_731_664_286, 1_836_238_089, 104_573_803),
        ("53", 1_760_130_000, 1_866_422_825, 106_292_825),
    ],
)
def test_the_papers_comparison(weeks, current, proposed, change):
    found = rate_change(band_table(HOURS, RATES), 1_845, weeks)
    assert found.current_annual_pence == current
    assert found.proposed_annual_pence == proposed
    assert found.change_annual_pence == change
    assert round(found.change_share * 100, 2) == 6.04


def test_the_change_splits_into_uplift_and_premium():
    found = rate_change(band_table(HOURS, RATES), 1_845, "365/7")
    assert found.uplift_weekly_pence == 540_000  # 30p on 18,000 hours
    assert found.premium_weekly_pence == 1_465_525
    assert round(found.uplift_annual_pence / 1e5) == 282  # £282k
    assert round(found.premium_annual_pence / 1e5) == 764
    assert found.uplift_annual_pence + found.premium_annual_pence == found.change_annual_pence


def test_a_band_with_hours_and_no_rate_is_named():
    with pytest.raises(RatesError, match="band 'Remote' has no rate"):
        band_table({**HOURS, "Remote": 1}, RATES)


def test_a_rate_without_hours_is_no_row():
    assert list(band_table({"Urban": 10}, RATES).index) == ["Urban"]


def test_no_hours_cost_nothing():
    table = band_table({}, RATES)
    assert table["weekly_pence"].sum() == 0
    assert average_pence(table) != average_pence(table)  # not a number


@given(
    st.dictionaries(st.sampled_from(list(RATES)), st.floats(0, 20_000), min_size=1),
    st.sampled_from(["52", "365/7", "53"]),
)
def test_parts_add_up_for_any_hours(hours, weeks):
    table = band_table(hours, RATES)
    exact = sum(amount * RATES[band] for band, amount in hours.items())
    assert table["weekly_pence"].sum() == round(exact)
    found = rate_change(table, 1_845, weeks)
    assert found.uplift_annual_pence + found.premium_annual_pence == found.change_annual_pence
    assert annual_pence(int(table["weekly_pence"].sum()), weeks) == found.proposed_annual_pence
