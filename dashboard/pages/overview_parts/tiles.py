"""The tiles of the first page: those of the region page in short, with the target of the country where it has one.

What a region changes is one slot per tile; definition and source stay, and with them an explanation that was opened.
"""

from dataclasses import replace

from ...components import Children, Element, el, link, slot
from ...indicators import Catalogue, subjects, values_of
from ...indicators.studies.judged import due_next
from ...indicators.subjects import Subject
from ...state import COUNTRY, PARAMETER, View, carried
from ..national_parts import paths
from ..region_parts import figures
from ..region_parts import tiles as t
from ..region_parts.figures import Seen


def seen(view: View) -> dict[str, Seen]:
    """What is known of each subject for the chosen region, by the name of the subject; one question to the engine."""
    known, region = view.catalogue, figures.place(view)
    # Only region and release count here: the first page has no benchmark to choose.
    bare = replace(view, asked=carried(view.asked))
    chosen = [s for s in subjects.tiles(known) if figures.periods(known, s.share, region)]
    asked = [figures.series(s.share, region.code, s.where) for s in chosen]
    found = {}
    for subject, line in zip(chosen, values_of(asked, view.release) if asked else [], strict=True):
        made = figures.one(bare, region, replace(subject, target=""), line, None)
        if region.code == COUNTRY and subject.target:
            made = aimed(known, subject, made)
        found[subject.name] = made
    return found


def aimed(known: Catalogue, subject: Subject, made: Seen) -> Seen:
    """A subject of the country with the target that is due next, when there is one."""
    way = paths.read(known, subject.target)
    judged = None if way is None else due_next(way.judged)
    return replace(made, subject=subject, judged=judged)


def section(view: View, subject: Subject, changing: Children) -> Element:
    """A tile with everything around what changes."""
    indicator = view.catalogue.indicators[subject.share]
    parts = [
        el("H2", t.named(view, subject), id=f"tile-{subject.name}"),
        slot(f"tile-{subject.name}", changing, className="tile-told"),
        el("Details", [el("Summary", view.text("what_counts")), *t.meaning(view, indicator)]),
        el("P", t.source(view, indicator), className="source"),
    ]
    return el("Section", parts, className="tile", **{"aria-labelledby": f"tile-{subject.name}"})


def told(view: View, subject: Subject, found: Seen | None) -> list[Element]:
    """What a tile says of the chosen region: figure, period and status, years, what tests say, and the way on."""
    if found is None:
        return [el("P", view.text("overview_no_figures"), className="tile-state absent")]
    region = figures.place(view).code
    return [
        t.figure(view, found),
        el("P", t.state(view, found), className="tile-state"),
        *t.picture(view, region, found),
        *t.outcomes(lines(view, region, found)),
        el("P", onward(view, subject, region), className="tile-more"),
    ]


def lines(view: View, region: str, found: Seen) -> list[t.Line]:
    """The tested difference with the rest of the country, the tested direction, and the target of the country."""
    kinds = {fact.kind: fact.outcome for fact in found.facts}
    told_ = []
    if "comparison" in kinds:
        told_.append(t.compared(view, region, found, COUNTRY, kinds["comparison"]))
    if "trend" in kinds:
        told_.append(t.trended(view, region, found, kinds["trend"], short=True))
    if found.judged is not None:
        told_.append(t.aimed(view, found))
    return told_


def onward(view: View, subject: Subject, region: str) -> Element:
    """The way to all years of the subject for the same region."""
    params = {"indicator": subject.share, "regio": region if region != COUNTRY else ""}
    params |= {PARAMETER[d]: str(code) for d, code in subject.where.items()}
    said = view.text("region_onward", name=t.named(view, subject))
    return link(view.text("region_years"), view.to("trends", params), **{"aria-label": said})
