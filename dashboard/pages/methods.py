"""The manual of the figures: per indicator definition, formula and worked examples; sources, printed figures, words."""

from functools import lru_cache

from .. import i18n
from ..components import Children, Element, absence, el, link, paragraphs, slot
from ..components import controls as c
from ..components.tables import Cell, pairs, table
from ..indicators import Example, Indicator, PublishedFigure, Source, published_figures
from ..indicators.subjects import VSV_OLD
from ..state import View
from .page import Content, page

SLUG = {"nl": "verantwoording", "en": "methods"}
CHARTS = False
DEFAULT = VSV_OLD
# The choices that a slot follows from; a slot not named here follows from all.
FOLLOWS = {"method": ("indicator", "release"), "published": ("onderwerp", "zoek", "release")}


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    defined = view.catalogue.indicators
    if not defined:
        return Content(slots={"method": absence.absence(view, "any"), "published": printed(view)})
    indicator = view.indicator(DEFAULT, defined)
    return Content(
        slots={"method": method(view, indicator), "published": printed(view)},
        spoken=view.text("spoken_method", what=view.named(indicator, "short")),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    defined = view.catalogue.indicators
    picker = [c.indicator_picker(view, view.indicator(DEFAULT, defined), DEFAULT, defined.values())] if defined else []
    sections = ("indicator", "sources", "published", "words", "release")
    contents = [el("Li", el("A", view.text(f"methods_{name}"), href=f"#{name}")) for name in sections]
    parts = [
        el("Nav", el("Ul", contents), className="contents", **{"aria-label": view.text("methods_contents")}),
        el("P", link(view.text("stat_from_methods"), view.to("statistics", {}))),
        section(view, "indicator", c.bar(view, picker), slot("method", content.slots["method"])),
        section(view, "sources", *sources(view)),
        section(
            view,
            "published",
            el("P", view.text("published_intro")),
            topic_bar(view),
            slot("published", content.slots["published"]),
        ),
        section(view, "words", words(view)),
        section(view, "release", *release(view)),
    ]
    return page(view, view.text("methods_title"), view.text("methods_intro"), parts)


def section(view: View, name: str, *parts: Children) -> Element:
    """A part of the page under its own heading, reachable by its name."""
    return el("Section", [el("H2", view.text(f"methods_{name}")), *parts], id=name, className="section")


def method(view: View, indicator: Indicator) -> list[Element]:
    """Everything about one indicator."""
    source = view.catalogue.source_of(indicator.id)
    periods = view.catalogue.periods(indicator.id)
    ends = (
        {"first": view.period_name(periods[0], indicator), "last": view.period_name(periods[-1], indicator)}
        if periods
        else {}
    )
    span = view.text("span", **ends) if len(periods) > 1 else ends.get("last", "–")
    dimensions = [
        view.named(view.catalogue.dimensions[d]).lower() for d in indicator.by if d in view.catalogue.dimensions
    ]
    facts: list[tuple[Children, Children]] = [
        (view.text("method_formula"), formula(view, indicator)),
        (view.text("method_unit"), i18n.unit_word(indicator.unit, view.lang)),
        (view.text("method_population"), view.named(source, "population")),
        (view.text("method_periods"), span),
        (view.text("method_splits"), i18n.listing(dimensions, view.lang)),
        (view.text("method_rounding"), rounding(view, indicator)),
        (view.text("method_id"), el("Code", indicator.id)),
    ]
    caveats = view.named(indicator, "caveats")
    told = [
        el("H3", view.named(indicator)),
        *paragraphs(view.named(indicator, "definition")),
        *([el("H4", view.text("method_caveats")), *paragraphs(caveats)] if caveats else []),
        pairs(facts),
        el("H4", view.text("source")),
        provenance(view, source),
    ]
    if indicator.breaks:
        lines = [
            el("Li", [el("B", view.period_name(b.period, indicator)), f": {getattr(b, view.lang)}"])
            for b in indicator.breaks
        ]
        told += [el("H4", view.text("method_breaks")), el("Ul", lines)]
    changes = [r for r in view.catalogue.revisions if r.source == source.id]
    if changes:
        lines = [el("Li", f"{i18n.day(r.announced, view.lang)}: {view.named(r, 'text')}") for r in changes]
        told += [el("H4", view.text("method_revisions")), el("Ul", lines)]
    examples = view.catalogue.examples.get(indicator.id, ())
    if examples:
        told += [el("H4", view.text("method_examples")), el("P", view.text("method_examples_intro"))]
        told += [example(view, indicator, one, number) for number, one in enumerate(examples, 1)]
    return told


def formula(view: View, indicator: Indicator) -> str:
    """What is divided by what, in the names of the counts."""
    measures = view.catalogue.measures
    above = view.named(measures[indicator.numerator])
    conditions = [
        i18n.listing([view.named(view.catalogue.codes[d][code]).lower() for code in codes], view.lang)
        for d, codes in indicator.numerator_where.items()
    ]
    above += f" ({'; '.join(conditions)})" if conditions else ""
    if indicator.denominator is None:
        return above
    return view.text("formula_share", above=above, below=view.named(measures[indicator.denominator]))


def rounding(view: View, indicator: Indicator) -> str:
    """To how many the source rounds its counts, and how many decimals are shown."""
    size = view.catalogue.measures[indicator.numerator].rounded_to
    first = view.text("rounded_none") if size <= 1 else view.text("rounded_to", size=size)
    return f"{first} {view.text('rounded_shown', decimals=indicator.decimals)}" if indicator.unit == "%" else first


def provenance(view: View, source: Source) -> Element:
    """Where the figures come from and under which licence."""
    name: Children = el("A", view.named(source), href=source.url, rel="noopener") if source.url else view.named(source)
    kind = view.text("kind_sample" if source.sample else "kind_published")
    facts: list[tuple[Children, Children]] = [
        (view.text("source_name"), name),
        (view.text("source_publisher"), source.publisher),
        (view.text("source_table"), i18n.table_name(source.table_id, source.sample, view.lang) or "–"),
        (view.text("source_date"), i18n.day(source.published, view.lang)),
        (
            view.text("source_next"),
            i18n.day(source.next_update, view.lang) if source.next_update else view.text("unknown"),
        ),
        (view.text("source_licence"), view.named(source, "licence")),
        (view.text("source_kind"), kind),
    ]
    caveats = view.named(source, "caveats")
    return el("Div", [pairs(facts), *paragraphs(caveats)])


def example(view: View, indicator: Indicator, one: Example, number: int) -> Element:
    """A worked example: why, what was given, what must come out."""
    why = view.named(one, "why")
    given = text_table(view, indicator, one.given, view.text("example_given", number=number), counted=True)
    expected = text_table(view, indicator, one.expect, view.text("example_expected", number=number))
    return el("Div", [el("P", el("B", f"{number}. {why}")), given, expected], className="example")


def text_table(view: View, indicator: Indicator, text: str, caption: str, *, counted: bool = False) -> Element:
    """A text table of a declaration as a real one, with names instead of codes; `counted` tables hold no shares."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    columns = lines[0]
    heads = [head(view, column) for column in columns]
    body = [
        [cell_word(view, indicator, column, cell, counted) for column, cell in zip(columns, line, strict=False)]
        for line in lines[1:]
    ]
    numeric = [at for at, column in enumerate(columns) if column in NUMBERS]
    return table(caption, heads, body, numeric=numeric)


def head(view: View, column: str) -> str:
    """The name of a column of a worked example."""
    if column in view.catalogue.dimensions:
        return view.named(view.catalogue.dimensions[column])
    return view.text(f"column_{column}") if column in COLUMNS else column


NUMBERS = ("value", "numerator", "denominator", "parts", "margin")
SHARES = ("value", "margin")  # in the unit of the indicator; the other numbers are counts
COLUMNS = ("measure", "value", "status", "numerator", "denominator", "parts", "derived", "margin")


def cell_word(view: View, indicator: Indicator, column: str, cell: str, counted: bool = False) -> str:
    """A cell of a worked example in words; a value that was worked out has the decimals and unit of the indicator."""
    known = view.catalogue
    if column == "measure" and cell in known.measures:
        return view.named(known.measures[cell])
    if column == "status":
        return i18n.status_word(cell or "A", view.lang)
    if column == "region" and cell in known.regions:
        return view.name_of("region", cell)
    if column == "period" and cell.isdecimal():
        return view.period_name(int(cell), indicator)
    if column in known.codes and cell in known.codes[column]:
        return view.named(known.codes[column][cell])
    if column == "derived":
        return view.text("yes" if cell == "true" else "no")
    if column in SHARES and cell and not counted:
        return i18n.quantity(float(cell), indicator.unit, indicator.decimals, view.lang)
    if column in NUMBERS and cell:
        return i18n.number(float(cell), len(cell.partition(".")[2]), view.lang)
    return cell or "–"


def sources(view: View) -> list[Element]:
    """All sources in a table, and the files that were read."""
    heads = [
        view.text(k)
        for k in ("source_name", "source_publisher", "source_table", "source_date", "source_licence", "source_kind")
    ]
    body = [
        [
            view.named(s),
            s.publisher,
            i18n.table_name(s.table_id, s.sample, view.lang) or "–",
            i18n.day(s.published, view.lang).replace(" ", "\u00a0"),
            view.named(s, "licence"),
            view.text("kind_sample" if s.sample else "kind_published").replace(" ", "\u00a0"),
        ]
        for s in view.catalogue.sources.values()
    ]
    files: list[list[Cell]] = [
        [e.file, i18n.number(e.rows, 0, view.lang), ("", e.sha256[:12])] for e in view.catalogue.extracts
    ]
    file_heads = [view.text(k) for k in ("extract_file", "extract_rows", "extract_hash")]
    return [
        table(view.text("sources_caption"), heads, body),
        el(
            "Details",
            [
                el("Summary", view.text("extracts_summary", count=len(files))),
                table(view.text("extracts_caption"), file_heads, files, numeric=[1]),
            ],
        ),
    ]


@lru_cache(maxsize=2)
def figures(release: str) -> tuple[PublishedFigure, ...]:
    """All printed figures of a release; a release never changes."""
    return tuple(published_figures(release))


def topic(view: View) -> str:
    """The chosen topic of the printed figures."""
    topics = topics_of(view)
    return view.choice("onderwerp", topics, topics[0] if topics else "")


def topics_of(view: View) -> list[str]:
    """The topics of the printed figures, in the order of the list."""
    return list(dict.fromkeys(f.topic for f in figures(view.release)))


def topic_bar(view: View) -> Element:
    """Choose a topic of the printed figures."""
    topics = topics_of(view)
    options = [{"value": t, "label": topic_name(view, t)} for t in topics]
    default = topics[0] if topics else ""
    picker = c.select("onderwerp", view.text("control_topic"), options, topic(view), default)
    return el("Div", [picker, c.search("zoek", view.text("control_search"), wanted(view))], className="controls")


def wanted(view: View) -> str:
    """What the reader typed to search the printed figures."""
    return view.asked.get("zoek", "")


def topic_name(view: View, name: str) -> str:
    """A topic in words, when we have them."""
    key = f"topic_{name}"
    return view.text(key) if key in i18n.words(view.lang) else name


def printed(view: View) -> Element:
    """The printed figures of the chosen topic, exactly as they were published, under names in the reader's language."""
    chosen = topic(view)
    heads = [
        view.text(k)
        for k in ("published_name", "region", "published_age", "period", "column_value", "status", "published_where")
    ]
    body: list[list[Cell]] = []
    for figure in figures(view.release):
        if figure.topic != chosen or not found(figure, view.lang, wanted(view)):
            continue
        told = [view.named(figure, cell) for cell in ("region", "age_group", "period")]
        name = (view.named(figure), figure.name)
        body.append([name, *told, written(view, figure), view.named(figure, "status"), figure.citation])
    caption = view.text("published_caption", topic=topic_name(view, chosen), count=len(body))
    return table(caption, heads, body, numeric=[4], tall=True)


def written(view: View, figure: PublishedFigure) -> str:
    """The value of a printed figure with its own decimals and unit."""
    decimals = len(f"{figure.value:.6f}".rstrip("0").partition(".")[2])
    number = i18n.number(figure.value, decimals, view.lang)
    return view.text(f"printed_{UNITS[figure.unit]}", number=number) if figure.unit in UNITS else number


UNITS = {"percent": "percent", "EUR/year": "euro_year", "EUR/month": "euro_month"}


def found(figure: PublishedFigure, lang: str, text: str) -> bool:
    """Whether every typed word occurs in a printed figure, as it was printed or in the reader's words."""
    cells = ("name", "region", "age_group", "period", "status")
    raw = [getattr(figure, cell) for cell in cells] + [i18n.named(figure, cell, lang) for cell in cells]
    whole = " ".join([*raw, figure.citation])
    return all(word in whole.casefold() for word in text.casefold().split())


def words(view: View) -> Element:
    """The glossary, sorted by word."""
    terms = sorted(view.catalogue.terms.values(), key=lambda t: view.named(t, "term").casefold())
    return pairs([(view.named(t, "term"), view.named(t, "text")) for t in terms])


def release(view: View) -> list[Element]:
    """Which release is on show and how to cite it."""
    known = view.catalogue.release
    facts: list[tuple[Children, Children]] = [
        (view.text("release_id"), el("Code", known.id)),
        (view.text("release_date"), i18n.day(known.data_date, view.lang)),
        (view.text("release_kind"), view.text(f"release_kind_{known.kind}")),
        (view.text("release_hash"), el("Code", known.content_hash[:16])),
    ]
    return [el("P", view.text("release_intro")), pairs(facts)]
