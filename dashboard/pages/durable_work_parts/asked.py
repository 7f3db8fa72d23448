"""What the page on durable work asks and reads: one definition of many, for all regions, and its years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ... import i18n
from ...components import panel as p
from ...components import sentences
from ...indicators import Catalogue, Choice, Indicator, Region, Row, Selection, Values, values_of
from ...indicators.catalogue import map_year
from ...indicators.studies.work_definitions import (
    ALL,
    INDICATOR,
    NOT_FLEXIBLE,
    NOT_SELF_EMPLOYED,
    ONLY_PERMANENT,
    WorkDefinitions,
    moments,
    work_definitions,
)
from ...state import COUNTRY, LATEST, Absent, View, study_address
from ..region_parts.figures import KIND, place

# Word in the address, the same as in the API -> the contracts that count.
CONTRACTS = {
    "alle": ALL,
    "vast": ONLY_PERMANENT,
    "niet_flexibel": NOT_FLEXIBLE,
    "niet_zelfstandig": NOT_SELF_EMPLOYED,
}
WORD_OF = {contract: word for word, contract in CONTRACTS.items()}
ORDERS = ("hoog", "laag", "naam")


@dataclass(frozen=True)
class Asked:
    """One definition for one cohort, with what may be chosen instead; `region` is the country where there is none."""

    indicator: Indicator
    region: Region
    hours: str
    contract: str
    moment: str
    period: int
    order: str
    classes: tuple[str, ...]
    contracts: tuple[str, ...]
    moments: tuple[str, ...]
    found: WorkDefinitions


@dataclass(frozen=True)
class Read:
    """Figures through the one door: all regions, the parts of some, the moments of a cohort, and the cohorts."""

    regions: Values
    parts: Values
    moments: Values
    cohorts: Values


def asked(view: View) -> Asked:
    """What the address asks; raises Absent when the release has no figures on work per region."""
    known = view.catalogue
    at = moments(known) if INDICATOR in known.indicators else ()
    if not at:
        raise Absent("work")
    usual = definitions(known, "", ALL, "", 0)
    classes = tuple(dict.fromkeys(choice.hours for choice in usual.choices))
    contracts = tuple(dict.fromkeys(choice.contract for choice in usual.choices))
    moment = view.choice("moment", at, usual.choice.moment)
    hours = view.choice("uren", classes, classes[0])
    contract = CONTRACTS[view.choice("werksoort", [WORD_OF[each] for each in contracts], WORD_OF[ALL])]
    periods = known.periods(INDICATOR, moment, KIND)
    word = view.asked.get("periode", LATEST)
    period = int(word) if word.isdecimal() and int(word) in periods else periods[-1]
    indicator = known.indicators[INDICATOR]
    chosen = place(view)
    there = chosen.kind == KIND and chosen.exists(map_year(period, indicator.period_kind))
    return Asked(
        indicator=indicator,
        region=chosen if there else known.regions[COUNTRY],
        hours=hours,
        contract=contract,
        moment=moment,
        period=period,
        order=view.choice("volgorde", ORDERS, ORDERS[0]),
        classes=classes,
        contracts=contracts,
        moments=at,
        found=definitions(known, hours, contract, moment, period),
    )


# The catalogue is one object per release and folder, so it keeps releases apart.
@lru_cache(maxsize=64)
def definitions(known: Catalogue, hours: str, contract: str, moment: str, period: int) -> WorkDefinitions:
    """All definitions for one cohort, one of them in full; an empty choice is the usual one."""
    return work_definitions(hours or None, contract, moment or None, period or None, known.release.id)


def read(view: View, asked: Asked) -> Read:
    """All figures of the page, by one query."""
    own: list[Choice] = list(dict.fromkeys([asked.region.code, COUNTRY]))
    beside: list[Choice] = [region.code for region in view.compared() if region.kind == KIND]
    counted = where(view, asked)
    hours = {"hours": counted["hours"]}
    types: list[Choice] = [part.contract for part in asked.found.rows[0].parts] if asked.found.rows else []
    when: dict[str, Choice] = {"period": asked.period, "moment": asked.moment}
    moments: list[Choice] = list(asked.moments)
    years: list[Choice] = list(view.catalogue.periods(INDICATOR, asked.moment, KIND))
    selections = [
        Selection(INDICATOR, ("region",), {**counted, **when, "region": [KIND, COUNTRY]}),
        Selection(INDICATOR, ("region", "contract"), {**hours, **when, "contract": types, "region": [*own, *beside]}),
        Selection(
            INDICATOR,
            ("region", "moment"),
            {**counted, "moment": moments, "period": complete(view, asked), "region": own},
        ),
        Selection(INDICATOR, ("region", "period"), {**counted, "moment": asked.moment, "period": years, "region": own}),
    ]
    return Read(*values_of(selections, view.release))


def where(view: View, asked: Asked) -> dict[str, Choice | Sequence[Choice]]:
    """The hours and contracts that a definition counts."""
    classes: list[Choice] = list(asked.classes[asked.classes.index(asked.hours) :])
    codes: list[Choice] = list(asked.found.choice.codes)
    total = view.catalogue.dimensions["contract"].total
    return {"hours": classes, "contract": total if asked.contract == ALL else codes}


def complete(view: View, asked: Asked) -> int:
    """The chosen cohort when it has reached every moment, else the newest that has."""
    of = [set(view.catalogue.periods(INDICATOR, moment, KIND)) for moment in asked.moments]
    every = set.intersection(*of)
    return asked.period if asked.period in every or not every else max(every)


def by(values: Values) -> Mapping[tuple[str, str | int], Row]:
    """The rows of figures split by region and something else."""
    return {(str(row.key[0]), row.key[1]): row for row in values.rows}


def definition(view: View, hours: str, contract: str, moment: str) -> str:
    """A definition in words, as it stands at the start of a sentence."""
    return view.text(
        "dur_definition",
        hours=hours_words(view, hours).lower(),
        contract=contract_words(view, contract).lower(),
        moment=view.name_of("moment", moment).lower(),
    )


def chosen_words(view: View, asked: Asked) -> str:
    """The definition that was picked, in words."""
    return definition(view, asked.hours, asked.contract, asked.moment)


def hours_words(view: View, hours: str) -> str:
    """A class of hours as the least that counts; its code starts with that."""
    return view.text("dur_hours_from", hours=hours.split("_")[0])


def contract_words(view: View, contract: str) -> str:
    """The types of work that count."""
    return view.text(f"dur_contract_{WORD_OF[contract]}")


def file(view: View, asked: Asked) -> tuple[str, str]:
    """What is downloaded, and the address of all regions by the picked definition as CSV."""
    params = {
        "uren": asked.hours,
        "werksoort": WORD_OF[asked.contract],
        "moment": asked.moment,
        "periode": str(asked.period),
    }
    return view.named(asked.indicator, "short"), study_address(view, "duurzaam-werk", params)


def figures(
    view: View, asked: Asked, by: Sequence[str], where_: Mapping[str, Sequence[Choice]], **more: str
) -> tuple[str, str]:
    """What is downloaded, and the address of the figures of a chart of one cohort at one moment as CSV."""
    when: dict[str, Choice] = {"period": asked.period, "moment": asked.moment}
    return p.csv_of(view, Selection(INDICATOR, by, {**where(view, asked), **when, **where_}), **more)


def cohort(view: View, asked: Asked, period: int) -> str:
    """The young people a figure is about, by the year they left school."""
    return view.text("dur_cohort", period=view.period_name(period, asked.indicator))


def written(view: View, asked: Asked, row: Row | None) -> str:
    """A figure in words, with its status when it is not definitive."""
    return sentences.with_status(view, asked.indicator, row)


def listed(view: View, parts: list[str]) -> str:
    """Words in a row; that there are none when there are none."""
    return i18n.listing(parts, view.lang) if parts else view.text("nothing_here")
