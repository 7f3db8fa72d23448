-- Regions: country, landsdelen, provinces, municipalities and RMC regions, the latter known by their title.
with
placed as (
    select
        raw.*,
        named.code as named,
        own.code is not null as known,
        raw.region like 'GM%' or statline_kind(raw.region, raw.region_title) = 'gemeente' as municipal,
        -- The table lists each municipality in each year: without figures where it was not there, be it by sign or not.
        period_of(raw.period) + 1 between coalesce(own.valid_from, 0) and coalesce(own.valid_to, 9999) as existed
    from raw
    left join region_name as named
        on named.kind = statline_kind(raw.region, raw.region_title) and named.name = statline_name(raw.region_title)
    left join region as own on own.code = coalesce(named.code, raw.region)
)
select
    measure,
    statline_region(region, region_title, named, file, 'cbs_vsv_regio') as region,
    statline_period(period, period_title, file, 'cbs_vsv_regio') as period,
    sex,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of(period_status, file), file, measure_title) as status,
    statline_day(modified) as published,
    file
from placed
where not coalesce(municipal, false)
    -- Municipalities that ended before the code list begins are in no region of ours; a new one has figures since.
    or known and (coalesce(value, '') <> '' or attribute not in ('None', 'Impossible'))
        and (existed or decimal_point_of(value) is not null)
    or not known and decimal_point_of(value) is not null
        and period_of(period) >= (select min(valid_from) from region_map)
