-- Table 1 has the country and the regions, table 2 the municipalities; the score itself is worked out from the two counts.
with
keyed as (
    select
        * exclude (sheet),
        coalesce(schoolyear_of("Cohort"), wrong(file, 'Cohort', "Cohort", 'write a year, as 2024.')) as period,
        case when contains("Cohort", '*') then 'P' else 'A' end as shown,
        case when "Gemeentecode" is null
            then known_region(doorstroompunt_of("Regiocode"), file, 'Regiocode', "Regiocode")
            else known_region(gemeente_of("Gemeentecode"), file, 'Gemeentecode', "Gemeentecode")
        end as region
    from raw
),
cells as (
    select *, case measure when 'jongeren_risico' then "Aantal jongeren" else "Verwacht aantal vsv'ers" end as cell
    from keyed
    cross join (
        values ('jongeren_risico', 'Aantal jongeren'), ('vsv_verwacht', 'Verwacht aantal vsv''ers')
    ) as topic(measure, column_name)
)
select
    measure, region, period,
    decimal_point_of(cell) as value,
    decimal_point_reason_of(cell, shown, file, column_name) as status
from cells
