"""Compare: what differs between two scenarios, for whom?"""

import streamlit as st

from dashboard import frame
from dashboard.compare import basis, comparison, demand as demand_compare

with frame.page("Compare", "What differs between two scenarios, and for whom?") as page:
    pair = comparison.choose(page)
    basis.basis(page, pair)
    comparison.maps(page, pair)
    day, week, providers, people, demand = st.tabs(
        ["Figures of the day", "The council's week", "Providers", "Who changes provider", "Demand"]
    )
    with day:
        comparison.figures(page, pair)
    with week:
        comparison.week(page, pair)
    with providers:
        comparison.by_provider(page, pair)
    with people:
        comparison.people(page, pair)
    with demand:
        demand_compare.show(page, pair)
