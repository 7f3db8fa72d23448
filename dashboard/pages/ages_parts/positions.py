"""What young people of every age do, of the region and of the country: bars, table and one file."""

from ... import charts, i18n
from ...charts import Point, Series
from ...components import Element, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators import Row, Values
from ...indicators.studies.positions import NEET, PARTS, WHOLE, WITH, WITHOUT, Positions
from ...state import COUNTRY, View, study_address
from ..page import axis_of
from . import asked as a
from .asked import Asked
from .compared import age_name
from .noted import here

# In a bar these have a name of one word; the others have only their figure.
NAMED = WHOLE[:-1]
Key = tuple[str, str]


def panel(view: View, found: Asked, made: Positions) -> p.Panel:
    """The positions by age; the group of 23 to 27 comes first."""
    places = list(dict.fromkeys([found.region.code, COUNTRY]))
    ages = in_order(found)
    keys = [(place, age) for age in ages for place in places]
    names = [view.name_of("region", place) for place in places]
    others = [view.within("region", place) for place in places[1:]]
    groups = [(age_name(view, age), [lettered(view, made, (place, age)) for place in places]) for age in ages]
    period = view.period_name(made.period, found.neet)
    rows = [row for name in PARTS for key in keys if (row := made.rows.get(name, {}).get(key)) is not None]
    every = Values(NEET, ("region", "age_group"), [row for row in rows if not row.derived], made.release, {})
    asked = {"periode": str(made.period)}
    return p.Panel(
        headline=headline(view, found, made),
        subtitle=p.subtitle(
            view,
            found.neet,
            [i18n.listing([names[0], *others], view.lang), period],
            every,
            what=view.text("ages_positions_subtitle"),
        ),
        description=" ".join(here(view, found, every)),
        aloud=view.text("ages_positions_told", parts=told(view, found, made)),
        figure=charts.stacked_groups(
            groups,
            series(view, made, keys),
            axis_of(view, found.neet),
            [name_of(view, name) for name in NAMED],
            f", {view.text('ages_number', count='%{customdata}')}",
        ),
        table=grid(view, found, made, places, ages),
        notes=[view.text("ages_left_over")],
        source=p.source_line(view, found.neet),
        csv=[(view.text("ages_positions"), study_address(view, f"regios/{found.region.code}/posities", asked))],
        file=p.file_name(view.text("ages_positions"), view.name_of("region", found.region.code), period),
    )


def in_order(found: Asked) -> list[str]:
    """The group of 23 to 27, then the others, all together last."""
    return [a.FOCUS, *(code for code in found.ages.rows if code != a.FOCUS)]


def name_of(view: View, position: str) -> str:
    """A position in a few words."""
    return view.text(f"ages_position_{position}")


def headline(view: View, found: Asked, made: Positions) -> str:
    """How many of those without education and work have a benefit and how many have none, when that is known."""
    key = (found.region.code, a.FOCUS)
    whole, having, lacking = (made.rows.get(name, {}).get(key) for name in (NEET, WITH, WITHOUT))
    name = view.within("region", found.region.code)
    if not (whole and having and lacking) or having.numerator is None or lacking.numerator is None:
        return view.text("ages_positions_headline", name=name, period=view.period_name(made.period, found.neet))
    counts = {"whole": whole, "having": having, "lacking": lacking}
    told_ = {name: sentences.count(view, row.numerator) for name, row in counts.items()}
    return view.text("ages_positions_split", name=name, **told_)


def told(view: View, found: Asked, made: Positions) -> str:
    """The positions of the group of 23 to 27 in words."""
    key = (found.region.code, a.FOCUS)
    parts = [
        f"{name_of(view, name).lower()} {sentences.shown(view, found.neet, made.rows[name].get(key))}"
        for name in PARTS
        if name in made.rows
    ]
    return f"{view.name_of('region', found.region.code)}, {age_name(view, a.FOCUS)}: {i18n.listing(parts, view.lang)}"


def lettered(view: View, made: Positions, key: Key) -> str:
    """The name of a bar, with a letter when its figures are provisional."""
    row = made.rows[NEET].get(key)
    name = view.name_of("region", key[0])
    return f"{name} ({view.text('ages_letter')})" if row is not None and row.status == "P" else name


def series(view: View, made: Positions, keys: list[Key]) -> list[Series]:
    """The parts of every bar; those without education and work are one part where it cannot be split."""
    split = {key: all(shown(made, name, key) for name in (WITH, WITHOUT)) for key in keys}
    drawn = [
        (name, {key: made.rows.get(name, {}).get(key) for key in keys if name in NAMED or split[key]}) for name in PARTS
    ]
    whole = {key: made.rows[NEET].get(key) for key in keys if not split[key]}
    drawn += [(NEET, whole)] if any(row is not None and row.value is not None for row in whole.values()) else []
    return [
        Series(name_of(view, name), [point(view, made, key, rows.get(key)) for key in keys])
        for name, rows in drawn
        if any(row is not None and row.value is not None for row in rows.values())
    ]


def shown(made: Positions, name: str, key: Key) -> bool:
    """Whether a position has a figure."""
    row = made.rows.get(name, {}).get(key)
    return row is not None and row.value is not None


def point(view: View, made: Positions, key: Key, row: Row | None) -> Point:
    """One part of one bar; a part that is not drawn looks like its bar in the key of the chart."""
    if row is None or row.value is None:
        whole = made.rows[NEET].get(key)
        return Point("", None, "", whole is not None and whole.status == "P")
    return Point("", float(row.value), sentences.count(view, row.numerator), row.status == "P")


def grid(view: View, found: Asked, made: Positions, places: list[str], ages: list[str]) -> Element:
    """Per age and position the numbers and shares of the region and of the country."""
    heads = [view.text("ages_age"), view.text("ages_position")]
    for place in places:
        heads += [view.name_of("region", place), view.text("ages_share")]
    body = []
    for age in ages:
        for name in (*WHOLE, WITH, WITHOUT):
            if name not in made.rows:
                continue
            rows = [made.rows[name].get((place, age)) for place in places]
            line = [age_name(view, age), view.text(f"ages_row_{name}")]
            for row in rows:
                line += [sentences.count(view, row.numerator if row else None), sentences.shown(view, found.neet, row)]
            body.append([*line, next((s for s in (sentences.status_beside(view, row) for row in rows) if s), "")])
    period = view.period_name(made.period, found.neet)
    title = f"{view.text('ages_positions')}, {period}"
    return table(title, [*heads, view.text("status")], body, numeric=range(2, len(heads)))
