-- A workbook per year; the year bears a star while its figures are provisional.
with
keyed as (
    select
        * exclude (sheet),
        coalesce(schoolyear_of("Jaar"), wrong(file, 'Jaar', "Jaar", 'write a year, as 2024.')) as period,
        case when contains("Jaar", '*') then 'P' else 'A' end as shown,
        known_region(doorstroompunt_of("Regiocode"), file, 'Regiocode', "Regiocode") as region,
        code_of(
            "Geslacht",
            map {'Totaal': 'totaal', 'Man': 'man', 'Mannen': 'man', 'Vrouw': 'vrouw', 'Vrouwen': 'vrouw'},
            file, 'Geslacht'
        ) as sex,
        code_of(
            "Leeftijd",
            map {
                'Totaal': 'totaal', '15 tot 18 jaar': '15_tot_18', '18 tot 23 jaar': '18_tot_23',
                '23 tot 27 jaar': '23_tot_27'
            },
            file, 'Leeftijd'
        ) as age_group,
        code_of(
            "Hoogst behaald onderwijs",
            map {'Totaal': 'totaal', 'Laag': 'laag', 'Middelbaar': 'middelbaar', 'Hoog': 'hoog'},
            file, 'Hoogst behaald onderwijs'
        ) as education,
        code_of(
            "Herkomst",
            map {
                'Totaal': 'totaal', 'Nederland': 'nederland', 'Europa': 'europa', 'Buiten Europa': 'buiten_europa',
                'Europa (zonder Nederland)': 'europa',
                'Europa (exclusief Nederland)': 'europa'
            },
            file, 'Herkomst'
        ) as origin
    from raw
),
cells as (
    select
        *,
        case column_name
            when 'Jongeren' then "Jongeren"
            when 'Volgt onderwijs' then "Volgt onderwijs"
            when 'Werknemer' then "Werknemer"
            when 'Zelfstandige' then "Zelfstandige"
            when 'Geen onderwijs en geen werk' then "Geen onderwijs en geen werk"
            else "w.v. zonder uitkering"
        end as cell
    from keyed
    cross join (
        values
            ('jongeren_maatwerk', 'Jongeren'), ('onderwijs_maatwerk', 'Volgt onderwijs'),
            ('werknemer_maatwerk', 'Werknemer'), ('zelfstandige_maatwerk', 'Zelfstandige'),
            ('neet_maatwerk', 'Geen onderwijs en geen werk'),
            ('neet_zonder_uitkering_maatwerk', 'w.v. zonder uitkering')
    ) as topic(measure, column_name)
)
select
    measure, region, period, age_group, sex, education, origin,
    plain_count_of(cell) as value,
    -- The explanation in these workbooks says what their point means: under 10.
    plain_count_reason_of(case trim(cell) when '.' then '<10' else cell end, shown, file, column_name) as status,
    file, if(measure = 'jongeren_maatwerk', 1, 0) as rows
from cells
