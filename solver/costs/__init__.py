"""What care costs: bands, contracts, the price build-up and budgets.

``bands`` hours × rates, and what a change is made of; ``council`` a week by
contract; ``rebanding`` what other bands cost; ``buildup`` a price from a wage,
line by line; ``needed`` the rate that an hour needs at a wage, ``loop`` that
rate beside the rate offered; ``released`` what released hours are worth;
``uplift``, ``budget``, ``wages`` one question each.
"""

from solver.costs.bands import (
    WEEKS,
    RateChange,
    annual_pence,
    average_pence,
    band_table,
    rate_change,
)
from solver.costs.budget import (
    FinancialYear,
    NewRates,
    absolute,
    direct_payment_knock_on,
    financial_year,
    hours_bought,
    incremental,
    pro_rata,
    projected,
)
from solver.costs.buildup import BuildUp, HourInputs, Line, build_up, hour_inputs
from solver.costs.council import (
    band_hours,
    cost_table,
    council_week,
    package_prices,
    zone_hours,
)
from solver.costs.loop import minutes_bought, premium_sentences, price_check
from solver.costs.needed import (
    PayTerms,
    band_build_up,
    hour_of,
    sector_pence,
    uplift_for_wage,
    wage_change_pence,
)
from solver.costs.other_bands import Rebanding, rebanding
from solver.costs.released import ReleasedWorth, released_worth, spot_gaps
from solver.costs.travel import BandTravel, average_travel, band_travel
from solver.costs.uplift import by_per_cent, wage_rise_share
from solver.costs.wages import (
    approved_mileage_pence,
    contracted_weeks,
    effective_pay,
    unused_contracted,
)

__all__ = [
    "WEEKS",
    "BandTravel",
    "BuildUp",
    "FinancialYear",
    "HourInputs",
    "Line",
    "NewRates",
    "PayTerms",
    "RateChange",
    "Rebanding",
    "ReleasedWorth",
    "absolute",
    "annual_pence",
    "approved_mileage_pence",
    "average_pence",
    "average_travel",
    "band_build_up",
    "band_hours",
    "band_table",
    "band_travel",
    "build_up",
    "by_per_cent",
    "contracted_weeks",
    "cost_table",
    "council_week",
    "direct_payment_knock_on",
    "effective_pay",
    "financial_year",
    "hour_inputs",
    "hour_of",
    "hours_bought",
    "incremental",
    "minutes_bought",
    "package_prices",
    "premium_sentences",
    "price_check",
    "pro_rata",
    "projected",
    "rate_change",
    "rebanding",
    "released_worth",
    "sector_pence",
    "spot_gaps",
    "unused_contracted",
    "uplift_for_wage",
    "wage_change_pence",
    "wage_rise_share",
    "zone_hours",
]
