"""The worked example of a target: the pace so far, the pace that is needed, and the country's target shared out."""

from collections.abc import Sequence

from ... import narrative
from ...components import told
from ...indicators import COUNTRY, Choice, QueryError, values
from ...indicators.studies.judged import Judged
from ...indicators.studies.sharing_out import SharingOut, sharing_out
from ...indicators.studies.target_path import TargetPath, target_path
from ...state import View
from .worked import COUNT, NoExample, Pen, Step, Worked, between, field, only, pen_for, place


def judged(view: View) -> Worked:
    """The target of the reader's region when its pace can be told, else that of the country."""
    found = field(view, COUNT)
    at = place(view, found)
    region = str(found.rows[at].key[0])
    path, one = chosen(view, region)
    assert one.now is not None
    where: dict[str, Choice | Sequence[Choice]] = {"region": one.region, "period": one.now.period}
    shown = values(path.indicator, ("region",), where, view.release)
    pen = pen_for(view, shown)
    steps = [*paced(pen, one, path), Step(sentence(pen, one))]
    if one.low is not None:
        limits = between(view, pen.count(one.low), pen.count(one.high))
        steps.append(Step(view.text("step_target_difference", difference=pen.count(one.difference), limits=limits)))
    methods = path.methods
    final = {name: getattr(one, name) for name in ("actual", "required", "ratio", "from_now", "fewer_per_year")}
    try:
        shared = sharing_out(COUNT, release=view.release)
    except QueryError:
        shared = None
    if shared is not None and region in shared.regions:
        steps += parts_of(view, shared, region)
        final |= {way.id: way.parts[region].people for way in shared.ways}
        methods = (*methods, *shared.methods)
    return Worked(only(shown, 0), steps, final, methods, one.region)


def chosen(view: View, region: str) -> tuple[TargetPath, Judged]:
    """The last target of a region, or of the country, of which pace and class are known; raises NoExample."""
    paths = [target_path(COUNT, code, view.release) for code in (region, COUNTRY)]
    able = [(path, one) for path in paths for one in reversed(path.judged) if one.now and one.baseline]
    best = [pair for pair in able if pair[1].ratio is not None] or [p for p in able if p[1].from_now is not None]
    if not best:
        raise NoExample(next((path.reason for path in paths if path.reason), "no_baseline"))
    return best[0]


def paced(pen: Pen, one: Judged, path: TargetPath) -> list[Step]:
    """The target and the paces with their numbers."""
    view, indicator = pen.view, pen.view.catalogue.indicators[path.indicator]
    target, base, now = one.target, one.baseline, one.now
    if target is None or base is None or now is None:
        raise NoExample("no_baseline")
    years = {name: str(year) for name, year in (("base", base.period), ("now", now.period), ("due", one.due))}
    numbers = {
        **years,
        "x_base": pen.count(base.value),
        "x_now": pen.count(now.value),
        "total": pen.count(target.value),
    }
    said = view.text(
        "step_target",
        target=numbers["total"],
        due=view.period_name(one.due, indicator),
        set_in=target.set_in,
        base=numbers["x_base"],
        base_period=view.period_name(base.period, indicator),
        now=numbers["x_now"],
        now_period=view.period_name(now.period, indicator),
    )
    steps = [Step(said)]
    if one.actual is not None:
        steps.append(Step(view.text("step_target_actual"), "actual", numbers, pen.part(one.actual, 2)))
    if one.required is not None:
        steps.append(Step(view.text("step_target_required"), "required", numbers, pen.part(one.required, 2)))
    if one.ratio is not None and one.actual is not None and one.required is not None:
        both = {"g": pen.part(one.actual, 2), "G": pen.part(one.required, 2)}
        steps.append(Step(view.text("step_target_ratio"), "pace_ratio", both, pen.count(one.ratio, 2)))
    if one.from_now is not None and one.fewer_per_year is not None:
        pace = {"pace": pen.part(one.from_now, 2), "people": pen.count(one.fewer_per_year)}
        steps.append(Step(view.text("step_target_from_now", **pace)))
    return steps


def sentence(pen: Pen, one: Judged) -> str:
    """Where the region stands, in the words of all pages."""
    assert one.target is not None and one.now is not None
    view = pen.view
    about = pen.named(one.region, one.now.status, one.now.period)
    due = view.period_name(one.due, pen.indicator)
    reached = None if one.now.value is None else float(one.now.value)
    start, by_chance = told.start(view, one, pen.indicator), told.around(one)
    return narrative.target(
        about, told.standing(one), one.target.value, due, "old", reached, one.reason, start, by_chance
    )


def parts_of(view: View, shared: SharingOut, region: str) -> list[Step]:
    """The part of the country's target that each way of sharing out gives the region."""
    steps = []
    pen = Pen(view, view.catalogue.indicators[shared.indicator])
    for way in shared.ways:
        part = way.parts[region]
        if part.people is None or part.quota is None:
            continue
        said = view.text(
            f"step_share_out_{way.id}",
            region=view.within("region", region),
            quota=pen.count(part.quota, 2),
            people=pen.count(part.people),
        )
        numbers = {
            "total": pen.count(shared.target.value),
            "part": pen.count(part.weight, 0 if way.id == "current_share" else 1),
        }
        steps.append(Step(said, "quota", numbers, pen.count(part.quota, 2)))
    return steps
