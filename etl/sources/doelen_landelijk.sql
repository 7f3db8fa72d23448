-- A target follows one definition; the EU's own target is shown with the country, and its citation says whose it is.
with
named as (
    select
        *,
        case
            when indicator = 'vsv_new_count' and starts_with(definition, 'old') then 'vsv_duo_lt23_aantal'
            when indicator = 'vsv_new_count' and starts_with(definition, 'new') then 'vsv_2026_lt27_aantal'
            when indicator = 'neet_eurostat_rate' then 'neet_eurostat'
            when indicator = 'vsv_new_count' then wrong(file, 'definition', definition, 'begin with old or new.')
            else wrong(file, 'indicator', indicator, 'write vsv_new_count (definition old or new) or neet_eurostat_rate.')
        end as indicator_id,
        coalesce(
            schoolyear_of(period_from), wrong(file, 'period_from', period_from, 'write a year, or a school year as 2026/2027.')
        ) as year_from,
        coalesce(
            schoolyear_of(period_to), wrong(file, 'period_to', period_to, 'write a year, or a school year as 2026/2027.')
        ) as year_to
    from raw
)
select
    indicator_id || '-' || year_from as id,
    indicator_id as indicator,
    code_of(region, map {'NL': 'NL01', 'EU': 'NL01'}, file, 'region') as region,
    year_from as period_from,
    year_to as period_to,
    coalesce(
        number_of(value, case when starts_with(unit, 'persons') then 'persons' else 'percent' end, '.'),
        wrong(file, 'value', value, 'write persons as 18000, without a point, and a percentage as 4.8.')
    ) as value,
    case
        when starts_with(unit, 'persons') then 'persons'
        when starts_with(unit, 'percent') then 'percent'
        else wrong(file, 'unit', unit, 'begin with persons or percent.')
    end as unit,
    coalesce(try_cast(set_in as integer), wrong(file, 'set_in', set_in, 'write a year.')) as set_in,
    set_by,
    'doelen_landelijk' as source,
    source || case when region = 'EU' then ' (target for the whole European Union)' else '' end as citation,
    file
from named
