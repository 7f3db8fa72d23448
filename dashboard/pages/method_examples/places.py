"""Worked examples of regions among each other: a place with its interval, why it moved, and who resembles whom."""

from collections.abc import Mapping, Sequence

from ... import narrative
from ...components.tables import table
from ...indicators import Method, QueryError, peers
from ...indicators.studies.peer_set import DriverValues, PeerRegion, drivers_of, peers_of
from ...indicators.studies.rank_moves import NOT_DISTINGUISHABLE, rank_moves
from ...state import View
from .worked import SHARE, NoExample, Number, Pen, Step, Worked, field, only, pen_for, period_of, place


def ranked(view: View) -> Worked:
    """The place of a region with the places that chance leaves open, and why it differs from the year before."""
    found = field(view, SHARE, ["rank"])
    at = place(view, found, "rank_reason")
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    last = {name: column[at] for name, column in found.extra.items()}
    (how,) = found.methods
    lowest = how.parameters["first"] == "low"
    numbers = {"x": pen.count(row.numerator), "n": pen.count(row.denominator)}
    places = {name: pen.count(last[name]) for name in ("rank", "rank_low", "rank_high", "ranked")}
    first = "lowest" if lowest else "highest"
    about, region = pen.about(row, period_of(found)), str(row.key[0])
    moves, parts, more = moved(view, found.indicator, region)
    steps = [
        Step(view.text("step_share", **numbers, share=pen.quantity(row.value))),
        Step(view.text("step_rank_low" if lowest else "step_rank_high", rank=places["rank"], of=places["ranked"])),
        Step(view.text("step_rank_draw", draws=pen.count(float(how.parameters["draws"]))), "draw", numbers),
        Step(
            view.text(
                "step_rank_interval",
                level=pen.level(float(how.parameters["level"])),
                low=places["rank_low"],
                high=places["rank_high"],
            )
        ),
        Step(narrative.rank(about, last["rank_low"], last["rank_high"], last["ranked"] or 0, first)),
        *moves,
    ]
    final = {name: last[name] for name in places} | dict(parts)
    return Worked(one, steps, final, (*found.methods, *more), region)


def moved(view: View, indicator: str, region: str) -> tuple[list[Step], Mapping[str, Number | str], Sequence[Method]]:
    """Why the place of a region differs from a year before; a step that says so when that cannot be told."""
    none = [Step(view.text("step_rank_no_move"))]
    try:
        found = rank_moves(indicator, release=view.release)
    except QueryError:
        return none, {}, ()
    move = found.of(region)
    if move is None or move.reason:
        return none, {}, ()
    pen = Pen(view, view.catalogue.indicators[indicator])
    final = {name: getattr(move, name) for name in ("own", "others", "revision", "moved")}
    parts = {name: pen.count(value, 1) for name, value in final.items()}
    ends = {name: pen.count(getattr(move, name)) for name in ("before", "now")}
    periods = {name: view.period_name(getattr(found, name), pen.indicator) for name in ("before", "now")}
    told = view.text("step_rank_move", then=ends["before"], after=ends["now"], **periods)
    sign = view.text("step_rank_chance" if move.outcome == NOT_DISTINGUISHABLE else "step_rank_moved")
    return [Step(told, "move", parts, parts["moved"]), Step(sign)], final, found.methods[1:]


def resembling(view: View) -> Worked:
    """The regions that resemble a region most, the distance to the nearest worked out, and what they have together."""
    found = field(view, SHARE, ["benchmark"], against="soortgelijk")
    at = place(view, found, "benchmark_reason")
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    code = str(row.key[0])
    peer_set = peers_of(code, release=view.release)
    if not peer_set.peers:
        raise NoExample(peer_set.reason)
    nearest = peer_set.peers[0]
    drivers = drivers_of(view.release)
    last = {name: column[at] for name, column in found.extra.items()}
    names = [view.name_of("region", peer.code) for peer in peer_set.peers]
    distance = pen.count(nearest.distance, 2)
    lines, formula = drawn(view, pen, drivers, code, nearest)
    told = view.text("step_peers_table", region=view.name_of("region", code), peer=names[0])
    heads = [view.text(f"stat_head_{name}") for name in ("driver", "region", "peer", "z_region", "z_peer", "part")]
    heads.append(view.text("stat_setting_year"))
    steps = [
        Step(told, table=table(told, heads, lines, numeric=range(1, len(heads)))),
        Step(view.text("step_peers_distance", peer=names[0]), "distance" if formula else "", formula, distance),
        Step(view.text("step_peers_nearest", count=len(names), names="; ".join(names))),
        Step(
            view.text(
                "step_peers_together", own=pen.quantity(row.value), together=pen.quantity(last["benchmark_value"])
            )
        ),
    ]
    final = {"distance": nearest.distance, "benchmark_value": last["benchmark_value"]}
    return Worked(one, steps, final, (peer_set.method,), code)


def drawn(
    view: View, pen: Pen, drivers: DriverValues, code: str, nearest: PeerRegion
) -> tuple[list[list[str]], dict[str, str]]:
    """Per driver both regions with their standard scores, and the sum of the distance with its numbers filled in.

    Without every driver the distance is scaled, so then there is nothing to fill in.
    """
    z = peers.standardised(peers.transformed(drivers.matrix)).z
    mine, theirs = (z[drivers.codes.index(each)] for each in (code, nearest.code))
    raw = [drivers.matrix[drivers.codes.index(each)] for each in (code, nearest.code)]
    lines, terms = [], []
    for place_of, driver in enumerate(peers.DRIVERS):
        write = pen.part if driver.unit == "share" else pen.count
        cells = [float(each[place_of]) for each in raw]
        scores = [float(each[place_of]) for each in (mine, theirs)]
        known = not any(value != value for value in (*cells, *scores))
        shown = [write(cell) if cell == cell else "–" for cell in cells]
        shown += [pen.count(score, 2) if score == score else "–" for score in scores]
        shown.append(pen.part(nearest.contributions[driver.id], 0) if known else "–")
        lines.append([view.text(f"stat_driver_{driver.id}"), *shown, str(drivers.years[driver.id])])
        terms.append(f"{pen.count(driver.weight)} × ({shown[2]} − {bracketed(shown[3])})^[2]" if known else "")
    return lines, {"terms": " + ".join(terms)} if all(terms) else {}


def bracketed(number: str) -> str:
    """A number behind a minus sign; one below zero stands in brackets."""
    return f"({number})" if number.startswith("−") else number
