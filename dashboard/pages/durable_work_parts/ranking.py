"""How much the order of the regions depends on the definition: ranges of places, and how alike the orders are."""

from ... import charts, i18n
from ...charts import Axis, Span
from ...components import Element, el
from ...components import panel as p
from ...components.tables import table
from ...indicators import Values
from ...indicators.studies.work_definitions import WorkChoice, WorkShare
from ...narrative import reason_words
from ...state import View
from . import asked as a
from .asked import Asked
from .shares import in_order, provisional

# From which tau on two orders are told to be how alike; what is below the last is another order.
ALIKE = ((0.8, "same"), (0.5, "much"), (0.2, "little"), (-0.2, "other"), (-1.0, "reversed"))


def panel(view: View, asked: Asked, values: Values) -> p.Panel:
    """Per region a bar from its lowest to its highest place, with the place by the picked definition."""
    shares, found = in_order(view, asked), {str(row.key[0]): row for row in values.rows}
    rows = [
        Span(
            name=view.name_of("region", share.region),
            value=share.rank,
            low=share.rank_low,
            high=share.rank_high,
            words=pointed(view, share),
            provisional=provisional(found.get(share.region)),
        )
        for share in shares
        if share.rank is not None
    ]
    key = charts.Words(value=view.text("dur_key_place"), limits=view.text("dur_key_places"))
    axis = Axis(view.text("nothing_here"), separators=",." if view.lang == "nl" else ".,")
    own = view.name_of("region", asked.region.code)
    last = float(max([share.rank_high or share.rank or 1 for share in shares], default=1))
    drawn = charts.dumbbell(rows, own, None, axis, key, thick=True, ends=(1.0, last))
    count = sum(asked.found.ranged)
    when = a.cohort(view, asked, asked.period)
    title = view.text("dur_places")
    heads = [view.text("region"), *(view.text(f"dur_head_{name}") for name in ("place", "lowest", "highest"))]
    body = [
        [view.name_of("region", share.region), *(place(view, share, each) for each in places(share))]
        for share in shares
    ]
    marked = [at for at, share in enumerate(shares) if share.region == asked.region.code]
    return p.Panel(
        headline=headline(view, asked),
        subtitle=p.subtitle(view, asked.indicator, [view.text("dur_over", count=count), when], values, title),
        description="",
        aloud=view.text("dur_places_told", count=len(rows), definitions=count),
        figure=drawn,
        table=table(f"{title}, {when}", heads, body, numeric=range(1, 4), marked=marked),
        notes=notes(view, asked, values),
        source=p.source_line(view, asked.indicator),
        csv=[a.file(view, asked)],
    )


def notes(view: View, asked: Asked, values: Values) -> list[str]:
    """What a reader must know of places: chance, what takes no part in the range, and what can still change."""
    told = [view.text("dur_note_places"), view.text("dur_note_ranged")]
    if not asked.found.ranged[asked.found.picked]:
        told.append(view.text("dur_note_picked", count=sum(share.value is None for share in asked.found.rows)))
    told += later(view, asked)
    return [*told, *([view.text("note_provisional")] if any(provisional(row) for row in values.rows) else [])]


def places(share: WorkShare) -> tuple[int | None, int | None, int | None]:
    """The place by the picked definition, and the first and the last over all."""
    return share.rank, share.rank_low, share.rank_high


def place(view: View, share: WorkShare, number: int | None) -> str:
    """A place, or why there is none."""
    if number is not None:
        return str(number)
    return (
        i18n.status_word(share.status, view.lang)
        if share.status
        else reason_words(share.reason or "missing", view.lang)
    )


def pointed(view: View, share: WorkShare) -> str:
    """What a reader sees on pointing at a region."""
    rank, low, high = (place(view, share, each) for each in places(share))
    return view.text("dur_place_pointed", name=view.name_of("region", share.region), rank=rank, low=low, high=high)


def headline(view: View, asked: Asked) -> str:
    """Between which places the region is over all definitions; for the country the region that moves most."""
    count = sum(asked.found.ranged)
    own = next((share for share in asked.found.rows if share.region == asked.region.code), None)
    if own is None:
        known = [s for s in asked.found.rows if s.rank_low is not None and s.rank_high is not None]
        if not known:
            return view.text("dur_places_none")
        own = max(known, key=lambda share: (share.rank_high or 0) - (share.rank_low or 0))
    parts = {"name": view.within("region", own.region), "count": count, "low": own.rank_low, "high": own.rank_high}
    if own.rank_low is None or own.rank_high is None:
        return view.text("dur_places_unknown", name=parts["name"])
    if own.rank_low == own.rank_high:
        return view.text("dur_places_headline_one", **parts)
    return view.text("dur_places_headline", **parts)


def later(view: View, asked: Asked) -> list[str]:
    """The moments that this cohort has not reached, which take no part."""
    if not asked.found.later:
        return []
    names = [view.name_of("moment", moment).lower() for moment in asked.found.later]
    return [view.text("dur_note_later", moments=a.listed(view, names))]


def agreement(view: View, asked: Asked) -> list[Element]:
    """How alike the order by each other definition is to the one by the picked definition, in words."""
    found = asked.found
    tau = found.tau_of()
    by = {(choice.hours, choice.contract, choice.moment): choice for choice in found.choices}
    contracts, moments = list(asked.contracts), [m for m in asked.moments if m not in found.later]

    def cell(hours: str, contract: str, moment: str) -> str:
        choice = by.get((hours, contract, moment))
        return "–" if choice is None else alike(view, asked, choice, tau)

    hours_heads = [view.text("dur_contracts"), *(a.hours_words(view, hours) for hours in asked.classes)]
    grid = [
        [a.contract_words(view, each), *(cell(hours, each, asked.moment) for hours in asked.classes)]
        for each in contracts
    ]
    moment = view.name_of("moment", asked.moment).lower()
    at = contracts.index(asked.contract)
    parts: list[Element] = [
        table(view.text("dur_alike_caption", moment=moment), hours_heads, grid, marked=(at,)),
    ]
    if len(moments) > 1:
        rows = [[view.name_of("moment", m), cell(asked.hours, asked.contract, m)] for m in moments]
        heads = [view.text("dur_moment"), view.text("dur_alike")]
        parts.append(table(view.text("dur_alike_moments"), heads, rows, marked=(moments.index(asked.moment),)))
    parts.append(el("P", view.text("dur_alike_note"), className="source"))
    summary = el("Summary", view.text("dur_alike_more"))
    return [el("P", sentence(view, asked, tau)), el("Details", [summary, *parts], className="folded")]


def alike(view: View, asked: Asked, choice: WorkChoice, tau: dict[str, float | None]) -> str:
    """How alike one order is to that of the picked definition, with Kendall's tau behind it; or why it is not known."""
    if choice.id == asked.found.choice.id:
        return view.text("dur_alike_itself")
    value, at = tau[choice.id], asked.found.choices.index(choice)
    if not asked.found.ranged[at]:
        return reason_words("few_regions", view.lang)
    if value is None:
        return reason_words(str(asked.found.tau_reasons[asked.found.picked, at]) or "missing", view.lang)
    return view.text(
        "dur_alike_cell", words=view.text(f"dur_alike_{level(value)}"), tau=i18n.number(value, 2, view.lang)
    )


def level(tau: float) -> str:
    """How alike two orders are."""
    return next((name for least, name in ALIKE if tau >= least), ALIKE[-1][1])


def sentence(view: View, asked: Asked, tau: dict[str, float | None]) -> str:
    """How many of the other definitions give almost the same order."""
    found = asked.found
    ranged = [choice.id for choice, enough in zip(found.choices, found.ranged, strict=True) if enough]
    others = [value for name in ranged if name != found.choice.id and (value := tau[name]) is not None]
    if not others:
        return view.text("dur_alike_none")
    same = sum(level(value) == "same" for value in others)
    keys = {0: "dur_alike_zero", 1: "dur_alike_one"}
    return view.text(keys.get(same, "dur_alike_many"), count=same, total=len(others))
