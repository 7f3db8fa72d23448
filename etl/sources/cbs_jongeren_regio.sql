-- Each measure is one cell of the cross of education, work and benefit; being registered as a job seeker is never split.
with
measured as (
    select
        raw.*,
        named.code as named,
        case
            when education = 'totaal' and work = 'totaal' and benefit = 'totaal' then 'jongeren_register'
            when education = 'in' and work = 'totaal' and benefit = 'totaal' then 'jongeren_onderwijs_register'
            when education = 'totaal' and work = 'werk' and benefit = 'totaal' then 'jongeren_werk_register'
            when education <> 'niet' or work <> 'geen_werk' then null
            when benefit = 'totaal' then 'neet_register'
            when benefit = 'zonder' then 'neet_zonder_uitkering_register'
        end as measured
    from raw
    left join region_name as named
        on named.kind = statline_kind(raw.region, raw.region_title) and named.name = statline_name(raw.region_title)
)
select
    measured as measure,
    statline_region(region, region_title, named, file, 'cbs_jongeren_regio') as region,
    statline_period(period, period_title, file, 'cbs_jongeren_regio') as period,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of(period_status, file), file, measure_title) as status,
    statline_day(modified) as published,
    file
from measured
where measured is not null
    -- A municipality that was not there that year is no figure.
    and (
        coalesce(statline_kind(region, region_title), if(left(region, 2) = 'GM', 'gemeente', '')) <> 'gemeente'
        or coalesce(value, '') <> ''
        or attribute not in ('None', 'Impossible')
    )
