"""What a difference is made of: steps from the benchmark to the region, by who its young people are and by the rest."""

from collections.abc import Sequence
from dataclasses import replace

from ... import charts, i18n, narrative
from ...charts import Step
from ...components import Element, el, sentences, told
from ...components import panel as p
from ...components.tables import table
from ...indicators import Values
from ...indicators.studies.cells import EARLIER, ITSELF, PEERS
from ...indicators.studies.gap import Category, Gap
from ...narrative import Benchmark, reason_words
from ...narrative.words import benchmark_words
from ...state import COUNTRY, View
from ..page import axis_of
from . import asked as a
from .asked import Asked
from .written import percent, signed

TESTED = ("higher", "lower")
DECIMALS = 2  # parts of a difference are small


def panel(view: View, asked: Asked, gap: Gap | None, values: Values) -> p.Panel:
    """Steps, words and tables; no steps when the difference may be chance, because there is nothing to explain then."""
    indicator = asked.indicator
    outcome, reason = tested(asked, values)
    axis = replace(axis_of(view, indicator), suffix="")  # points of percent have no sign of their own
    split = gap is not None and not gap.reason and outcome in TESTED
    period = view.period_name(asked.period, indicator)
    group = sentences.choices(view, dict(asked.where))
    parts = list(group)
    if asked.region.kind == a.KIND:
        against = view.text("exp_against", benchmark=held_words(view, asked))
        parts = [view.name_of("region", asked.region.code), against, *group]
    if gap and split:
        row, _ = told.row_of(values, asked.region.code)
        drawn = charts.waterfall(steps(view, asked, gap, row is not None and row.status == "P"), axis)
    else:
        drawn = charts.nothing(why_none(view, asked, outcome), axis)
    return p.Panel(
        headline=headline(view, asked, gap, values, outcome, reason),
        subtitle=p.subtitle(view, indicator, [*parts, period], values),
        description="" if gap and split else why_none(view, asked, outcome, "told"),
        aloud=described(view, asked, gap) if gap and split else "",
        figure=drawn,
        table=grids(view, asked, gap if split else None, [*parts, period]),
        notes=p.notes(view, indicator, values, remarks(view, gap) if gap and split else []),
        source=p.source_line(view, indicator),
        csv=files(view, asked, gap),
    )


def tested(asked: Asked, values: Values) -> tuple[str, str]:
    """The tested outcome of the region against its benchmark, and why there is none."""
    row, cells = told.row_of(values, asked.region.code)
    if row is None or row.value is None or not cells:
        return "unknown", "missing"
    return cells["outcome"] or "unknown", cells["benchmark_reason"] or "missing"


def held(view: View, asked: Asked) -> Benchmark:
    """The benchmark as sentences on a split name it: the country here holds the region."""
    if asked.against == EARLIER:
        return Benchmark("earlier", view.period_name(asked.period - 1, asked.indicator))
    return Benchmark("peers" if asked.against == PEERS else "country")


def held_words(view: View, asked: Asked) -> str:
    """The benchmark in words."""
    return benchmark_words(held(view, asked), view.lang)


def headline(view: View, asked: Asked, gap: Gap | None, values: Values, outcome: str, reason: str) -> str:
    """How much of a tested difference goes with the composition; else what can be said of the difference."""
    if asked.region.kind != a.KIND:
        return view.text("exp_choose")
    row, cells = told.row_of(values, asked.region.code)
    # Without a better side: a difference is told here and not judged.
    about = told.about(view, asked.indicator, asked.region.code, row, asked.period)._replace(better="none")
    if outcome not in TESTED or gap is None or gap.reason:
        if reason == ITSELF or not cells:
            reason = "missing"
        facts = (
            told.compared(about, {**cells, "benchmark_reason": reason}, told.benchmark(view, values, asked.against))
            if cells
            else []
        )
        said = facts[0].sentence if facts else narrative.comparison(about, "unknown", held(view, asked), reason=reason)
        if outcome in TESTED:
            why = reason_words(gap.reason if gap else "missing", view.lang)
            said = f"{said} {view.text('exp_no_split', reason=why)}"
        return said
    most = max(gap.parts, key=lambda part: abs(part.points))
    factor = view.named(view.catalogue.dimensions[most.factor]).lower() if len(gap.parts) > 1 else ""
    told_ = narrative.decomposition(about, outcome, held(view, asked), gap.points, composition(gap), factor)
    return told_ or view.text(
        "exp_tiny", region=view.within("region", asked.region.code), benchmark=held_words(view, asked)
    )


def composition(gap: Gap) -> float:
    """The part of a gap that goes with who the young people are."""
    return sum(part.points for part in gap.parts)


def why_none(view: View, asked: Asked, outcome: str, form: str = "drawn") -> str:
    """Why there are no steps: for the empty chart in a few words, and in a sentence below it."""
    if asked.region.kind != a.KIND:
        return view.text(f"exp_{form}_choose")
    if outcome == "not_distinguishable":
        return view.text(f"exp_{form}_chance")
    return view.text(f"exp_{form}_unknown")


def steps(view: View, asked: Asked, gap: Gap, provisional: bool = False) -> list[Step]:
    """One step per factor, one for the rest, and the whole."""

    def words(points: float, people: float) -> str:
        sizes = {"points": signed(view, points, DECIMALS), "people": signed(view, people)}
        return view.text("exp_step", **sizes)

    named = view.catalogue.dimensions
    found = [
        Step(
            view.text("exp_step_factor", factor=view.named(named[part.factor]).lower()),
            part.points,
            words(part.points, part.people),
            provisional=provisional,
        )
        for part in gap.parts
    ]
    found.append(
        Step(view.text("exp_rate"), gap.rate_points, words(gap.rate_points, gap.rate_people), "rest", provisional)
    )
    whole = view.text("exp_whole", benchmark=held_words(view, asked))
    return [*found, Step(whole, gap.points, words(gap.points, gap.people), "whole", provisional)]


def described(view: View, asked: Asked, gap: Gap) -> str:
    """The steps for who cannot see them."""
    parts = [f"{step.name} {step.words.replace('<br>', ', ')}" for step in steps(view, asked, gap)]
    return view.text("exp_steps_told", parts="; ".join(parts))


def grids(view: View, asked: Asked, gap: Gap | None, parts: Sequence[str]) -> Element:
    """The steps as a table, and the same per group; only why there are none when there are none."""
    title = view.text("exp_table", parts=", ".join(parts))
    heads = [view.text(f"exp_head_{name}") for name in ("part", "points", "people")]
    if gap is None:
        return el("Div", table(title, heads, []), className="panel-without")
    named = view.catalogue.dimensions
    body = [
        [view.named(named[part.factor]), signed(view, part.points, DECIMALS), signed(view, part.people)]
        for part in gap.parts
    ]
    body.append([view.text("exp_rate"), signed(view, gap.rate_points, DECIMALS), signed(view, gap.rate_people)])
    whole = view.text("exp_whole", benchmark=held_words(view, asked))
    body.append([whole, signed(view, gap.points, DECIMALS), signed(view, gap.people)])
    found = [table(title, heads, body, numeric=(1, 2), marked=(len(body) - 1,))]
    names = ("group", "share", "benchmark_share", "composition", "rates")
    group_heads = [view.text(f"exp_head_{name}") for name in names]
    for part in gap.parts:
        name = view.named(named[part.factor])
        rows = [category(view, asked, part.factor, each) for each in part.categories]
        found.append(table(view.text("exp_groups", factor=name.lower()), group_heads, rows, numeric=range(1, 5)))
    return el("Div", found)


def category(view: View, asked: Asked, factor: str, each: Category) -> list[str]:
    """One group: how many of the young people it holds here and there, and what it adds to the gap."""
    return [
        view.name_of(factor, each.code),
        i18n.quantity(each.share, "%", 1, view.lang),
        i18n.quantity(each.benchmark_share, "%", 1, view.lang),
        both(view, each.points, each.people),
        both(view, each.rate_points, each.rate_people),
    ]


def both(view: View, points: float, people: float) -> str:
    """An effect in percentage points, and in young people behind it."""
    return view.text("exp_both", points=signed(view, points, DECIMALS), people=signed(view, people))


def remarks(view: View, gap: Gap) -> list[str]:
    """How to read the steps, and how much of them was estimated."""
    found = [view.text("exp_note_steps"), view.text("exp_note_excuse")]
    if gap.estimated:
        shares = {"people": percent(view, gap.pooled), "cases": percent(view, gap.pooled_cases)}
        found.append(view.text("exp_note_pooled", **shares))
    return found


def files(view: View, asked: Asked, gap: Gap | None) -> list[tuple[str, str]]:
    """The steps as data; without steps the figures of the region and of those it is compared with."""
    if gap is None:
        own = [asked.region.code] if asked.region.kind == a.KIND else []
        others = a.peers(view, asked) if asked.against == PEERS else ()
        return [p.csv_of(view, a.selection(asked, [*own, *(others or (COUNTRY,))]))]
    more = {} if asked.against == COUNTRY else {"vergelijk": asked.against}
    return [a.file(view, asked, "verschil", regio=asked.region.code, **more)]
