"""What is told of the model that made the expected numbers: name, version, groups, spread, and what was estimated."""

from ... import i18n
from ...components import Element, el, paragraphs
from ...components.tables import pairs
from ...indicators.studies.standardised import VERSION, Expected
from ...state import View
from . import asked as a
from .asked import Asked
from .written import percent


def model_name(view: View, asked: Asked, found: Expected | None) -> str:
    """The model with its version, as sentences name it."""
    if asked.model == a.OWN_MODEL:
        return view.text("told_own_model", version=VERSION)
    return view.text("exp_cbs", version=found.model.version if found else "").removesuffix(", ")


def about_model(view: View, asked: Asked, found: Expected | None) -> list[Element]:
    """Which model made the expected numbers, of whom, by what, and how much of it was estimated."""
    if found is None:
        key = "exp_cbs_groups" if asked.where else "exp_cbs_absent"
        return [el("P", view.text(key))]
    text = view.text("exp_own_text" if asked.model == a.OWN_MODEL else "exp_cbs_text")
    told_: list[Element] = []
    if "definition" in found.reasons:
        told_ = [el("P", view.text("exp_cbs_definition"), className="advice")]
    elif "no_strata" in found.reasons:
        told_ = [el("P", view.text("exp_no_strata"), className="advice")]
    if "education" in found.model.factors and asked.indicator.family == "neet":
        told_ = [el("P", view.text("exp_note_education"))]
    model = found.model
    factors = [view.named(view.catalogue.dimensions[name]).lower() for name in model.factors]
    groups = i18n.listing(factors, view.lang) if factors else view.text("exp_factors_theirs")
    if asked.model == a.OWN_MODEL and not factors:
        groups = view.text("exp_factors_none")
    items: list[tuple[str, str]] = [
        (view.text("exp_model"), view.text("exp_model_own" if asked.model == a.OWN_MODEL else "exp_model_cbs")),
        (view.text("exp_version"), model.version),
        (view.text("exp_cohort"), view.period_name(int(model.cohort), asked.indicator)),
        (view.text("exp_factors"), groups),
        (view.text("exp_source"), source(view, asked)),
        (view.text("exp_phi"), spread(view, found)),
        (view.text("exp_national"), national(view, found)),
        (view.text("exp_pooled"), pooled(view, asked, found)),
    ]
    return [*paragraphs(text), *told_, pairs(items)]


def source(view: View, asked: Asked) -> str:
    """Where the rates or the expected numbers come from."""
    return view.named(view.catalogue.source_of(a.expecting(view, asked).id))


def spread(view: View, found: Expected) -> str:
    """How much more regions differ than by chance, with what that does to the limits."""
    if found.phi != found.phi:
        return view.text("unknown")
    key = "exp_phi_one" if found.phi == 1 else "exp_phi_more"
    return view.text(key, phi=i18n.number(found.phi, 2, view.lang))


def national(view: View, found: Expected) -> str:
    """Observed beside expected for the country as a whole."""
    if found.national != found.national:
        return view.text("unknown")
    return i18n.number(found.national, 2, view.lang)


def pooled(view: View, asked: Asked, found: Expected) -> str:
    """The share of young people whose group is hidden, so that it was estimated: of the region and at most."""
    if not found.model.factors:
        return view.text("exp_pooled_none")
    shares = {code: share for code, share in zip(found.regions, found.pooled.tolist(), strict=True) if share == share}
    if not shares:
        return view.text("unknown")
    most = view.text("exp_pooled_most", most=percent(view, max(shares.values())))
    own = shares.get(asked.region.code)
    if own is None:
        return most
    name = view.within("region", asked.region.code)
    share = percent(view, own) if own else view.text("exp_pooled_none")
    return f"{view.text('exp_pooled_own', name=name, share=share)} {most}"
