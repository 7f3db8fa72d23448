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
        values
            ('jongeren_risico', 'Aantal jongeren', 'persons'),
            ('vsv_verwacht', 'Verwacht aantal vsv''ers', 'expected')
    ) as topic(measure, column_name, kind)
)
select
    measure, region, period,
    number_of(cell, kind, '.') as value,
    reason_for(number_of(cell, kind, '.'), cell, shown, file, column_name) as status,
    file, if(measure = 'jongeren_risico', 1, 0) as rows
from cells
