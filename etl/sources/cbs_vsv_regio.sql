-- Regions: country, landsdelen, provinces, municipalities and RMC regions, the latter known by their title.
with
placed as (
    select raw.*, named.code as named, period_of(raw.period) as year
    from raw
    left join region_name as named
        on named.kind = statline_kind(raw.region, raw.region_title) and named.name = statline_name(raw.region_title)
    -- Municipalities that ended before the code list begins are in no region of ours.
    where period_of(raw.period) >= (select min(valid_from) from region_map)
        or left(raw.region, 2) <> 'GM'
        or raw.region in (select code from region)
)
select
    measure,
    statline_region(region, region_title, named, file, 'cbs_vsv_regio') as region,
    statline_period(period, period_title, file, 'cbs_vsv_regio') as period,
    sex,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of(period_status, file), file, measure_title) as status,
    statline_day(modified) as published
from placed
-- A municipality that was not there that year is no figure.
where coalesce(statline_kind(region, region_title), if(left(region, 2) = 'GM', 'gemeente', '')) <> 'gemeente'
    or coalesce(value, '') <> ''
    or attribute not in ('None', 'Impossible')
