-- One line per municipality and year. A year without young people has an empty column and gives no rows for them.
with
keyed as (
    select
        * exclude (jaar),
        case when regexp_full_match(trim(jaar), '\d{4}') then jaar::integer
            else wrong(file, 'jaar', jaar, 'write a year, as 2024.') end as period,
        known_region(gemeente_of(gemeentecode), file, 'gemeentecode', gemeentecode) as region,
        coalesce(count_of(inwoners), wrong(file, 'inwoners', inwoners, 'write a whole number, as 12345.')) as inhabitants
    from raw
),
cells as (
    select
        *,
        case measure
            when 'inwoners' then inhabitants
            when 'inwoners_stad' then if(inhabitants >= 100000, inhabitants, 0)
            else coalesce(
                count_of(jongeren_15_tot_25),
                wrong(file, 'jongeren_15_tot_25', jongeren_15_tot_25, 'write a whole number, as 12345, or nothing.')
            )
        end as value
    from keyed
    cross join (values ('inwoners'), ('inwoners_stad'), ('jongeren_15_25')) as topic(measure)
    where measure <> 'jongeren_15_25' or trim(coalesce(jongeren_15_tot_25, '')) <> ''
)
select measure, region, period, value, 'A' as status, file, if(measure = 'inwoners', 1, 0) as rows
from cells
