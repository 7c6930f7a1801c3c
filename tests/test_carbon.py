"""Each figure of carbon says its factor, year, source and what it includes."""

from __future__ import annotations

import pytest

from solver.errors import RatesError
from solver.rates import carbon_basis, default_rates, read_rates


def test_the_factor_of_2025_with_year_source_and_what_it_includes():
    found = carbon_basis(default_rates().on("2025-07-01"))
    assert (found.kg_per_mile, found.year) == (0.26915, 2025)
    assert found.upstream_kg_per_mile == 0.07079
    for words in (
        "0.26915 kg CO2e a mile by car, factor of 2025 (DESNZ 2025 set",
        "burnt at the exhaust of an average car of unknown fuel",
        "ways from and to home stand apart",
        "Making the fuel would add 0.07079.",
    ):
        assert words in found.words


def test_where_well_to_tank_is_not_known_it_is_not_said():
    found = carbon_basis(default_rates().on("2020-01-20"))
    assert (found.kg_per_mile, found.year, found.upstream_kg_per_mile) == (0.28502, 2019, None)
    assert "would add" not in found.words
    assert "BEIS 2019 set [GK]" in found.words


def test_a_factor_of_the_county_is_said_to_be_its_own(tmp_path):
    (tmp_path / "rates.toml").write_text(
        '[co2e_car]\ntitle = "Our fleet"\nunit = "kg CO2e a mile"\n'
        'values = [{ from = 2026-06-01, value = 0.2, source = "fleet manager" }]\n',
        encoding="utf-8",
    )
    found = carbon_basis(read_rates(tmp_path / "rates.toml").on("2026-07-01"))
    assert (found.kg_per_mile, found.year) == (0.2, None)
    assert "year not known (fleet manager): as the county's own rates.toml has it" in found.words


def test_a_factor_that_is_not_established_is_not_guessed():
    with pytest.raises(RatesError, match="2026 set"):
        carbon_basis(default_rates().on("2026-07-01"))
