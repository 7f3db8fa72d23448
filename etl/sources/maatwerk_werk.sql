-- One column per kind of work and class of hours; each becomes a row.
with
keyed as (
    select
        * exclude (sheet, "Leerweg"),
        coalesce(
            schoolyear_of("Schooljaar"), wrong(file, 'Schooljaar', "Schooljaar", 'write it as 2022/''23.')
        ) as period,
        case when contains("Schooljaar", '*') then 'P' else 'A' end as shown,
        known_region(doorstroompunt_of("Regiocode"), file, 'Regiocode', "Regiocode") as region,
        code_of(
            "Leeftijd",
            map {
                'Totaal': 'totaal', '15 tot 18 jaar': '15_tot_18', '18 tot 23 jaar': '18_tot_23',
                '23 tot 27 jaar': '23_tot_27'
            },
            file, 'Leeftijd'
        ) as age_group,
        code_of(
            replace(replace(lower("Niveau"), 'mbo ', ''), 'niveau ', ''),
            map {
                'totaal': 'totaal', '1': 'mbo_1', '1 (entree)': 'mbo_1', 'entree': 'mbo_1', '2': 'mbo_2',
                '3 en 4': 'mbo_34'
            },
            file, 'Niveau'
        ) as education,
        code_of(lower("Leerweg"), map {'totaal': 'totaal', 'bol': 'bol', 'bbl': 'bbl'}, file, 'Leerweg') as leerweg,
        code_of(
            "Peilmoment",
            map {'Direct': 'direct', '1 jaar': '1_jaar', '2 jaar': '2_jaar', '3 jaar': '3_jaar', '5 jaar': '5_jaar'},
            file, 'Peilmoment'
        ) as moment
    from raw
),
cells as (
    select
        file, shown, region, period, age_group, education, leerweg, moment, measure, contract, hours, column_name,
        case column_name
            when 'Arbeidsmarktpopulatie' then "Arbeidsmarktpopulatie"
            when 'Werkzaam' then "Werkzaam"
            when 'Vast: totaal' then "Vast: totaal"
            when 'Vast: minder dan 12 uur' then "Vast: minder dan 12 uur"
            when 'Vast: 12 tot 20 uur' then "Vast: 12 tot 20 uur"
            when 'Vast: 20 tot 35 uur' then "Vast: 20 tot 35 uur"
            when 'Vast: 35 uur of meer' then "Vast: 35 uur of meer"
            when 'Flexibel: totaal' then "Flexibel: totaal"
            when 'Flexibel: minder dan 12 uur' then "Flexibel: minder dan 12 uur"
            when 'Flexibel: 12 tot 20 uur' then "Flexibel: 12 tot 20 uur"
            when 'Flexibel: 20 tot 35 uur' then "Flexibel: 20 tot 35 uur"
            when 'Flexibel: 35 uur of meer' then "Flexibel: 35 uur of meer"
            when 'Zelfstandige: totaal' then "Zelfstandige: totaal"
            when 'Zelfstandige: minder dan 12 uur' then "Zelfstandige: minder dan 12 uur"
            when 'Zelfstandige: 12 tot 20 uur' then "Zelfstandige: 12 tot 20 uur"
            when 'Zelfstandige: 20 tot 35 uur' then "Zelfstandige: 20 tot 35 uur"
            when 'Zelfstandige: 35 uur of meer' then "Zelfstandige: 35 uur of meer"
            when 'Werknemer en zelfstandige: totaal' then "Werknemer en zelfstandige: totaal"
            when 'Werknemer en zelfstandige: minder dan 12 uur' then "Werknemer en zelfstandige: minder dan 12 uur"
            when 'Werknemer en zelfstandige: 12 tot 20 uur' then "Werknemer en zelfstandige: 12 tot 20 uur"
            when 'Werknemer en zelfstandige: 20 tot 35 uur' then "Werknemer en zelfstandige: 20 tot 35 uur"
            when 'Werknemer en zelfstandige: 35 uur of meer' then "Werknemer en zelfstandige: 35 uur of meer"
            when 'Minder dan 12 uur' then "Minder dan 12 uur"
            when '12 tot 20 uur' then "12 tot 20 uur"
            when '20 tot 35 uur' then "20 tot 35 uur"
            when '35 uur of meer' then "35 uur of meer"
        end as cell
    from keyed
    cross join (
        values
            ('uitstromers_arbeidsmarkt', 'totaal', 'totaal', 'Arbeidsmarktpopulatie'),
            ('uitstromers_werk', 'totaal', 'totaal', 'Werkzaam'),
            ('uitstromers_werk', 'vast', 'totaal', 'Vast: totaal'),
            ('uitstromers_werk', 'vast', 'tot_12', 'Vast: minder dan 12 uur'),
            ('uitstromers_werk', 'vast', '12_tot_20', 'Vast: 12 tot 20 uur'),
            ('uitstromers_werk', 'vast', '20_tot_35', 'Vast: 20 tot 35 uur'),
            ('uitstromers_werk', 'vast', '35_plus', 'Vast: 35 uur of meer'),
            ('uitstromers_werk', 'flexibel', 'totaal', 'Flexibel: totaal'),
            ('uitstromers_werk', 'flexibel', 'tot_12', 'Flexibel: minder dan 12 uur'),
            ('uitstromers_werk', 'flexibel', '12_tot_20', 'Flexibel: 12 tot 20 uur'),
            ('uitstromers_werk', 'flexibel', '20_tot_35', 'Flexibel: 20 tot 35 uur'),
            ('uitstromers_werk', 'flexibel', '35_plus', 'Flexibel: 35 uur of meer'),
            ('uitstromers_werk', 'zelfstandige', 'totaal', 'Zelfstandige: totaal'),
            ('uitstromers_werk', 'zelfstandige', 'tot_12', 'Zelfstandige: minder dan 12 uur'),
            ('uitstromers_werk', 'zelfstandige', '12_tot_20', 'Zelfstandige: 12 tot 20 uur'),
            ('uitstromers_werk', 'zelfstandige', '20_tot_35', 'Zelfstandige: 20 tot 35 uur'),
            ('uitstromers_werk', 'zelfstandige', '35_plus', 'Zelfstandige: 35 uur of meer'),
            ('uitstromers_werk', 'werknemer_en_zelfstandige', 'totaal', 'Werknemer en zelfstandige: totaal'),
            ('uitstromers_werk', 'werknemer_en_zelfstandige', 'tot_12', 'Werknemer en zelfstandige: minder dan 12 uur'),
            ('uitstromers_werk', 'werknemer_en_zelfstandige', '12_tot_20', 'Werknemer en zelfstandige: 12 tot 20 uur'),
            ('uitstromers_werk', 'werknemer_en_zelfstandige', '20_tot_35', 'Werknemer en zelfstandige: 20 tot 35 uur'),
            ('uitstromers_werk', 'werknemer_en_zelfstandige', '35_plus', 'Werknemer en zelfstandige: 35 uur of meer'),
            ('uitstromers_werk', 'totaal', 'tot_12', 'Minder dan 12 uur'),
            ('uitstromers_werk', 'totaal', '12_tot_20', '12 tot 20 uur'),
            ('uitstromers_werk', 'totaal', '20_tot_35', '20 tot 35 uur'),
            ('uitstromers_werk', 'totaal', '35_plus', '35 uur of meer')
    ) as topic(measure, contract, hours, column_name)
)
select
    measure, region, period, age_group, education, leerweg, moment, contract, hours,
    plain_count_of(cell) as value,
    -- The explanation in these workbooks says what their point means: under 10.
    plain_count_reason_of(case trim(cell) when '.' then '<10' else cell end, shown, file, column_name) as status,
    file, if(measure = 'uitstromers_arbeidsmarkt', 1, 0) as rows
from cells
