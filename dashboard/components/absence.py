"""What a release does not hold, in words: the subjects of the pages, and why there is nothing on one of them."""

from collections.abc import Mapping

from ..state import View
from . import Element, el

# Subject of a page or of a part of one -> the indicators of which any would do; empty when it is no indicator.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "any": (),  # any indicator will do
    "per_region": (),
    "vsv": ("vsv_2026_lt27", "vsv_duo_lt23"),
    "vsv_new": ("vsv_2026_lt27",),
    "vsv_old": ("vsv_duo_lt23",),
    "neet": ("neet_leeftijd", "neet_register"),
    "neet_age": ("neet_leeftijd",),
    "work": ("duurzaam_werk_12u",),
    "expected_cbs": ("vsv_verwacht",),
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


def present(view: View, subject: str) -> bool:
    """Whether the release has figures of any of a subject's indicators; of any indicator at all for `any`."""
    known = view.catalogue
    return any(name in known.indicators and known.periods(name) for name in SUBJECTS[subject] or known.indicators)


def why(view: View, subject: str) -> str:
    """That this release holds nothing on a subject, and whether its source is lacking or only its figures."""
    known = view.catalogue.indicators
    lacking = "figures" if any(name in known for name in SUBJECTS[subject] or known) else "source"
    source = view.text(f"absent_{subject}_source")
    said = view.text("absent", what=view.text(f"absent_{subject}"))
    return f"{said} {view.text(f'absent_for_{lacking}', source=source)}"


def absence(view: View, *subjects: str) -> list[Element]:
    """A notice for each subject that a page or a part of it lacks."""
    return [el("P", why(view, subject), className="absent") for subject in subjects]
