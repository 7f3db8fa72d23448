"""What a release does not hold, in words: the subjects of the pages, and why there is nothing on one of them."""

from collections.abc import Mapping

from ..indicators import subjects
from ..state import View
from . import Element, el

# Subject of a page or of a part of one -> the indicators of which any would do; empty when it is no indicator.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "any": (),  # any indicator will do
    "per_region": (),
    "vsv": (subjects.VSV_NEW, subjects.VSV_OLD),
    "vsv_new": (subjects.VSV_NEW,),
    "vsv_old": (subjects.VSV_OLD,),
    "neet": (subjects.NEET, subjects.NEET_REGISTER),
    "neet_age": (subjects.NEET,),
    "work": (subjects.WORK_12, subjects.WORK_20),
    "expected_cbs": (subjects.VSV_EXPECTED,),
    "targets": (),
    "population": (),
}


# Pages with figures -> the subject they cannot do without.
OF_A_PAGE: Mapping[str, str] = {
    "overview": "any",
    "trends": "any",
    "ages": "neet_age",
    "regions": "any",
    "durable_work": "work",
    "expected": "any",
    "table": "any",
    "national": "vsv",
}
# Pages -> what readers look for on them besides; a page that shows the rest says which of these it lacks.
LOOKED_FOR: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("overview", "region", "national"), ("vsv_old", "vsv_new", "neet_age", "work", "targets")),
    **dict.fromkeys(("trends", "regions", "table"), ("vsv_old", "vsv_new", "neet_age", "work")),
    "expected": ("vsv_old", "expected_cbs"),
}


def present(view: View, subject: str) -> bool:
    """Whether the release has figures of any of a subject's indicators; of any indicator at all for `any`."""
    known = view.catalogue
    if subject == "targets":
        return bool(known.targets)
    return any(name in known.indicators and known.periods(name) for name in SUBJECTS[subject] or known.indicators)


def why(view: View, subject: str) -> str:
    """That this release holds nothing on a subject, and whether its source is lacking or only its figures."""
    known = view.catalogue.indicators
    there = subject != "targets" and any(name in known for name in SUBJECTS[subject] or known)
    lacking = "figures" if there else "source"
    source = view.text(f"absent_{subject}_source")
    said = view.text("absent", what=view.text(f"absent_{subject}"))
    return f"{said} {view.text(f'absent_for_{lacking}', source=source)}"


def note(view: View) -> list[Element]:
    """What a page would show besides and the release does not hold; nothing when it holds it all."""
    lacking = [subject for subject in LOOKED_FOR.get(view.page, ()) if not present(view, subject)]
    if not lacking:
        return []
    return [el("Ul", [el("Li", why(view, subject)) for subject in lacking], className="absent lacking")]


def absence(view: View, *subjects: str) -> list[Element]:
    """A notice for each subject that a page or a part of it lacks."""
    return [el("P", why(view, subject), className="absent") for subject in subjects]
