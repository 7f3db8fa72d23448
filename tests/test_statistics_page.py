"""The methods pages: every family in both languages, and worked examples that come out as other hands work them out."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats import proportion

from dashboard import i18n
from dashboard.indicators import COUNTRY, Method, Values, catalogue, values
from dashboard.indicators.studies.gap import gap
from dashboard.indicators.studies.peer_set import drivers_of, peers_of
from dashboard.pages import PATHS, methods, statistics, view_of
from dashboard.pages.method_examples import EXAMPLES, FAMILIES, USUAL, NoExample, Worked, example, formulas
from dashboard.pages.method_examples.references import LITERATURE
from dashboard.pages.method_examples.worked import COUNT, SHARE
from dashboard.state import View

from .support import tiny_release
from .test_pages import rendered, walk, words

pytestmark = pytest.mark.usefixtures("shown")

ADDRESS = {"nl": "/nl/methoden", "en": "/en/statistics"}
REGION = "MC12"


def view(family: str, lang: str = "nl", region: str = REGION) -> View:
    return view_of(ADDRESS[lang], f"?methode={FAMILIES[family]}&regio={region}")


def made(family: str, region: str = REGION) -> Worked:
    found = example(view(family, region=region), family)
    assert isinstance(found, Worked)
    return found


def with_all(family: str, against: str = COUNTRY) -> Values:
    where: dict[str, Any] = {"region": ["doorstroompunt", COUNTRY]}
    return values(SHARE, ("region",), where, with_=[family], against=against)


def counts(found: Values, region: str) -> tuple[int, float, float]:
    at = next(at for at, row in enumerate(found.rows) if row.key[0] == region)
    row = found.rows[at]
    assert row.numerator is not None and row.denominator is not None
    return at, row.numerator, row.denominator


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_all_its_parts(family: str, lang: str) -> None:
    contents = rendered(ADDRESS[lang], f"?methode={FAMILIES[family]}&regio={REGION}")
    elements = list(walk(contents))
    (section,) = [e for e in elements if e["type"] == "Section"]
    assert section["props"]["id"] == FAMILIES[family]
    heads = [words(e).strip() for e in elements if e["type"] == "H3"]
    order = ("reading", "formula", "example", "limits", "settings", "literature")
    assert heads == [i18n.text(f"stat_{name}", lang) for name in order]
    text = words(contents)
    assert i18n.text(f"stat_{family}_answers", lang) in text
    assert i18n.text("example_data", lang) in text and i18n.text("source", lang) in text
    said = [e["props"]["aria-label"] for e in elements if e["props"].get("role") == "math"]
    assert said == [i18n.text(f"stat_said_{formula.id}", lang) for formula in formulas.FORMULAS[family]]
    steps = next(e for e in elements if e["type"] == "Ol")["props"]["children"]
    assert len(steps) >= 3 and all(words(step).strip() for step in steps)
    assert not re.search(r"[‹›{}\[\]]", text)


@pytest.mark.parametrize("family", FAMILIES)
def test_explanations_are_of_three_to_eight_sentences(family: str) -> None:
    for lang in i18n.LANGUAGES:
        told = statistics.facts(view(family, lang))
        reading = i18n.text(f"stat_{family}_reading", lang, **told)
        assert 3 <= len(re.findall(r"[.?!](?: |$)", reading)) <= 8, reading
        assert len(i18n.text(f"stat_{family}_limits", lang).split("\n")) >= 3


def test_limits_say_what_must_not_be_read_into_a_figure() -> None:
    assert "geen steekproeffout" in i18n.text("stat_uncertainty_limits", "nl")
    assert "geen excuus" in i18n.text("stat_decomposition_limits", "nl")
    assert "geen norm" in i18n.text("stat_expected_limits", "nl")
    assert "not sampling error" in i18n.text("stat_uncertainty_limits", "en")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_release_without_figures_says_why_there_is_no_example(
    family: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_release(tmp_path, "measure | region | period | value")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    text = words(rendered(ADDRESS[lang], f"?methode={FAMILIES[family]}"))
    assert i18n.text("reason_missing", lang) in text
    found = settings(view_of(ADDRESS[lang], f"?methode={FAMILIES[family]}"))
    assert [line[:2] for line in found] == [line[:2] for line in parameters(USUAL[family])]


def test_a_release_with_one_region_has_what_can_be_told_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = """
    measure            | region | period | value
    nieuwe_vsvers_duo  | MC12   | 2024   | 30
    startpopulatie_duo | MC12   | 2024   | 1000
    nieuwe_vsvers_duo  | NL01   | 2024   | 300
    startpopulatie_duo | NL01   | 2024   | 20000
    """
    tiny_release(tmp_path, given)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    found = {family: example(view(family), family) for family in FAMILIES}
    assert isinstance(found["uncertainty"], Worked) and isinstance(found["benchmark"], Worked)
    assert found["uncertainty"].region == "MC12"
    assert isinstance(found["ranks"], NoExample) and found["ranks"].reason == "few_regions"
    for family in FAMILIES:
        for lang in i18n.LANGUAGES:
            rendered(ADDRESS[lang], f"?methode={FAMILIES[family]}&regio=MC12")


def test_the_index_names_every_family_once_with_its_sentence() -> None:
    for lang, path in ADDRESS.items():
        assert PATHS[path] == (lang, "statistics")
        links = [e["props"]["href"] for e in walk(rendered(path, f"?regio={REGION}")) if e["type"] == "A"]
        for word in FAMILIES.values():
            assert f"{path}?regio={REGION}&methode={word}" in links
        text = words(rendered(path, ""))
        assert all(i18n.text(f"stat_{family}_answers", lang) in text for family in FAMILIES)
        refused = rendered(path, "?methode=onzin")
    assert "onzin" in words(refused[:1]) and words(refused[1:]) == words(rendered(path, "")[1:])


def test_the_manual_of_the_figures_links_here_and_back() -> None:
    for lang in i18n.LANGUAGES:
        manual = rendered(f"/{lang}/{methods.SLUG[lang]}", f"?regio={REGION}")
        assert f"{ADDRESS[lang]}?regio={REGION}" in [e["props"].get("href") for e in walk(manual)]
        here = rendered(ADDRESS[lang], "")
        assert f"/{lang}/{methods.SLUG[lang]}" in [e["props"].get("href") for e in walk(here)]


@pytest.mark.parametrize("family", [name for name in FAMILIES if name != "targets"])
def test_the_example_is_of_the_readers_region(family: str) -> None:
    assert made(family).region == REGION
    text = words(rendered(ADDRESS["nl"], f"?methode={FAMILIES[family]}&regio={REGION}"))
    assert "Twente" in text and i18n.text("stat_first_region", "nl")[:20] not in text


def test_another_region_is_said_to_be_another() -> None:
    text = words(rendered(ADDRESS["nl"], "?methode=onzekerheid&regio=MC14"))
    name = catalogue().regions["MC01"].name
    asked = catalogue().regions["MC14"].name
    assert i18n.text("stat_other_region", "nl", asked=asked, region=name) in text
    text = words(rendered(ADDRESS["en"], "?methode=onzekerheid"))
    assert i18n.text("stat_first_region", "en", region=name) in text
    assert made("targets").region == COUNTRY
    assert "Voor Twente is dit voorbeeld niet te maken" in words(rendered(ADDRESS["nl"], "?methode=doelen&regio=MC12"))


def settings(asked: View) -> list[tuple[str, str, str]]:
    """Method, setting and value as the page shows them."""
    tables = [e["props"] for e in walk(statistics.read(asked).slots["family"]) if e["type"] == "Table"]
    rows = tables[-1]["rows"]
    return [(method[1], name[1] if isinstance(name, tuple) else "", value) for method, name, value in rows]


def parameters(methods: tuple[Method, ...]) -> list[tuple[str, str, str]]:
    """The same from the methods, written as Dutch numbers by other means."""
    percent = ("level", "q", "power", "winsorised_share", "limit", "enough", "halfway")
    found = []
    for method in methods:
        for name, value in dict(method.parameters).items() or [("", "–")]:
            told = str(value)
            if name in percent:
                parts = [f"{round(100 * float(part), 1):g}%" for part in str(value).split(",")]
                told = " en ".join(parts).replace(".", ",")
            elif not isinstance(value, str) and name not in ("seed", "year"):
                told = f"{value:,.{ {'phi': 2, 'factor': 2, 'tau2': 7}.get(name, 0) }f}".translate(
                    str.maketrans(",.", ".,")
                )
            found.append((method.id, name, told))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("family", FAMILIES)
def test_settings_are_those_of_the_methods(family: str) -> None:
    asked = view(family)
    found = settings(asked)
    expected = parameters(made(family).methods)
    assert [line[:2] for line in found] == [line[:2] for line in expected]
    for (_, name, told), (_, _, value) in zip(found, expected, strict=True):
        text = i18n.words("nl").get(f"stat_value_{value}")
        assert told == (text or value), name
    asked_en = view(family, "en")
    assert [line[:2] for line in settings(asked_en)] == [line[:2] for line in expected]


def test_every_source_of_a_method_is_in_the_literature() -> None:
    for family in FAMILIES:
        told = " ".join(LITERATURE[family])
        for method in (*made(family).methods, *USUAL[family]):
            for doi in re.findall(r"doi:(\S+?)[;,)]*(?: |$)", method.source):
                assert doi.rstrip(";,") in told, (family, doi)


def test_every_symbol_has_a_meaning_and_one_letter_means_one_thing_in_a_family() -> None:
    for family, group in formulas.FORMULAS.items():
        names = dict.fromkeys(name for formula in group for name in formula.names)
        letters = [formulas.WRITTEN.get(name, name) for name in names]
        assert len(letters) == len(set(letters)), family
    assert set(formulas.FORMULAS) == set(FAMILIES) == set(EXAMPLES) == set(USUAL) == set(LITERATURE)


def test_interval_comes_out_as_statsmodels_and_scipy_have_it() -> None:
    found, final = with_all("interval"), made("uncertainty").final
    at, x, n = counts(found, REGION)
    for name, alpha in (("95", 0.05), ("998", 0.002)):
        low, high = proportion.proportion_confint(x, n, alpha, method="wilson")
        assert final[f"low_{name}"] == pytest.approx(100 * low, abs=1e-4) == found.extra[f"low_{name}"][at]
        assert final[f"high_{name}"] == pytest.approx(100 * high, abs=1e-4) == found.extra[f"high_{name}"][at]
    low, high = stats.chi2.ppf(0.025, 2 * x) / 2, stats.chi2.ppf(0.975, 2 * x + 2) / 2
    told = [step.result for step in made("uncertainty").steps if step.formula == "poisson"]
    assert told == [f"{i18n.number(low, 2, 'nl')} tot {i18n.number(high, 2, 'nl')}"]


def test_filled_in_formula_gives_what_is_behind_its_equals_sign() -> None:
    """The Wilson formula as a reader sees it, worked out from its text."""
    formula = formulas.FORMULAS["uncertainty"][0]
    for step in made("uncertainty").steps:
        if step.formula != "wilson" or step.numbers is None:
            continue
        text = words(formulas.filled(formula, step.numbers, step.result)).replace("\N{NO-BREAK SPACE}", " ")
        right, _, result = text.partition(" = ")
        code = re.sub(r"\s+", "", right).replace(".", "").replace(",", ".").replace("−", "-").replace("×", "*")
        code = re.sub(r"(\d+\.\d\d)2(?=[/)])", r"\1**2", code.replace("√", "SQRT"))
        ends = []
        for sign in "-+":
            ends.append(eval(code.replace("±", sign), {"SQRT": np.sqrt}))
        assert result == " tot ".join(i18n.quantity(100 * end, "%", 2, "nl") for end in ends)


def test_difference_comes_out_as_statsmodels_has_it() -> None:
    found, final = with_all("benchmark"), made("benchmark").final
    at, x, n = counts(found, REGION)
    _, all_x, all_n = counts(found, COUNTRY)
    rest = (all_x - x, all_n - n)
    low, high = proportion.confint_proportions_2indep(x, n, *rest, method="newcomb", compare="diff")
    assert final["difference"] == pytest.approx(100 * (x / n - rest[0] / rest[1]), abs=1e-4)
    assert (final["difference_low"], final["difference_high"]) == pytest.approx((100 * low, 100 * high), abs=2e-4)
    assert final["p_value"] == pytest.approx(proportion.proportions_ztest([x, rest[0]], [n, rest[1]])[1], abs=1e-6)
    assert {name: column[at] for name, column in found.extra.items() if name in final} == dict(final)
    p_values = [p for p in found.extra["p_value"] if p is not None]
    adjusted = stats.false_discovery_control(p_values)
    assert final["p_adjusted"] == pytest.approx(adjusted[p_values.index(final["p_value"])], abs=1e-5)


def test_funnel_comes_out_by_hand() -> None:
    found, final = with_all("funnel"), made("funnel").final
    at, x, n = counts(found, REGION)
    _, all_x, all_n = counts(found, COUNTRY)
    t = all_x / all_n
    regions = [row for row in found.rows if row.key[0] != COUNTRY and row.value is not None]
    z = np.array([(r.numerator / r.denominator - t) / np.sqrt(t * (1 - t) / r.denominator) for r in regions])  # type: ignore[operator]
    phi = np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2)
    error = np.sqrt(t * (1 - t) / n)
    assert final["z"] == pytest.approx((x / n - t) / (np.sqrt(phi) * error), abs=1e-3)
    for name, level in (("95", 0.975), ("998", 0.999)):
        half = stats.norm.ppf(level) * np.sqrt(phi) * error
        assert final[f"funnel_low_{name}"] == pytest.approx(100 * (t - half), abs=1e-4)
        assert final[f"funnel_high_{name}"] == pytest.approx(100 * (t + half), abs=1e-4)
    assert {name: column[at] for name, column in found.extra.items() if name in final} == dict(final)


def test_place_is_the_place_in_the_list_of_all_regions() -> None:
    found, final = with_all("rank"), made("ranks").final
    at, x, n = counts(found, REGION)
    shares = [row.numerator / row.denominator for row in found.rows if row.key[0] != COUNTRY and row.value is not None]  # type: ignore[operator]
    assert final["rank"] == 1 + sum(share < x / n for share in shares)
    for name in ("rank", "rank_low", "rank_high", "ranked"):
        assert final[name] == found.extra[name][at]
    assert final["moved"] == pytest.approx(sum(float(final[name] or 0) for name in ("own", "others", "revision")))


def test_distance_and_what_peers_have_together_come_out_by_hand() -> None:
    final, drivers = made("peers").final, drivers_of()
    table = drivers.matrix.copy()
    table[:, 1] = np.log(table[:, 1])
    z = stats.zscore(table, axis=0)
    mine = z[drivers.codes.index(REGION)]
    distances = {code: float(np.sqrt(((mine - line) ** 2).sum())) for code, line in zip(drivers.codes, z, strict=True)}
    nearest = sorted((code for code in distances if code != REGION), key=distances.__getitem__)[:7]
    assert final["distance"] == pytest.approx(distances[nearest[0]])
    assert [peer.code for peer in peers_of(REGION).peers] == nearest
    pairs = [counts(with_all("interval"), code)[1:] for code in nearest]
    together = 100 * sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    assert final["benchmark_value"] == pytest.approx(together, abs=1e-4)
    found = with_all("benchmark", against="soortgelijk")
    assert final["benchmark_value"] == found.extra["benchmark_value"][counts(found, REGION)[0]]


def test_expected_is_what_the_columns_say() -> None:
    found, final = with_all("expected"), made("expected").final
    at, x, _ = counts(found, REGION)
    assert {name: column[at] for name, column in found.extra.items() if name in final} == dict(final)
    assert final["expected_difference"] == pytest.approx(x - float(final["expected"] or 0), abs=0.11)
    assert final["expected_ratio"] == pytest.approx(x / float(final["expected"] or 1), abs=1e-3)


def test_parts_of_a_difference_add_up_to_it() -> None:
    final = dict(made("decomposition").final)
    whole = float(final.pop("gap") or 0)
    assert sum(float(part or 0) for part in final.values()) == pytest.approx(whole, abs=1e-12)
    found = with_all("benchmark")
    _, x, n = counts(found, REGION)
    _, all_x, all_n = counts(found, COUNTRY)
    assert whole == pytest.approx(100 * (x / n - all_x / all_n), abs=1e-9)
    assert final["rate"] == gap(SHARE, REGION).rate_points


def test_paces_come_out_by_hand() -> None:
    found = made("targets")
    final = found.final
    series = {
        int(row.key[0]): row.numerator
        for row in values(COUNT, ("period",), {"region": found.region, "period": "all"}).rows
    }
    base, now, due, target = series[2020], series[2024], 2025, 18000
    assert base is not None and now is not None
    actual, required = (now / base) ** (1 / 4) - 1, (target / base) ** (1 / (due - 2020)) - 1
    assert (final["actual"], final["required"]) == pytest.approx((actual, required))
    assert final["ratio"] == pytest.approx(actual / required)
    assert final["fewer_per_year"] == now - target
    shares = [row.numerator or 0 for row in values(COUNT, ("region",), {"region": "doorstroompunt"}).rows]
    (own,) = values(COUNT, ("region",), {"region": REGION}).rows
    assert float(final["current_share"] or 0) == pytest.approx(target * (own.numerator or 0) / sum(shares), abs=1)


def test_direction_comes_out_as_a_weighted_line_has_it() -> None:
    found, final = with_all("trend"), made("trend").final
    at, x, n = counts(found, REGION)
    assert {name: column[at] for name, column in found.extra.items() if name in final} == dict(final)
    rows = values(SHARE, ("period",), {"region": REGION, "period": [2020, 2021, 2022, 2023, 2024]}).rows
    cases, people = (np.array([getattr(row, name) for row in rows]) for name in ("numerator", "denominator"))
    p, t = cases.sum() / people.sum(), np.arange(5)
    away = t - (people * t).sum() / people.sum()
    z = (cases * away).sum() / np.sqrt(p * (1 - p) * (people * away**2).sum())
    whole = stats.chi2_contingency([cases, people - cases], correction=False).statistic
    phi = max(1, (whole - z**2) / 3)
    assert phi > 2 and final["trend_phi"] == pytest.approx(phi, abs=1e-3)
    assert final["trend_p"] == pytest.approx(2 * stats.norm.sf(abs(z) / np.sqrt(phi)), rel=0.006)
    factor = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    change = factor * np.sqrt(2 * x / n * (1 - x / n) / n * phi)
    assert final["detectable_change"] == pytest.approx(100 * change, abs=1e-4)
    told = [step for step in made("trend").steps if step.formula in ("phi_line", "p_trend")]
    assert [step.result for step in told] == [
        i18n.number(phi, 2, "nl"),
        i18n.number(2 * stats.norm.sf(abs(z) / np.sqrt(phi)), 3, "nl"),
    ]
    assert told[0].numbers is not None and told[0].numbers["chi"] == i18n.number(z**2, 2, "nl")
    assert told[0].numbers["departure"] == i18n.number(whole - z**2, 2, "nl")


def test_no_formula_uses_a_symbol_on_both_sides_and_every_chance_has_one() -> None:
    for family, group in formulas.FORMULAS.items():
        for formula in group:
            sides = [set(formulas.PLACE.findall(side)) for side in (formula.left, formula.right)]
            assert not sides[0] & sides[1], (family, formula.id)
    for family, wanted in {"benchmark": {"score", "p_value"}, "trend": {"phi_line", "p_trend"}}.items():
        assert wanted <= {formula.id for formula in formulas.FORMULAS[family]}
        assert wanted <= {step.formula for step in made(family).steps}


def test_limits_of_the_expected_ratio_come_out_of_their_formula() -> None:
    found, final = with_all("expected"), made("expected").final
    _, x, _ = counts(found, REGION)
    (step,) = [step for step in made("expected").steps if step.formula == "ratio_limits"]
    assert step.numbers is not None
    given = {name: float(value.replace(".", "").replace(",", ".")) for name, value in step.numbers.items()}
    root = (given["phi"] * given["chance_share"]) ** 0.5
    low = (x - (x - given["byar_low"]) * root) / given["E"]
    high = (x + (given["byar_high"] - x) * root) / given["E"]
    assert (final["expected_ratio_low"], final["expected_ratio_high"]) == pytest.approx((low, high), abs=2e-3)
    assert given["chance_share"] < 1 < given["phi"]


def test_alike_orders_come_out_as_scipy_has_it() -> None:
    def shares(name: str, **where: str) -> dict[str, float]:
        found = values(name, ("region",), {"region": "doorstroompunt", **where})
        return {str(row.key[0]): float(row.value) for row in found.rows if row.value is not None}

    first = shares("duurzaam_werk_12u")
    others = (shares("duurzaam_werk_12u", contract="vast"), shares("duurzaam_werk_20u"))
    for at, other in enumerate(others, 1):
        both = sorted(first.keys() & other.keys())
        tau = stats.kendalltau([first[code] for code in both], [other[code] for code in both]).statistic
        assert made("durable").final[f"tau_{at}"] == pytest.approx(tau)
    places = [1 + sum(share > each[REGION] for share in each.values()) for each in (first, *others) if REGION in each]
    final = made("durable").final
    assert (final["place_low"], final["place_high"]) == (min(places), max(places))


def test_the_band_is_around_the_newest_figure() -> None:
    final = made("revisions").final
    (row,) = values(COUNT, ("region",), {"region": REGION}).rows
    assert row.numerator is not None
    for side in ("low", "high"):
        edge = row.numerator * (1 + float(final[f"revision_{side}"] or 0) / 100)
        assert final[side] == pytest.approx(edge, abs=0.2)  # both ends were rounded


def test_margin_of_rounding_comes_out_by_hand() -> None:
    final = made("rounding").final
    (row,) = values("neet_register", ("region",), {"region": REGION}).rows
    assert row.numerator is not None and row.denominator is not None
    error = 100 / 12**0.5 * row.parts**0.5
    share = row.numerator / row.denominator
    assert final["error"] == pytest.approx(error)
    assert (
        final["margin"] == row.margin == pytest.approx(100 / row.denominator * error * (1 + share**2) ** 0.5, abs=1e-3)
    )


def test_a_funnel_of_chance_alone_has_exact_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.pages.method_examples import chance

    real = chance.field

    def calm(*asked: Any) -> Values:
        found = real(*asked)
        told = [
            dataclasses.replace(m, parameters={**m.parameters, "factor": 1.0}) if m.id == "overdispersion" else m
            for m in found.methods
        ]
        return dataclasses.replace(found, methods=tuple(told))

    monkeypatch.setattr(chance, "field", calm)
    steps = chance.funnelled(view("funnel")).steps
    assert not [step for step in steps if step.formula == "limits"]
    assert any("zonder verbreding" in step.text for step in steps)


def test_only_what_a_choice_changes_is_read_anew() -> None:
    found = statistics.read(view("trend"))
    assert set(found.slots) == {"family"}
    assert "Richting" in found.spoken


def test_a_sum_that_gives_away_a_small_group_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.indicators.studies import groups
    from dashboard.pages.method_examples import choices

    def strict(indicator: str, members: list[str], release: str) -> groups.GroupFigure:
        return groups.group_values(indicator, members, release=release, threshold=100_000)

    monkeypatch.setattr(choices, "group_values", strict)
    found = made("rounding")
    assert found.final["group"] is None
    assert i18n.text("reason_below_threshold", "nl") in found.steps[-1].text
