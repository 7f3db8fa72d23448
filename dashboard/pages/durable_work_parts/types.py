"""The types of work at the picked hours and moment, of the region, the country and others; the self-employed always."""

from ... import charts
from ...charts import Point, Series
from ...components import panel as p
from ...components import sentences
from ...components.tables import table
from ...indicators import Values
from ...indicators.studies.work_definitions import SELF_EMPLOYED
from ...state import COUNTRY, View
from ..page import axis_of
from . import asked as a
from .asked import Asked


def panel(view: View, asked: Asked, values: Values) -> p.Panel:
    """Bars of the known types of work per region; a hidden type is a word in the key, the table and below."""
    rows = a.by(values)
    places = list(dict.fromkeys([asked.region.code, COUNTRY, *(str(row.key[0]) for row in values.rows)]))
    types = list(dict.fromkeys(str(row.key[1]) for row in values.rows))
    series = []
    for code in types:
        points = [
            Point(
                view.name_of("region", place),
                row.value,
                view.text(
                    "dur_part",
                    region=view.name_of("region", place),
                    name=view.name_of("contract", code).lower(),
                    value=a.written(view, asked, row),
                ),
                row.status == "P",
            )
            for place in places
            if (row := rows.get((place, code))) is not None
        ]
        series.append(Series(view.name_of("contract", code), points))
    hours, when = a.hours_words(view, asked.hours), a.cohort(view, asked, asked.period)
    moment = view.name_of("moment", asked.moment).lower()
    body = [
        [view.name_of("region", place)]
        + [cell for code in types for cell in both(view, asked, rows.get((place, code)))]
        for place in places
    ]
    heads = [view.text("region")]
    for code in types:
        heads += [view.name_of("contract", code), view.text("status")]
    title = view.text("dur_types", hours=hours.lower(), moment=moment)
    return p.Panel(
        headline=headline(view, asked, values),
        subtitle=p.subtitle(view, asked.indicator, [when], values, title),
        description=" ".join(told(view, asked, place, types, values) for place in places),
        figure=charts.stacked(series, axis_of(view, asked.indicator)),
        table=table(f"{title}, {when} (%)", heads, body, numeric=range(1, len(heads), 2), marked=(0,)),
        notes=p.notes(view, asked.indicator, values, [view.text("dur_note_types")]),
        source=p.source_line(view, asked.indicator),
        csv=[a.figures(view, asked, ("region", "contract"), {"region": places, "contract": types})],
    )


def both(view: View, asked: Asked, row: a.Row | None) -> tuple[str, str]:
    """A figure and its status, as two cells."""
    return sentences.shown(view, asked.indicator, row), sentences.status_beside(view, row)


def told(view: View, asked: Asked, place: str, types: list[str], values: Values) -> str:
    """All types of work of one region in a sentence, the hidden ones by the reason."""
    rows = a.by(values)
    parts = [
        f"{view.name_of('contract', code).lower()} {sentences.shown(view, asked.indicator, rows.get((place, code)))}"
        for code in types
    ]
    return view.text("dur_types_told", name=view.name_of("region", place), parts=a.listed(view, parts))


def headline(view: View, asked: Asked, values: Values) -> str:
    """How many of the school leavers are self-employed, in the region and in the country."""
    rows = a.by(values)
    there = rows.get((COUNTRY, SELF_EMPLOYED))
    if there is None:
        return view.text("dur_types_none")
    country = sentences.shown(view, asked.indicator, there)
    if asked.region.code == COUNTRY:
        return view.text("dur_types_headline_country", country=country)
    own = sentences.shown(view, asked.indicator, rows.get((asked.region.code, SELF_EMPLOYED)))
    name = view.within("region", asked.region.code)
    return view.text("dur_types_headline", name=name, value=own, country=country)
