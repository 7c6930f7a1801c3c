"""Why a visit is unserved: which constraint shuts it out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from solver.domain import UNREACHABLE, Unserved
from solver.domain.clock import clock
from solver.domain.skills import lacking
from solver.rounds.translation.links import links_of
from solver.rounds.translation.windows import windows
from solver.search.problem import FAR_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from solver.base.case import Case
    from solver.domain import Carer, Visit
    from solver.rounds.translation.crews import Crews
    from solver.rounds.translation.links import Link
    from solver.rounds.translation.windows import Window


class Reasons:
    """Says why visits are left, one by one: :meth:`of`.

    Parameters
    ----------
    case
        What had to be planned, and how freely; locks and the lesser freedoms hold on to today's
        rounds.
    crews
        The crews of the day: other carers do not make their visits, nor they those of others.
    """

    def __init__(self, case: Case, crews: Crews | None = None) -> None:
        workload = case.workload
        self.travel, self.choices, self.crews = case.travel, case.choices, crews
        self.visit = workload.visit
        self.window = windows(workload.visits, self.choices)
        self.locked = self.choices.carer_locked
        self.on_duty = tuple(carer for carer in workload.carers if carer.shifts)
        self.of_provider: dict[str, list[Carer]] = defaultdict(list)
        for carer in self.on_duty:
            self.of_provider[carer.provider_id].append(carer)
        self.links: dict[str, list[Link]] = defaultdict(list)
        for link in links_of(workload.visits, self.choices):
            self.links[link.one].append(link)
            self.links[link.two].append(link)
        self.today: dict[str, set[str]] = defaultdict(set)
        for item in case.today.rounds:
            for stop in item.stops:
                self.today[stop.visit_id].add(item.carer_id)

    def of(self, visit: Visit) -> Unserved:
        """Name the first constraint that leaves too few carers; ``no-room`` where enough remain.

        The constraints are tried in the order in which a planner would: provider, skill,
        exclusion, gender, way, shift, and, where carers or times are kept, today's carers.
        """
        needed = visit.carers_required
        held = self.today.get(visit.id, set())
        if visit.id in self.locked and len(held) != needed:
            text = (
                f"It is locked to today's carers, and today's rounds send {len(held)} of {needed}."
            )
            return Unserved(visit.id, "locked-without-round", text)
        free = self.choices.freedom == "re-provide"
        left: Sequence[Carer] = self.on_duty if free else self.of_provider[visit.provider_id]
        if self.crews is not None:
            left = [carer for carer in left if self.crews.may(visit, carer)]
        if len(left) < needed:
            whose = "The day" if free else visit.provider_id
            text = f"{whose} has {_count(left)} on duty; the visit needs {needed}."
            return Unserved(visit.id, "no-carer", text)
        for code, test, text in self._tests(visit):
            left = [carer for carer in left if test(carer)]
            if len(left) < needed:
                words = text.format(count=_count(left), needed=needed)
                return Unserved(visit.id, code, words[0].upper() + words[1:])
        return (
            self._too_near(visit) or self._kept(visit, held, left) or self._full(visit, held, left)
        )

    def hindrance(self, visit: Visit, carer: Carer) -> str:
        """Name the code of the first constraint that keeps a carer off; empty where none does."""
        if self.choices.freedom != "re-provide" and carer.provider_id != visit.provider_id:
            return "no-carer"
        return next((code for code, test, _ in self._tests(visit) if not test(carer)), "")

    def _tests(self, visit: Visit) -> list[tuple[str, Callable[[Carer], bool], str]]:
        """List what each carer of a visit must pass, in order: code, test, text."""
        earliest_s, latest_s = self.window[visit.id]
        return [
            (
                "no-carer-with-skill",
                lambda carer: not lacking(visit.skills, carer.skills),
                self._unskilled(visit),
            ),
            (
                "excluded",
                lambda carer: carer.id not in visit.excluded_carers,
                "Without the carers whom the person must not have, {count} remain.",
            ),
            (
                "asks-for-gender",
                lambda carer: visit.carer_gender in ("", carer.gender),
                f"The person asks for a {visit.carer_gender}; {{count}} who is one could come.",
            ),
            (
                "unreachable",
                lambda carer: self._reaches(carer, visit),
                "{count} can get to the door by their mode of travel.",
            ),
            (
                "longer-than-every-shift",
                lambda carer: _longest_s(carer) >= visit.service_s,
                f"The visit takes {visit.service_s // 60} minutes; {{count}} on a shift as long.",
            ),
            (
                "outside-every-shift",
                lambda carer: _on_shift(carer, visit, earliest_s, latest_s),
                f"{{count}} on shift for a start {_between(earliest_s, latest_s)}; "
                f"the visit needs {{needed}}.",
            ),
        ]

    def _unskilled(self, visit: Visit) -> str:
        """Say what carers lack; by name the skills that none of those who are asked has."""
        free = self.choices.freedom == "re-provide"
        staff = self.on_duty if free else self.of_provider[visit.provider_id]
        nobodys = lacking(visit.skills, (skill for carer in staff for skill in carer.skills))
        if nobodys:
            whose = "" if free else f" of {visit.provider_id}"
            return f"No carer{whose} on duty has the skill {', '.join(nobodys)}."
        return f"{{count}} on duty with {', '.join(visit.skills)}; the visit needs {{needed}}."

    def _reaches(self, carer: Carer, visit: Visit) -> bool:
        if carer.starts_from == "free":
            return True
        period = self.travel.period(visit.start_s)
        out_s, _ = self.travel.leg(carer.mode, carer.home, visit.place, period)
        home_s, _ = self.travel.leg(carer.mode, visit.place, carer.home, period)
        return UNREACHABLE not in (out_s, home_s)

    def _too_near(self, visit: Visit) -> Unserved | None:
        """Name a link to another visit that no start within both windows keeps."""
        for link in self.links.get(visit.id, []):
            other = link.one if link.two == visit.id else link.two
            if self.kept_apart(link, self.window):
                if link.in_turn:
                    return self._not_in_turn(link, visit, "their windows")
                bound = f"at least {link.least_s // 60} minutes"
                if link.most_s < FAR_S:
                    bound += f" and at most {link.most_s // 60}"
                text = (
                    f"It must start {bound} {'after' if link.two == visit.id else 'before'} "
                    f"{other}, which their windows do not allow."
                )
                return Unserved(visit.id, "gap", text)
        for link in self.links.get(visit.id, []):
            if link.in_turn and self.kept_apart(link, self.on_shift(link)):
                return self._not_in_turn(link, visit, "the shifts of those who could come")
        if self._reached(visit.id, -1) > self._reached(visit.id, 1):
            links = [link for link in self.links[visit.id] if link.in_turn]
            names = sorted({name for link in links for name in link[:2]} - {visit.id})
            text = (
                f"It must keep its turn among the same person's visits, and the windows of "
                f"{' and '.join(names)} leave no time for it."
            )
            return Unserved(visit.id, "order", text)
        return None

    def _reached(self, name: str, way: int) -> int:
        """Earliest start (way -1) that the person's visits before leave, or latest (way 1)."""
        if way < 0:
            befores = [link for link in self.links[name] if link.in_turn and link.two == name]
            starts = [self._reached(link.one, way) + link.least_s for link in befores]
            return max([self.window[name][0], *starts])
        afters = [link for link in self.links[name] if link.in_turn and link.one == name]
        starts = [self._reached(link.two, way) - link.least_s for link in afters]
        return min([self.window[name][1], *starts])

    def kept_apart(self, link: Link, window: Mapping[str, Window]) -> bool:
        """Say whether no two starts within two windows keep a link."""
        (one_low_s, one_high_s), (two_low_s, two_high_s) = window[link.one], window[link.two]
        return two_high_s - one_low_s < link.least_s or two_low_s - one_high_s > link.most_s

    def on_shift(self, link: Link, only: Mapping[str, set[str]] | None = None) -> dict[str, Window]:
        """Give the windows of two linked visits, as far as shifts of who may come hold them.

        ``only`` names the carers of visits that others must not make. A visit that nobody could
        make keeps its window: that is another matter.
        """
        found = {}
        for name in (link.one, link.two):
            visit, (low_s, high_s) = self.visit[name], self.window[name]
            who = None if only is None else only.get(name)
            spans = [
                (max(low_s, shift.start_s), min(high_s, shift.end_s - visit.service_s))
                for carer in self.on_duty
                if (who is None or carer.id in who) and not self.hindrance(visit, carer)
                for shift in carer.shifts
            ]
            spans = [(low, high) for low, high in spans if low <= high] or [(low_s, high_s)]
            found[name] = (min(low for low, _ in spans), max(high for _, high in spans))
        return found

    def _not_in_turn(self, link: Link, visit: Visit, what: str) -> Unserved:
        if link.two == visit.id:
            words = f"start when {link.one}, the same person's, has ended"
        else:
            words = f"end before {link.two}, the same person's, starts"
        return Unserved(visit.id, "order", f"It must {words}, which {what} do not allow.")

    def _kept(self, visit: Visit, held: set[str], left: Sequence[Carer]) -> Unserved | None:
        """Name a lock, or a freedom, that holds it to today's carers."""
        locked = visit.id in self.locked
        if not (locked or (held and self.choices.freedom in ("re-time", "re-sequence"))):
            return None
        who, whose = ("carer", "whose round is") if len(held) == 1 else ("carers", _THEIR)
        if not held <= {carer.id for carer in left}:
            text = f"Today's {who} cannot make it, and the visit may not go to another carer."
            code = "locked-carer-cannot" if locked else "todays-carer-cannot"
            return Unserved(visit.id, code, text)
        must = "is locked to" if locked else "must stay with"
        text = f"It {must} today's {who}, {whose} full {_between(*self.window[visit.id])}."
        return Unserved(visit.id, "locked-no-room" if locked else "no-room", text)

    def _full(self, visit: Visit, held: set[str], left: Sequence[Carer]) -> Unserved:
        when = _between(*self.window[visit.id])
        if visit.id in self.choices.time_locked:
            text = f"It is locked {when}, and the rounds of {_count(left)} who could are full then."
            return Unserved(visit.id, "locked-no-room", text)
        text = f"{_count(left).capitalize()} could make it, but {when} their rounds are full."
        return Unserved(visit.id, "no-room", text)


_THEIR = "whose rounds are"


def _count(carers: Sequence[Carer]) -> str:
    return {0: "no carer", 1: "one carer"}.get(len(carers), f"{len(carers)} carers")


def _between(earliest_s: int, latest_s: int) -> str:
    if earliest_s == latest_s:
        return f"at {clock(earliest_s)}"
    return f"between {clock(earliest_s)} and {clock(latest_s)}"


def _longest_s(carer: Carer) -> int:
    """Longest visit that a carer's shifts and hours have room for, seconds."""
    longest_s = max(shift.end_s - shift.start_s for shift in carer.shifts)
    return longest_s if carer.most_s is None else min(longest_s, carer.most_s)


def _on_shift(carer: Carer, visit: Visit, earliest_s: int, latest_s: int) -> bool:
    return any(
        max(shift.start_s, earliest_s) <= min(shift.end_s - visit.service_s, latest_s)
        for shift in carer.shifts
    )
