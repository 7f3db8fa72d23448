"""What statistics cost beside the figures themselves, as ratios of CPU time in one run; fails over budget."""

import statistics
import sys
import time
from collections.abc import Callable

from dashboard.indicators import values
from dashboard.indicators.studies import strata
from dashboard.indicators.studies.gap import gaps

FAMILIES = ("interval", "benchmark", "expected", "funnel")
WHERE = {"region": ["doorstroompunt", "NL01"], "period": "latest"}
INDICATORS = ("vsv_duo_lt23", "neet_leeftijd", "duurzaam_werk_12u")
ROUNDS = 40
BUDGET_COLUMNS = 3.0  # times the plain figures; strata were read before, as they are kept for as long as a release
BUDGET_GAPS = 10.0  # times the plain figures
BUDGET_GAPS_COLD = 0.050  # seconds, nothing read before


def spent(ask: Callable[[], object]) -> float:
    """CPU seconds of one answer."""
    start = time.process_time()
    ask()
    return time.process_time() - start


def cold(ask: Callable[[], object]) -> Callable[[], object]:
    """The same question with nothing kept from before."""

    def asked() -> object:
        strata._read.cache_clear()
        return ask()

    return asked


def measure(indicator: str) -> bool:
    """Prints the ratios of one indicator; whether they are within budget."""
    factors = ("age_group", "sex", "education") if indicator != "duurzaam_werk_12u" else ("education", "leerweg")

    def plain() -> object:
        return values(indicator, ("region",), WHERE)

    def columns() -> object:
        return values(indicator, ("region",), WHERE, with_=FAMILIES)

    def split() -> object:
        return gaps(indicator, factors=factors)

    asks = {
        "plain": plain,
        "columns": columns,
        "gaps": split,
        "columns, cold": cold(columns),
        "gaps, cold": cold(split),
    }
    times: dict[str, list[float]] = {name: [] for name in asks}
    for turn in range(ROUNDS + 5):
        # The cold ones of the turn before left only their own strata behind.
        columns(), split()
        for name, ask in asks.items():
            cost = spent(ask)
            if turn >= 5:
                times[name].append(cost)
    least = statistics.median(times["plain"])
    found = {name: statistics.median(each) for name, each in times.items()}
    for name, cost in found.items():
        print(f"{indicator:20s} {name:16s} {cost / least:6.2f} x {cost * 1e3:8.2f} ms")
    return (
        found["columns"] / least <= BUDGET_COLUMNS
        and found["gaps"] / least <= BUDGET_GAPS
        and found["gaps, cold"] <= max(BUDGET_GAPS_COLD, BUDGET_GAPS * least)
    )


if __name__ == "__main__":
    within = [measure(indicator) for indicator in INDICATORS]
    sys.exit(0 if all(within) else "Over budget: statistics beside figures.")
