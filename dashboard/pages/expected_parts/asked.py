"""What the page on expected against observed asks and reads; what all regions share is read once per release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ...components import controls as c
from ...indicators import Catalogue, Choice, Indicator, QueryError, Region, Selection, Values, values
from ...indicators.catalogue import map_year
from ...indicators.studies.cells import EARLIER, PEERS
from ...indicators.studies.gap import Gap, gaps
from ...indicators.studies.peer_set import peer_codes
from ...indicators.studies.standardised import MODELS, Expected, expected_values
from ...indicators.subjects import VSV_OLD
from ...state import COUNTRY, LATEST, PARAMETER, View, study_address
from ..region_parts.figures import KIND, place

DEFAULT = VSV_OLD
AGE = "age_group"
BENCHMARKS = (COUNTRY, PEERS, EARLIER)
ORDERS = ("verschil", "naam")
SCALES = ("verschil", "verhouding")
OWN_MODEL, CBS_MODEL = MODELS
Where = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """One question: an indicator in one period for a group, a region, a model and a benchmark."""

    indicator: Indicator
    period: int
    region: Region
    where: Where
    model: Literal["intern", "cbs"]
    against: str
    order: str
    scale: str

    @property
    def filters(self) -> Mapping[str, Choice]:
        """The group the question is about; empty for all young people."""
        return dict(self.where)


def offered(view: View) -> list[Indicator]:
    """Shares with figures per Doorstroompunt region; what a model expects is no figure to expect again."""
    known = view.catalogue
    return [
        indicator
        for name, indicator in known.indicators.items()
        if indicator.kind == "share" and indicator.family != "verwacht" and known.periods(name, kind=KIND)
    ]


def indicator_of(view: View) -> Indicator:
    """The chosen indicator; one that cannot be compared here is no mistake of the reader, so the usual one shows.

    Raises Absent when this release can compare none.
    """
    able = {indicator.id: indicator for indicator in offered(view)}
    usual = view.usual(DEFAULT, able, "per_region")
    return able.get(view.indicator(usual).id, able[usual])


def asked(view: View) -> Asked:
    """What the address asks; raises QueryError when the release has no figures for it at all."""
    indicator = indicator_of(view)
    age = c.breakdown(view, indicator, AGE) if AGE in c.open_dimensions(view, indicator) else ""
    total = c.default_code(view, indicator, AGE)
    return Asked(
        indicator=indicator,
        period=period(view, indicator),
        region=place(view),
        where=((AGE, age),) if age not in ("", total) else (),
        model="cbs" if view.choice("model", MODELS, OWN_MODEL) == CBS_MODEL else "intern",
        against=view.choice("vergelijk", BENCHMARKS, COUNTRY),
        order=view.choice("volgorde", ORDERS, ORDERS[0]),
        scale=view.choice("weergave", SCALES, SCALES[0]),
    )


def period(view: View, indicator: Indicator) -> int:
    """The chosen period when the regions have figures in it, else the latest."""
    chosen = view.asked.get("periode", LATEST)
    found = view.catalogue.periods(indicator.id, kind=KIND)
    newest = view.catalogue.latest(indicator.id, kind=KIND)
    return int(chosen) if chosen.isdecimal() and int(chosen) in found else newest


def expected(view: View, asked: Asked) -> Expected | None:
    """Observed and expected of all regions; None when the model does not know the group that was chosen."""
    if asked.model == "cbs" and asked.where:
        return None
    return _expected(view.catalogue, asked.indicator.id, asked.period, asked.where, asked.model)


def compared(view: View, asked: Asked) -> Values:
    """The figures of all regions with their tested difference with the benchmark."""
    return _compared(view.catalogue, asked.indicator.id, asked.period, asked.where, asked.against)


def apart(view: View, asked: Asked) -> Gap | None:
    """What the gap of the chosen region is made of; None when there is nothing to take apart."""
    if asked.region.kind != KIND:
        return None
    against: tuple[str, ...] = (asked.against,)
    if asked.against == PEERS:
        against = peers(view, asked)
    if not against:
        return None
    return _apart(view.catalogue, asked.indicator.id, asked.period, asked.where, against, asked.region.code)


# The catalogue is one object per release and folder, so it keeps releases apart.
@lru_cache(maxsize=64)
def _expected(
    known: Catalogue, indicator: str, period: int, where: Where, model: Literal["intern", "cbs"]
) -> Expected | None:
    try:
        return expected_values(indicator, period, None, model, 0.95, known.release.id, dict(where) or None)
    except QueryError:
        return None  # this release has no such model, or not for this year


@lru_cache(maxsize=64)
def _compared(known: Catalogue, indicator: str, period: int, where: Where, against: str) -> Values:
    chosen: dict[str, Choice | list[Choice]] = {**dict(where), "region": [KIND, COUNTRY], "period": period}
    return values(indicator, ("region",), chosen, known.release.id, with_=["benchmark"], against=against)


@lru_cache(maxsize=128)
def _apart(
    known: Catalogue, indicator: str, period: int, where: Where, against: tuple[str, ...], region: str
) -> Gap | None:
    if against == (EARLIER,) and not any(p < period for p in known.periods(indicator, kind=KIND)):
        return None
    single = against[0] if len(against) == 1 else against
    found = gaps(indicator, single, None, period, None, known.release.id, dict(where) or None)
    return found.of(region) if region in found.regions else None


def peers(view: View, asked: Asked) -> tuple[str, ...]:
    """The regions that resemble the chosen one and were there in the period; none for a region that has none."""
    year = map_year(asked.period, asked.indicator.period_kind)
    codes = peer_codes(release=view.release).get(asked.region.code, ())
    return tuple(code for code in codes if view.catalogue.regions[code].exists(year))


def selection(asked: Asked, regions: Sequence[Choice]) -> Selection:
    """The figures of some regions behind a question."""
    where: dict[str, Choice | Sequence[Choice]] = {**asked.filters, "period": asked.period, "region": regions}
    return Selection(asked.indicator.id, ("region",), where)


def file(view: View, asked: Asked, study: str, **more: str) -> tuple[str, str]:
    """The name of the indicator and the address of a study of it as CSV, for exactly these choices."""
    chosen = {PARAMETER[dimension]: code for dimension, code in asked.where}
    params = {"periode": str(asked.period), **more, **chosen}
    name = view.named(asked.indicator, "short")
    return name, study_address(view, f"indicatoren/{asked.indicator.id}/{study}", params)


def expecting(view: View, asked: Asked) -> Indicator:
    """The indicator whose source the expected numbers come from: one of its own for the model of the CBS."""
    known = view.catalogue.indicators.values()
    made = (each for each in known if each.family == "verwacht") if asked.model == CBS_MODEL else iter(())
    return next(made, asked.indicator)
