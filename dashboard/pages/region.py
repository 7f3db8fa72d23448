"""One region on one page: a sentence, three tiles, what stands out, what is not known, and the effect report."""

from datetime import date

from .. import i18n, narrative
from ..components import Children, Element, el, link, slot
from ..components import controls as c
from ..components.facts import marked, tagged
from ..indicators import QueryError, Region
from ..indicators.studies.effect_lines import CBS
from ..indicators.studies.effect_report import Awaited, EffectReport, effect_report
from ..narrative import Fact
from ..state import COUNTRY, View
from .layout import ANCHORS
from .page import Content, page
from .region_parts import figures, report
from .region_parts.figures import BENCHMARKS, KIND, Seen
from .region_parts.tiles import tile

SLUG = {"nl": "regio", "en": "region"}
CHARTS = False
# The report is always about the country as a whole, whatever the tiles are compared with.
FOLLOWS = {"report": ("regio", "release")}
# Where the reader goes on: page -> key of the words.
ONWARD = ("trends", "ages", "regions")
METHODS, HOW = "methods", "methoden"


def code(view: View) -> str:
    """The code by which the address names the region of the page."""
    return figures.place(view).code


def title(view: View) -> str:
    """The name of the region, for the title of the document."""
    return view.name_of("region", figures.place(view).code)


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    region = figures.place(view)
    seen = figures.seen(view)
    facts = [fact for each in seen for fact in each.facts]
    first = narrative.headline(facts)
    against = figures.against(view)
    made = reported(view, region)
    extra = further_tested(view, made, seen, against)
    return Content(
        slots={
            "lead": tagged(view, first, any(f.example for f in facts if f.sentence == first))
            if first
            else el("Span", view.text("region_no_figures"), className="absent"),
            "peers": peers(view, region),
            "tiles": el(
                "Div", [tile(view, region.code, each, against, model(made, each)) for each in seen], className="tiles"
            ),
            "notable": notable(view, [*extra, *facts], first),
            "unknown": unknown(view, seen, facts),
            "report": effect(view, region, made),
        },
        spoken=view.text("region_spoken", told=first or view.name_of("region", region.code)),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    region = figures.place(view)
    heading = [el("Span", kind(view, region), className="eyebrow"), " ", view.name_of("region", region.code)]
    filled = content.slots
    beside = [aside(view, name, filled[name]) for name in ("notable", "unknown")]
    parts: list[Children] = [
        *history(view, region),
        c.bar(view, controls(view, region)),
        slot("peers", filled["peers"], className="peers"),
        slot("tiles", filled["tiles"]),
        el("P", view.text("region_tested"), className="notes region-tested"),
        el("Div", beside, className="two-columns region-told"),
        el(
            "Section",
            [el("H2", view.text("region_report")), slot("report", filled["report"])],
            className="section report",
        ),
        el("Section", [el("H2", view.text("region_further")), further(view)], className="section"),
    ]
    return page(view, heading, slot("lead", filled["lead"], "Span", className="region-lead"), parts)


def kind(view: View, region: Region) -> str:
    """What the page is about, above its name."""
    if region.kind != KIND:
        return view.text("region_kind_country" if region.kind == "land" else "region_kind_other")
    return view.text("region_kind", number=region.number)


def controls(view: View, region: Region) -> list[Element]:
    """Another region, and with whom it is compared."""
    picker = c.region_picker(view, "region_go")
    if region.kind == "land":
        return [picker, own_group(view)]
    options = [{"value": code, "label": view.text(f"region_benchmark_{code.lower()}")} for code in BENCHMARKS]
    return [
        picker,
        c.switch("vergelijk", view.text("region_benchmark"), options, figures.against(view), COUNTRY),
        own_group(view),
    ]


def own_group(view: View, **props: str) -> Element:
    """The way to a group of municipalities of the reader's own, for who looks for another division."""
    href = f"{view.to('layout', {})}#{ANCHORS['group']}"
    words = [view.text("region_own_group_ask"), " ", link(view.text("region_own_group"), href, **props)]
    return el("P", words, className="own-group")


def peers(view: View, region: Region) -> str:
    """With which regions this one is compared, when that was asked."""
    if figures.against(view) != figures.PEERS:
        return ""
    names = figures.peers(view, region)
    if not names:
        return view.text("region_no_peers")
    return view.text("region_peers", count=len(names), names=i18n.listing(names, view.lang))


def history(view: View, region: Region) -> list[Element]:
    """For a region that is no more: until when it was, and where it went on."""
    if not figures.ended(region):
        return []
    after = [view.catalogue.regions[code] for code in region.successors.split()]
    links: list[Children] = []
    for at, one in enumerate(after):
        links += [f" {view.text('and')} "] if at else []
        links.append(link(view.name_of("region", one.code), view.to("region", {"regio": one.code})))
    return [el("P", [view.text("region_ended", year=region.valid_to), " ", *links, "."], className="advice")]


def notable(view: View, facts: list[Fact], first: str) -> Element:
    """What stands out beside the first sentence."""
    found = [sentence for sentence in narrative.stands_out(facts) if sentence != first]
    return told_list(view, found, facts, view.text("region_nothing_notable"))


def unknown(view: View, seen: list[Seen], facts: list[Fact]) -> Element:
    """What is not known, with the reason; a subject that the release does not have is named as well."""
    found = narrative.unknown(facts)
    lacking = {"vsv", "neet", "work"} - {each.subject.name for each in seen}
    found += [view.text("region_lacking", name=view.text(f"region_tile_{name}")) for name in sorted(lacking)]
    return told_list(view, found, facts, view.text("region_nothing_unknown"))


def told_list(view: View, found: list[str], facts: list[Fact], otherwise: str) -> Element:
    """Sentences as a list, or the one that says there are none."""
    if not found:
        return el("P", otherwise)
    return marked(view, found, {fact.sentence for fact in facts if fact.example})


def aside(view: View, name: str, inside: Children) -> Element:
    """A list of sentences under its heading."""
    return el("Section", [el("H2", view.text(f"region_{name}")), slot(name, inside)])


def reported(view: View, region: Region) -> EffectReport | None:
    """Part (a) of the effect report; only regions of today make one, and only of figures that the release has."""
    if region.kind != KIND or figures.ended(region):
        return None
    try:
        return effect_report(region.code, None, view.release)
    except QueryError:  # this release has no figures that a report is about
        return None


def further_tested(view: View, made: EffectReport | None, seen: list[Seen], against: str) -> list[Fact]:
    """What the report tests and no tile does: it compares with the rest of the country, and with two models."""
    if made is None:
        return []
    alike = [each for each in seen if each.period == made.period and not each.subject.where]
    return report.tested(view, made, {each.subject.share for each in alike} if against == COUNTRY else ())


def model(made: EffectReport | None, seen: Seen) -> Awaited | None:
    """The expected number of the CBS for the figure of a tile; None when there is none."""
    lines = [line for line in made.lines if line.duty.share == seen.subject.share] if made else []
    if not lines or seen.subject.where or lines[0].period != seen.period:
        return None
    return next((each for each in lines[0].expected if each.model == CBS and each.expected is not None), None)


def effect(view: View, region: Region, made: EffectReport | None) -> list[Element]:
    """The effect report as a part of the page, or why there is none."""
    if made is not None:
        return report.section(view, made, date.today())
    current = region.kind == KIND and not figures.ended(region)
    return [el("P", view.text("region_no_report_yet" if current else "region_no_report"))]


def further(view: View) -> Element:
    """Where to read on, for the same region."""
    how = next((name for name, slugs in view.slugs.items() if slugs["nl"] == HOW), METHODS)
    links = [link(view.text(f"region_to_{name}"), view.to(name, {})) for name in ONWARD]
    links.append(link(view.text("region_to_methods"), view.to(how, {})))
    return el("Ul", [el("Li", one) for one in links], className="onward-list")
