"""The curve of a funnel: its limits are those of the regions that have that size."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from dashboard.indicators import QueryError, values
from dashboard.indicators.studies.funnel_plot import STEPS, funnel_plot
from dashboard.indicators.studies.gap import gap

from .support import tiny_release

# Three regions that differ no more than chance makes them, and the country they make up.
LEVEL = """
measure            | region | period | value  | status
nieuwe_vsvers_duo  | NL01   | 2023   | 600    | A
startpopulatie_duo | NL01   | 2023   | 30000  | A
nieuwe_vsvers_duo  | MC01   | 2023   | 101    | A
startpopulatie_duo | MC01   | 2023   | 5000   | A
nieuwe_vsvers_duo  | MC02   | 2023   | 198    | A
startpopulatie_duo | MC02   | 2023   | 10000  | A
nieuwe_vsvers_duo  | MC03   | 2023   | 301    | A
startpopulatie_duo | MC03   | 2023   | 15000  | A
"""


def tiny(folder: Path, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(folder, given)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(folder))


@pytest.mark.usefixtures("sample")
def test_the_curve_passes_by_the_limits_of_the_regions() -> None:
    found = funnel_plot("vsv_duo_lt23", 2023)
    regions = values("vsv_duo_lt23", ("region",), {"region": "doorstroompunt", "period": 2023}, with_=["funnel"])
    assert found.reason == "" and len(found.sizes) == STEPS
    assert found.factor is not None and found.factor > 1
    people = [row.denominator for row in regions.rows]
    assert (found.sizes[0], found.sizes[-1]) == (min(people), max(people))
    for name, line in found.limits.items():
        on_the_curve = np.interp(people, found.sizes, [float(limit or 0) for limit in line])
        assert on_the_curve == pytest.approx(regions.extra[f"funnel_{name}"], abs=0.01)


def test_limits_are_exact_where_regions_differ_by_chance_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny(tmp_path, LEVEL, monkeypatch)
    found = funnel_plot("vsv_duo_lt23")
    assert (found.factor, found.target) == (1.0, 2.0)
    for at, size in enumerate(found.sizes):
        for name, tail in (("low_95", 0.025), ("high_95", 0.975), ("low_998", 0.001), ("high_998", 0.999)):
            exact = stats.binom.ppf(tail, size, 0.02)
            limit = (found.limits[name][at] or 0) / 100 * size
            # Interpolated limits lie less than one young person inside the exact count.
            assert exact - 1.01 <= limit <= exact + 0.01


def test_one_region_or_none_makes_no_funnel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = "\n".join(line for line in LEVEL.splitlines() if "MC02" not in line and "MC03" not in line)
    tiny(tmp_path / "one", alone, monkeypatch)
    found = funnel_plot("vsv_duo_lt23")
    assert (found.reason, found.sizes, found.limits, found.factor, found.target) == ("few_regions", (), {}, None, None)
    nobody = "\n".join(line for line in LEVEL.splitlines() if "MC0" not in line)
    tiny(tmp_path / "none", nobody, monkeypatch)
    assert funnel_plot("vsv_duo_lt23", 2023).reason == "missing"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(("name", "codes"), [("region", "MC12"), ("period", 2023)])
def test_region_and_period_are_no_filters(name: str, codes: str | int) -> None:
    with pytest.raises(QueryError, match="are no filters"):
        funnel_plot("vsv_duo_lt23", where={name: codes})


@pytest.mark.usefixtures("sample")
def test_the_composition_and_the_rates_make_the_gap() -> None:
    found = gap("vsv_duo_lt23", "MC12")
    assert found.composition_points + found.rate_points == pytest.approx(found.points, abs=1e-12)
