"""A small, right set of declarations and extracts for tests to spoil: one source, one indicator, two files."""

from pathlib import Path

SOURCE_TOML = """
name_nl = "Proefbron"
name_en = "Trial source"
publisher = "DUO"
format = "csv"
files = "proef_*.csv"
licence_nl = "CC BY 4.0"
licence_en = "CC BY 4.0"
population_nl = "Jongeren"
population_en = "Young people"
published = 2025-03-01
delimiter = ";"
columns = ["jaar", "regio", "geslacht", "jongeren", "neet", "datum"]

[measure.jongeren_proef]
name_nl = "Jongeren"
name_en = "Young people"
unit = "persons"
period_kind = "year"
rollup = true
derive = ["sex"]

[measure.neet_proef]
name_nl = "Zonder werk en opleiding"
name_en = "Without work and education"
unit = "persons"
period_kind = "year"
rollup = true
derive = ["sex"]
"""

SOURCE_SQL = """
-- One row per region and sex; an empty sex is the total.
with measured as (
    select *, unnest(['jongeren_proef', 'neet_proef']) as measure, unnest([jongeren, neet]) as cell from raw
)
select
    measure, regio as region, jaar::integer as period, coalesce(nullif(geslacht, ''), 'totaal') as sex,
    try_cast(cell as double) as value, case when cell = '<5' then 'Q' else 'A' end as status,
    datum::date as published, file, if(measure = 'jongeren_proef', 1, 0) as rows
from measured
"""

INDICATOR_TOML = '''
position = 1
name_nl = "Jongeren zonder werk en opleiding"
name_en = "Young people without work and education"
short_nl = "Zonder werk en opleiding"
short_en = "Without work and education"
definition_nl = "Aandeel van de jongeren."
definition_en = "Share of the young people."
family = "neet"
kind = "share"
numerator = "neet_proef"
denominator = "jongeren_proef"
by = ["region", "period", "sex"]
period_kind = "year"
unit = "%"
decimals = 1
better = "lower"

[[example]]
why_nl = "Een deel van een geheel"
why_en = "A part of a whole"
given = """
region | period | measure        | value | status
NL01   | 2024   | neet_proef     |    10 | A
NL01   | 2024   | jongeren_proef |   200 | A
"""
by = ["period"]
where = { period = "latest" }
expect = """
period | value
2024   | 5.0
"""
'''

HEADER = "jaar;regio;geslacht;jongeren;neet;datum\n"
FIRST = (
    HEADER + "2024;NL01;man;1000;50;2025-03-01\n2024;NL01;vrouw;900;40;2025-03-01\n2024;MC28;man;100;<5;2025-03-01\n"
)
SECOND = HEADER + "2023;NL01;man;990;49;2024-03-01\n2023;NL01;vrouw;890;39;2024-03-01\n"


def write_declarations(folder: Path) -> tuple[Path, Path]:
    """Writes the pair and the indicator; returns the folders of sources and of indicators."""
    sources, indicators = folder / "sources", folder / "indicators"
    sources.mkdir(parents=True)
    indicators.mkdir()
    (sources / "proef.toml").write_text(SOURCE_TOML, encoding="utf-8")
    (sources / "proef.sql").write_text(SOURCE_SQL, encoding="utf-8")
    (indicators / "neet_proef_aandeel.toml").write_text(INDICATOR_TOML, encoding="utf-8")
    return sources, indicators


def write_extracts(folder: Path) -> Path:
    """Writes the two files; returns their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "proef_2024.csv").write_text(FIRST, encoding="utf-8")
    (folder / "proef_2023.csv").write_text(SECOND, encoding="utf-8")
    return folder
