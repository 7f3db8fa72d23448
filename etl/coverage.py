"""Fills the coverage table: which codes each indicator has figures for; computes no figures."""

import json

import duckdb


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """One row per indicator, dimension and code; reads observation, indicator and dimension."""
    dimensions = [name for (name,) in con.execute("select id from dimension order by position").fetchall()]
    indicators = con.execute(
        "select id, numerator, denominator, numerator_where, defaults, share_of from indicator order by id"
    ).fetchall()
    for name, numerator, denominator, numerator_where, defaults, share_of in indicators:
        only_above = {*json.loads(numerator_where), *([share_of] if share_of else [])}
        for dimension in dimensions:
            query, values = _codes(numerator, dimension, json.loads(numerator_where), json.loads(defaults))
            if denominator is not None and dimension not in only_above:
                below, more = _codes(denominator, dimension, {}, json.loads(defaults))
                query, values = f"{query} intersect {below}", values + more
            con.execute(
                f"insert into coverage select ?, ?, code::varchar from ({query}) order by code",
                [name, dimension, *values],
            )
    con.execute(
        """
        insert into coverage
        select distinct coverage.indicator, 'region_kind', region.kind
        from coverage join region on region.code = coverage.code
        where coverage.dimension = 'region'
        order by all
        """
    )


def _codes(
    measure: str, dimension: str, codes: dict[str, list[str]], defaults: dict[str, str]
) -> tuple[str, list[object]]:
    """The codes of one dimension that a measure has, the other dimensions at their default.

    A cohort that has only its first moment must not become the latest period of an indicator read a year later.
    """
    # A figure not yet delivered is no reason to offer its code; the latest period needs at least one number.
    tests = ["measure = ?", "value is not null" if dimension == "period" else "status <> 'L'"]
    values: list[object] = [measure]
    for column, several in codes.items():
        tests.append(f"{column} in ({', '.join('?' * len(several))})")
        values += several
    for column, code in defaults.items():
        if column not in (dimension, *codes):
            tests.append(f"{column} = ?")
            values.append(code)
    return f"select distinct {dimension} as code from observation where {' and '.join(tests)}", values
