-- Files per RMC region (national rows have number 00) and files per municipality, which hold totals only.
-- A file that is split by institution is added up: parts says of how many cells, and one cell too small to show
-- makes the sum too small to show. Adding up comes first, for there are far fewer cells than rows to find words for.
with
added as (
    select
        file, "SCHOOLJAAR", "RMC-REGIO CODE", "GEMEENTECODE", "ONDERWIJSNIVEAU", "LEERWEG", "GESLACHT", "LEEFTIJD",
        "HERKOMST", "STATUS", "BESTANDSDATUM",
        "BRIN NUMMER" is null as whole,
        cells_together(duo_cell("AANTAL DEELNEMERS")) as "AANTAL DEELNEMERS",
        cells_together(duo_cell("AANTAL VSV ERS")) as "AANTAL VSV ERS",
        any_value("PERCENTAGE VSV") as percentage,
        count(*)::integer as parts
    from raw
    group by all
),
delivered as (
    select
        * replace (
            case
                when not whole or parts = 1 then parts
                else error(format(
                    '{}: the row of {} is there {} times; each row of a table is there once. '
                        || 'Remove the others and build again.',
                    file,
                    concat_ws(
                        ' ', "SCHOOLJAAR", 'region ' || "RMC-REGIO CODE", 'municipality ' || "GEMEENTECODE",
                        "ONDERWIJSNIVEAU", "LEERWEG", "GESLACHT", "LEEFTIJD", "HERKOMST"
                    ),
                    parts
                ))
            end as parts
        )
    from added
),
keyed as (
    select
        file,
        parts,
        coalesce(
            schoolyear_of("SCHOOLJAAR"),
            wrong(file, 'SCHOOLJAAR', "SCHOOLJAAR", 'write two years that follow, as 2023-2024.')
        ) as period,
        known_region(
            case when "RMC-REGIO CODE" is null then gemeente_of("GEMEENTECODE") else doorstroompunt_of("RMC-REGIO CODE") end,
            file,
            case when "RMC-REGIO CODE" is null then 'GEMEENTECODE' else 'RMC-REGIO CODE' end,
            coalesce("RMC-REGIO CODE", "GEMEENTECODE")
        ) as region,
        code_of(
            coalesce("ONDERWIJSNIVEAU", 'Totaal'),
            map {
                'Totaal': 'totaal', 'VO': 'vo', 'VO ONDERBOUW': 'vo_onderbouw', 'VMBO BOVENBOUW': 'vmbo_bovenbouw',
                'HAVO/VWO BOVENBOUW': 'havo_vwo_bovenbouw', 'VAVO': 'vavo', 'MBO': 'mbo', 'MBO NIVEAU 1': 'mbo_1',
                'MBO NIVEAU 2': 'mbo_2', 'MBO NIVEAU 3': 'mbo_3', 'MBO NIVEAU 4': 'mbo_4', 'MBO NIVEAU 3 EN 4': 'mbo_34'
            },
            file, 'ONDERWIJSNIVEAU'
        ) as education,
        -- NVT is written for education that has no pathways, where it is the total.
        code_of(
            coalesce("LEERWEG", 'Totaal'),
            map {'Totaal': 'totaal', 'NVT': 'totaal', 'BOL': 'bol', 'BBL': 'bbl', 'EXTRANEUS': 'extraneus'},
            file, 'LEERWEG'
        ) as leerweg,
        code_of(
            coalesce("GESLACHT", 'Totaal'), map {'Totaal': 'totaal', 'MAN': 'man', 'VROUW': 'vrouw'}, file, 'GESLACHT'
        ) as sex,
        code_of(
            coalesce("LEEFTIJD", 'Totaal'),
            map {'Totaal': 'totaal', 'TOT 18': 'tot_18', '18 TOT 20': '18_tot_20', '20 TOT 23': '20_tot_23'},
            file, 'LEEFTIJD'
        ) as age_group,
        code_of(
            coalesce("HERKOMST", 'Totaal'),
            map {
                'Totaal': 'totaal', 'NEDERLAND': 'nederland', 'EUROPA': 'europa', 'BUITEN EUROPA': 'buiten_europa'
            },
            file, 'HERKOMST'
        ) as origin,
        shown_of("STATUS", file) as shown,
        coalesce(
            day_of("BESTANDSDATUM"), wrong(file, 'BESTANDSDATUM', "BESTANDSDATUM", 'write it as 15-11-2025.')
        ) as published,
        "AANTAL DEELNEMERS" as deelnemers,
        -- A percentage that was printed with its counts says when one of them was mistyped: a unit of its last decimal.
        case
            when parts = 1
                and abs(100 * count_of("AANTAL VSV ERS") / nullif(count_of("AANTAL DEELNEMERS"), 0)
                    - number_of(percentage, 'percent', ','))
                > 1.001 / pow(10, length(split_part(trim(percentage), ',', 2)))
            then wrong(
                file, 'PERCENTAGE VSV', percentage,
                format(
                    'the counts in its row, {} of {}, give {:.2f}; one of the three is wrong.',
                    trim("AANTAL VSV ERS"), trim("AANTAL DEELNEMERS"),
                    100 * count_of("AANTAL VSV ERS") / count_of("AANTAL DEELNEMERS")
                )
            )
            else "AANTAL VSV ERS"
        end as vsvers
    from delivered
),
cells as (
    select *, case measure when 'startpopulatie_duo' then deelnemers else vsvers end as cell
    from keyed
    cross join (
        values ('startpopulatie_duo', 'AANTAL DEELNEMERS'), ('nieuwe_vsvers_duo', 'AANTAL VSV ERS')
    ) as topic(measure, column_name)
)
select
    measure, region, period, age_group, sex, education, leerweg, origin,
    count_of(cell) as value, reason_of(cell, shown, file, column_name) as status, parts, published,
    file, if(measure = 'startpopulatie_duo', parts, 0) as rows
from cells
