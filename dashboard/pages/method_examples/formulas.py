"""The formulas of the methods pages: written once, shown with symbols and again with the numbers filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...components import Children, el

# Within a formula: {name} is a symbol, _[low] and ^[high] are set lower and higher.
PLACE = re.compile(r"\{(\w+)\}")
MARK = re.compile(r"‹([^›]*)›|([_^])\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Formula:
    """Both sides of a formula, or the right one only; the texts say how it is read aloud and what its symbols mean."""

    id: str
    left: str
    right: str
    around: str = "{terms}"  # where the terms of a sum go when they are written out

    @property
    def names(self) -> tuple[str, ...]:
        """The symbols in the order in which they appear, each once."""
        return tuple(dict.fromkeys(PLACE.findall(f"{self.left} {self.right}")))


# How a symbol is written where that is not its name; a name has one meaning, a letter may have several.
WRITTEN = {
    "p1": "p_[1]",
    "p2": "p_[2]",
    "p_all": "p_[0]",
    "p_value": "P",
    "normal": "Φ",
    "z_test": "z",
    "low": "L",
    "high": "U",
    "alpha": "α",
    "byar_low": "O_[L]",
    "byar_high": "O_[U]",
    "chance_share": "v",
    "departure": "A",
    "points": "T",
    "phi_line": "φ",
    "l1": "l_[1]",
    "u1": "u_[1]",
    "l2": "l_[2]",
    "u2": "u_[2]",
    "all_x": "X",
    "all_n": "N",
    "p_j": "P_[(j)]",
    "tests": "m",
    "phi": "φ",
    "regions": "m",
    "z_score": "z",
    "z_each": "z_[i]",
    "target": "t",
    "error": "s",
    "factor": "f",
    "moved": "v",
    "own": "e",
    "others": "a",
    "revision": "h",
    "value": "d",
    "mean": "m",
    "spread": "s",
    "distance": "a",
    "weight": "w",
    "z_region": "z_[r]",
    "z_peer": "z_[q]",
    "n_s": "n_[s]",
    "r_s": "r_[s]",
    "m_r": "m_[rs]",
    "m_b": "m_[bs]",
    "p_rs": "p_[rs]",
    "p_bs": "p_[bs]",
    "p_r": "p_[r]",
    "p_b": "p_[b]",
    "x_base": "x_[b]",
    "x_now": "x_[t]",
    "now": "t",
    "base": "b",
    "due": "d",
    "total": "T",
    "part": "w",
    "whole": "W",
    "chi": "χ²",
    "sum_x": "X",
    "sum_n": "N",
    "x_t": "x_[t]",
    "n_t": "n_[t]",
    "year": "t",
    "change": "c",
    "power": "k",
    "tau": "τ",
    "same": "C",
    "turned": "D",
    "pairs": "P",
    "ties_1": "T_[1]",
    "ties_2": "T_[2]",
    "v_first": "v",
    "v_last": "d",
    "limit": "g",
    "own_weight": "w",
    "own_limit": "g_[r]",
    "pool_limit": "g_[l]",
    "versions": "k",
    "prior": "K",
    "rounding_error": "e",
    "step": "b",
    "parts": "k",
}
LIMITS = "{low} … {high}"
FORMULAS: dict[str, tuple[Formula, ...]] = {
    "uncertainty": (
        Formula("wilson", LIMITS, "({x} + {z}^[2]/2 ± {z} × √({x} × ({n} − {x})/{n} + {z}^[2]/4)) / ({n} + {z}^[2])"),
        Formula("poisson", LIMITS, "½ χ²_[{alpha}/2](2 × {x}) … ½ χ²_[1 − {alpha}/2](2 × {x} + 2)"),
    ),
    "benchmark": (
        Formula("rest", "{p2}", "({all_x} − {x}) / ({all_n} − {n})"),
        Formula("difference", "{d}", "{p1} − {p2}"),
        Formula(
            "newcombe",
            LIMITS,
            "{d} − √(({p1} − {l1})^[2] + ({u2} − {p2})^[2]) … {d} + √(({u1} − {p1})^[2] + ({p2} − {l2})^[2])",
        ),
        Formula("score", "{z_test}", "({p1} − {p2}) / √({p_all} × (1 − {p_all}) × (1/{n} + 1/({all_n} − {n})))"),
        Formula("p_value", "{p_value}", "2 × (1 − {normal}(|{z_test}|))"),
        Formula("adjusted", "{q}", "min_[j ≥ i] {p_j} × {tests} / j"),
    ),
    "funnel": (
        Formula("error", "{error}", "√({target} × (1 − {target}) / {n})"),
        Formula("phi", "{phi}", "(1/{regions}) × Σ {z_each}^[2]"),
        Formula("limits", LIMITS, "{target} ± {z} × √{factor} × {error}"),
    ),
    "ranks": (
        Formula("draw", "{p}", "Beta({x} + ½; {n} − {x} + ½)"),
        Formula("move", "{moved}", "{own} + {others} + {revision}"),
    ),
    "peers": (
        Formula("z_score", "{z_score}", "({value} − {mean}) / {spread}"),
        Formula("distance", "{distance}", "√(Σ {weight} × ({z_region} − {z_peer})^[2])", "√({terms})"),
    ),
    "expected": (
        Formula("expected", "{E}", "Σ {n_s} × {r_s}"),
        Formula("ratio", "", "{O} / {E}"),
        Formula(
            "byar",
            "{byar_low} … {byar_high}",
            "{O} × (1 − 1/(9 × {O}) − {z}/(3√{O}))^[3] … ({O} + 1) × (1 − 1/(9 × ({O} + 1)) + {z}/(3√({O} + 1)))^[3]",
        ),
        Formula("chance_part", "{chance_share}", "(Σ {n_s} × {r_s} × (1 − {r_s})) / {E}"),
        Formula(
            "ratio_limits",
            LIMITS,
            "({O} − ({O} − {byar_low}) × √({phi} × {chance_share})) / {E} … "
            "({O} + ({byar_high} − {O}) × √({phi} × {chance_share})) / {E}",
        ),
    ),
    "decomposition": (
        Formula("composition_part", "{C}", "Σ ½ ({p_rs} + {p_bs}) × ({m_r} − {m_b})"),
        Formula("rate_part", "{R}", "Σ ½ ({m_r} + {m_b}) × ({p_rs} − {p_bs})"),
        Formula("gap", "{p_r} − {p_b}", "{C} + {R}"),
    ),
    "targets": (
        Formula("actual", "{g}", "({x_now} / {x_base})^[1/({now} − {base})] − 1"),
        Formula("required", "{G}", "({total} / {x_base})^[1/({due} − {base})] − 1"),
        Formula("pace_ratio", "", "{g} / {G}"),
        Formula("quota", "{Q}", "{total} × {part} / {whole}"),
    ),
    "trend": (
        Formula(
            "chi",
            "{chi}",
            "{sum_n} × ({sum_n} Σ {year}{x_t} − {sum_x} Σ {year}{n_t})^[2] / "
            "({sum_x} × ({sum_n} − {sum_x}) × ({sum_n} Σ {year}^[2]{n_t} − (Σ {year}{n_t})^[2]))",
        ),
        Formula(
            "departure",
            "{departure}",
            "Σ (({sum_n}{x_t} − {sum_x}{n_t})^[2] / {n_t}) / ({sum_x} × ({sum_n} − {sum_x})) − {chi}",
        ),
        Formula("phi_line", "{phi_line}", "max(1; {departure} / ({points} − 2))"),
        Formula("p_trend", "{p_value}", "2 × (1 − {normal}(√({chi} / {phi_line})))"),
        Formula("detectable", "{change}", "{power} × √(2 × {p} × (1 − {p})/{n} × {phi_line})"),
    ),
    "durable": (Formula("tau", "{tau}", "({same} − {turned}) / √(({pairs} − {ties_1}) × ({pairs} − {ties_2}))"),),
    "revisions": (
        Formula("revised", "{r}", "{v_last} / {v_first} − 1"),
        Formula("weight", "{own_weight}", "{versions} / ({versions} + {prior})"),
        Formula("shrunk", "{limit}", "{own_weight} × {own_limit} + (1 − {own_weight}) × {pool_limit}"),
    ),
    "rounding": (Formula("rounding", "{rounding_error}", "{step} / √12 × √{parts}"),),
}


def symbol(name: str) -> list[Children]:
    """A symbol as it is written in a formula."""
    return marked(f"‹{name}›")


def general(formula: Formula) -> list[Children]:
    """The formula with its symbols."""
    whole = f"{formula.left} = {formula.right}" if formula.left else formula.right
    return marked(PLACE.sub(r"‹\1›", whole))


def filled(formula: Formula, numbers: Mapping[str, str], result: str) -> list[Children]:
    """The right side with numbers for symbols, and what comes out; a symbol without a number stays a symbol."""
    side = formula.around if "terms" in numbers else formula.right
    put = PLACE.sub(lambda found: numbers.get(found[1], f"‹{found[1]}›"), side)
    # What comes out stays together on a line.
    out = f"= {result}".replace(" ", "\N{NO-BREAK SPACE}")
    return marked(f"{put} {out}" if result else put)


def marked(text: str) -> list[Children]:
    """A text with its symbols in italics and its parts set lower and higher."""
    parts: list[Children] = []
    last = 0
    for found in MARK.finditer(text):
        parts.append(text[last : found.start()])
        if found[1] is not None:
            parts.append(el("Var", marked(WRITTEN.get(found[1], found[1]))))
        else:
            parts.append(el("Sub" if found[2] == "_" else "Sup", marked(found[3])))
        last = found.end()
    return [part for part in [*parts, text[last:]] if part]
