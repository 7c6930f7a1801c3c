"""The tables that rounds are planned from: visits, carers, and today's rounds."""

from __future__ import annotations

from solver.domain import MODES
from solver.domain.carers import GENDERS, STARTS
from solver.domain.visits import ORDERS
from solver.intake.schema.columns import Field, Table
from solver.intake.schema.door import LAT, LON, POSTCODE

# fmt: off
VISITS = Table(
    "visits",
    "Planned visits, in long form: a row for each visit that repeats through the week.",
    (
        Field("visit_id", "id", "Stable id.", ("s001", "s002"), required=True),
        Field("package_id", "id", "Package that asks for it.", ("k001", "k002"), required=True,
              refers="packages"),
        Field("days", "days", "Days of the week.", ("daily", "mon wed fri"), required=True),
        Field("every_n_weeks", "whole", "1 for each week, 2 for every other.", ("1", "2"),
              unit="weeks", default="1", least=1, most=52),
        Field("first_week", "whole", "First week in which it is made, 1 to every_n_weeks.",
              ("1", "2"), default="1", least=1, most=52),
        Field("start", "time", "Start in today's rounds; past midnight counts on (24:30). A visit "
              "in the night may be written on either day: 05:00, or 29:00 on the day before.",
              ("07:30", "19:15"), unit="HH:MM", required=True, becomes="start_s", most=36),
        Field("minutes", "minutes", "Length at the door, in clock time.", ("30", "45"),
              unit="minutes", required=True, becomes="service_s", least=1, most=1440),
        Field("carers", "whole", "Carers at the door at once: 2 where the visit is double-handed.",
              ("1", "2"), unit="carers", default="1", becomes="carers_required", least=1, most=2),
        Field("skills", "list", "Skills that each carer must have; capitals and spaces "
              "do not matter.", ("medication", ""),
              default_note="none"),
        Field("earliest", "time", "Earliest start that the person accepts.", ("07:00", ""),
              unit="HH:MM", default_note="two hours before start", becomes="earliest_s", most=36),
        Field("latest", "time", "Latest start that the person accepts.", ("08:30", ""),
              unit="HH:MM", default_note="two hours after start", becomes="latest_s", most=36),
        Field("time_critical", "yesno", "yes where the start must not move for convenience: "
              "it then keeps a narrower cap.",
              ("yes", "no"), default="no"),
        Field("apart_minutes", "minutes", "Least time from the start of this visit to that of "
              "any other of the person's visits on the day that has such a time (between doses); "
              "of two visits the longer time counts.",
              ("240", ""), unit="minutes", default="0", becomes="apart_s", least=0, most=1440),
        Field("after", "id", "Visit of the same person, on the same days, that comes first.",
              ("", ""), default_note="none", refers="visits"),
        Field("gap_least", "minutes", "Least time from the start of that visit to the start of "
              "this one.", ("", ""), unit="minutes", default="0", becomes="gap_least_s",
              least=0, most=1440),
        Field("gap_most", "minutes", "Most time from the start of that visit to the start of "
              "this one.", ("", ""), unit="minutes", default_note="no limit",
              becomes="gap_most_s", least=0, most=1440),
        Field("order", "choice", "today: the person's visits keep today's order, and one starts "
              "when the other has ended; free: this one may also come before another, or at one "
              "time with it. Times between two visits (apart_minutes, after) come first.",
              ("today", ""), default="today", choices=ORDERS),
    ),
    key=("visit_id",),
)

CARERS = Table(
    "carers",
    "Carers, where their shifts start and end, and when they work.",
    (
        Field("carer_id", "id", "Stable id.", ("c001", "c002"), required=True),
        Field("provider_id", "id", "Employer.", ("v001", "v001"), required=True,
              refers="providers"),
        POSTCODE,
        LON,
        LAT,
        Field("mode", "choice", "How the carer travels.", ("car", "bicycle"), default="car",
              choices=MODES),
        Field("days", "days", "Days of the week on duty.", ("daily", "mon-sat"), required=True),
        Field("shifts", "shifts", "Shifts of a day, in order; an end before its start is past "
              "midnight.", ("07:00-14:00", "07:00-11:00; 16:00-22:30"), unit="HH:MM-HH:MM; …",
              required=True),
        Field("skills", "list", "Skills held.", ("medication; peg", "medication"),
              default_note="none"),
        Field("gender", "choice", "For people who ask for a woman or a man.", ("woman", ""),
              default_note="not known: such people do without the carer", choices=GENDERS),
        Field("most_hours", "hours", "Most hours on a day, from the first door to the last, "
              "shift by shift.", ("8", ""), unit="hours a day", default_note="no limit",
              becomes="most_s", least=0.25, most=24),
        Field("starts_from", "choice", "Where shifts start and end: at home, at the provider's "
              "base, or free (no way to the first door or from the last is counted).",
              ("home", "home"), default="home", choices=STARTS),
        Field("rides_with", "id", "Carer of the same provider in whose car this one rides: a crew "
              "of two, for double-handed visits only.", ("", ""), default_note="nobody",
              refers="carers"),
        Field("wage", "pounds", "Pay for an hour of working time.", ("13.20", ""),
              unit="pounds an hour", default_note="the wage of the scenario", becomes="wage_pence",
              above=0, most=200),
        Field("contracted_hours", "hours", "Hours a week that are paid even if unused.",
              ("30", ""), unit="hours a week", default_note="none", becomes="contracted_s",
              least=0, most=168),
    ),
    key=("carer_id",),
    places=True,
)

ROUNDS = Table(
    "rounds",
    "Today's rounds: a row for each carer's call, so a double-handed visit has two with the same "
    "start. Without it there are no today's rounds to compare with.",
    (
        Field("day", "choice", "Day of the week.", ("mon", "mon"), required=True,
              choices=("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        Field("carer_id", "id", "Carer who calls.", ("c001", "c002"), required=True,
              refers="carers"),
        Field("shift", "whole", "Shift of the carer, 1 for the first of the day (0 for the first, "
              "once read).", ("1", "2"), default="1", least=1, most=9),
        Field("visit_id", "id", "Visit that is made.", ("s001", "s002"), required=True,
              refers="visits"),
        Field("start", "time", "Planned start; past midnight counts on (24:30), or is "
              "written on the day itself.",
              ("07:30", "19:15"), unit="HH:MM", required=True, becomes="start_s", most=36),
    ),
    required=False,
    key=("day", "carer_id", "visit_id"),
)
# fmt: on
