"""The regions that the chosen region resembles most, and by what."""

from math import isnan

from ... import i18n
from ...components import Children, Element, el, link, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators.studies.peer_set import PeerRegion, peers_of
from ...state import View
from ..how import how
from .asked import KIND, Asked

NAMED = 2  # drivers that are named on either side


def peers(view: View, found: Asked) -> list[Element]:
    """The peers of the chosen region, each with what it shares most and least; why there are none otherwise."""
    region = view.region()
    if region.kind != KIND:
        return [el("P", view.text("compare_peers_choose"))]
    name = view.name_of("region", region.code)
    heading = el("H3", view.text("compare_peers_of", region=name))
    if region.valid_to is not None:
        return [heading, el("P", view.text("compare_peers_ended", region=name, year=region.valid_to))]
    made = peers_of(region.code, release=view.release)
    if not made.peers:
        return [heading, el("P", view.text("region_no_peers"))]
    rows = {str(row.key[0]): row for row in found.rows}
    body = [
        [
            view.name_of("region", peer.code),
            sentences.with_status(view, found.indicator, rows.get(peer.code)),
            *(
                i18n.listing([view.text(f"compare_driver_{driver}") for driver in each], view.lang)
                or view.text("nothing_here")
                for each in ends(peer)
            ),
        ]
        for peer in made.peers
    ]
    heads = [view.text(key) for key in ("region", "compare_peer_figure", "compare_peer_like", "compare_peer_unlike")]
    period = view.period_name(found.period, found.indicator)
    caption = view.text("compare_peers_caption", what=view.named(found.indicator, "short"), period=period)
    onward: list[Children] = [f"{view.text('frame_how')}: "]
    onward += [link(each, address) for each, address in how(view, "peers")]
    return [
        heading,
        table(caption, heads, body, numeric=(1,)),
        el("P", p.source_line(view, found.indicator), className="source"),
        el("P", onward, className="how"),
    ]


def ends(peer: PeerRegion) -> tuple[list[str], list[str]]:
    """The drivers in which a peer is nearest, and those in which it is furthest; one that is unknown is neither."""
    known = {driver: part for driver, part in peer.contributions.items() if not isnan(part)}
    order = sorted(known, key=lambda driver: known[driver])
    return order[:NAMED], order[NAMED:][::-1][:NAMED]
