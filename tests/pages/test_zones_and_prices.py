"""The Zones and Costs pages: many areas at once, a town's band, zone sets, the price check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGES = Path(__file__).parents[2] / "pages"
HOME, TARGET = "Harborough Rural Free Zone", "Market Harborough"

pytestmark = pytest.mark.usefixtures("data_folder")


def opened(name: str, **kept: object) -> AppTest:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=120)
    for key, value in kept.items():
        page.session_state[key.replace("_", "-")] = value
    page.run()
    assert not page.exception and not page.error
    return page


def said(page: AppTest) -> str:
    html = "\n".join(str(block.proto.body) for block in page.get("html"))
    html = re.sub(r'<span class="hr-amount">(.*?)</span>', r"\1", html)
    return html + "\n".join(str(text.value) for text in page.markdown)


def button(page: AppTest, label: str):
    return next(one for one in page.button if one.label == label)


def test_several_areas_move_together_and_go_back() -> None:
    page = opened("zones", zones_what="several", zones_areas=["husbands-bosworth", "theddingworth"])
    listed = next(one for one in page.multiselect if one.label == "Areas to move")
    count = len(listed.value)
    assert count >= 1  # areas that the county does not have are left out
    page.selectbox(key="several-zone").set_value(TARGET).run()
    button(page, f"Move {count} area{'s' if count > 1 else ''}").click().run()
    assert not page.exception
    assert re.search(rf"Husbands Bosworth: {HOME} → {TARGET}", said(page).replace("\\", ""))
    button(page, "Put all of them back as in the starting scenario").click().run()
    assert "→" not in said(page)


def test_zones_that_depend_on_one_provider_stand_beside_their_primes() -> None:
    shown = said(opened("zones"))
    assert f"every zone has two or more; a free zone is exempt: {HOME}" in shown
    assert "Over 25% with one provider" in shown
    assert "Lutterworth: " in shown and " 90.8%" in shown
    assert "With one provider" in shown


def test_a_towns_band_is_set_for_all_its_areas() -> None:
    page = opened("zones", zones_what="settlement", settlement_place="Lutterworth")
    page.selectbox(key="settlement-band-Lutterworth").set_value("Urban").run()
    assert not page.exception
    assert "priced Fringe → Urban" in said(page).replace("\\", "")


def test_zones_can_be_asked_for_and_files_are_offered() -> None:
    page = opened("zones", zones_way="draw")
    assert page.number_input(key="wish-zones-14").value == 14
    page = opened("zones", zones_way="files")
    titles = ["Take the zones away", "Bring zones in", "Sets of zones side by side"]
    assert [one.value for one in page.header][:3] == titles
    # the zones as loaded stand in the table
    assert '<th scope="row">Starting scenario</th>' in said(page)


def test_the_price_check_says_what_the_rates_cover() -> None:
    page = opened("costs")
    words = said(page)
    assert "what an hour needs, travel included" in words
    assert "Rate needed and rate offered, maintenance only hours, today&#x27;s rounds" in words
    assert "1 hour × £9.30" in words  # the formula of the first line


def test_a_higher_wage_asks_for_higher_rates() -> None:
    page = opened("costs")
    page.number_input(key="wage").set_value(9.80).run()
    assert not page.exception
    assert "A wage of £9.80 instead of £9.30, 100% of it passed on, costs" in said(page)
    before = page.number_input(key="rate-Urban").value
    button(page, "Set these rates").click().run()
    assert page.number_input(key="rate-Urban").value > before + 0.5
    page.number_input(key="pass-through").set_value(0).run()
    button(page, "Set these rates").click().run()
    assert page.number_input(key="rate-Urban").value == before


def test_bands_are_suggested_with_limits_that_move_and_are_used_and_undone() -> None:
    page = opened("zones", zones_way="bands")
    assert "Area by area" in [one.value for one in page.subheader]
    before = said(page)
    limits = [one for one in page.slider if one.label.startswith(("Urban up", "Fringe up"))]
    typed = next(one for one in page.number_input if one.label == "Urban, typed")
    assert typed.value == limits[0].value
    typed.set_value(30.0).run()
    assert not page.exception
    assert said(page) != before
    # moved past the next limit, which gives way; the slider shows what was typed
    assert [one.value for one in page.slider][:2] == [30.0, 30.0]
    wanted = re.search(r"(\d+) areas would be in another band", said(page))
    assert wanted
    button(page, "Use these bands").click().run()
    assert not page.exception
    assert said(page).count(": priced ") == int(wanted[1])
    assert not [one for one in page.button if one.label == "Use these bands"]
    # towns priced as a whole keep the band that was chosen for them, as in para 36
    assert not re.search(r"Lutterworth LE17 4: priced \w+ → Urban", said(page).replace("\\", ""))


def test_a_place_says_in_one_sentence_why_it_is_in_its_band() -> None:
    page = opened("zones", zones_area="husbands-bosworth")
    words = [one.value.replace("\\", "") for one in page.caption]
    assert any(re.match(r"Husbands Bosworth is \w+ as loaded: \d+ minutes by", w) for w in words)


def test_natural_operating_areas_are_counted_against_the_borders() -> None:
    page = opened("zones", zones_way="natural")
    first = said(page)
    assert re.search(r"At 15 minutes there are \d+ operating areas", first)
    page.slider(key="natural-minutes").set_value(45).run()
    few = re.search(r"At 45 minutes there are (\d+) operating area", said(page))
    many = re.search(r"At 15 minutes there are (\d+) operating area", first)
    assert few and many and int(few[1]) < int(many[1])
    assert "borders cut" in said(page)


def test_rates_rise_by_per_cent_and_budgets_follow() -> None:
    page = opened("costs", uplift_way="per cent", budget_view="incremental")
    page.number_input(key="uplift-per-cent").set_value(7.2).run()
    # 7.2% on £18,312,073 a year, each rate rounded to a whole penny
    assert re.search(
        r"7\.2% on every band as loaded costs the council £1,31\d,\d{3} more", said(page)
    )
    button(page, "Set these rates").click().run()
    assert page.number_input(key="rate-Urban").value == 20.10
    page.number_input(key="direct-budget").set_value(38_600_000).run()
    page.text_input(key="budget-printed").set_value("+2,830; −2,576; −104; −150").run()
    assert not page.exception
    words = said(page)
    assert re.search(r"£38,600,000 × 100% × \(£20\.97 ÷ £18\.45 − 1\)", words)
    assert '<td class="n">254</td>' in words  # as spent, not as printed
    assert "3,234" in words


def test_a_band_is_added_and_evenings_cost_more() -> None:
    page = opened("costs")
    page.text_input(key="band-new-name").set_value("Deep rural")
    button(page, "Add band").click().run()
    assert page.number_input(key="rate-Deep rural").value == 20.0
    page.number_input(key="enhanced-evening").set_value(10).run()
    assert not page.exception
    added = re.search(r"That adds £([\d,]+) a week", said(page))
    assert added
    assert 1_000 < int(added[1].replace(",", "")) < 35_000  # less than 10% of the whole week
    button(page, "Remove").click().run()
    assert "rate-Deep rural" not in [one.key for one in page.number_input]
