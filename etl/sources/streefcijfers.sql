-- Filled in by hand: a line without a figure is skipped, and a wrong line stops the build with one sentence.
with
filled as (
    select
        *,
        coalesce(
            schoolyear_of(jaar), wrong(file, 'jaar', jaar, 'write a study year as 2026/''27, or a calendar year as 2027.')
        ) as period,
        length(trim(jaar)) > 4 as is_study_year,
        code_of(
            lower(indicator),
            map {'nieuwe_vsvers': 'vsv', 'geen_onderwijs_geen_werk': 'neet'},
            file, 'indicator'
        ) as topic,
        doorstroompunt_of(regio) as by_number
    from raw
    where trim(streefcijfer) <> ''
),
placed as (
    select
        filled.*,
        coalesce(by_code.code, named.code, no_region(file, 'regio', regio)) as region
    from filled
    left join region as by_code on by_code.code = by_number
    left join region_spelling as named on named.kind = 'doorstroompunt' and named.spelling = spelling_of(regio)
),
targets as (
    select
        *,
        case
            when topic = 'vsv' and not is_study_year
            then wrong(file, 'jaar', jaar, 'new vsv''ers are counted per study year; write it as 2026/''27.')
            when topic = 'neet' and is_study_year
            then wrong(file, 'jaar', jaar, 'young people without education and work are counted per calendar year; write it as 2027.')
            -- The regulation changes the count with study year 2026/'27.
            when topic = 'vsv' and period < 2026 then 'vsv_duo_lt23_aantal'
            when topic = 'vsv' then 'vsv_2026_lt27_aantal'
            else 'neet_leeftijd_aantal'
        end as indicator_id
    from placed
)
select
    indicator_id || '-' || region || '-' || period as id,
    indicator_id as indicator,
    case when count(*) over (partition by indicator_id, region, period) > 1
        then wrong(file, 'regio', regio, 'this region has two target figures for ' || jaar || '; keep one.')
        else region
    end as region,
    period as period_from,
    period as period_to,
    coalesce(count_of(streefcijfer), wrong(file, 'streefcijfer', streefcijfer, 'write a whole number, as 480 or 1.250.')) as value,
    'persons' as unit,
    coalesce(
        try_cast(regexp_extract(vastgesteld, '(\d{4})', 1) as integer),
        wrong(file, 'vastgesteld', vastgesteld, 'write the year or the day it was set, as 2026.')
    ) as set_in,
    case when trim(door) = '' then wrong(file, 'door', door, 'write who set the figure.') else trim(door) end as set_by,
    'streefcijfers' as source,
    parse_filename(file) || ': ' || trim(door) || ', ' || trim(vastgesteld) as citation,
    file
from targets
