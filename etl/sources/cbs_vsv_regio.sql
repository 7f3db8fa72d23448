-- Regions: country, landsdelen, provinces, municipalities and RMC regions, the latter known by their title.
with
cells as (
    select
        *,
        period_of("Perioden") as period,
        shown_of("Perioden_status", file) as shown,
        "RegioS" like 'RM%' or "RegioS_title" like '% (RM)' as is_rmc
    from raw
    where measure_title in ('Leerlingen', 'Voortijdig schoolverlaters')
),
placed as (
    select
        cells.*,
        case
            when is_rmc then coalesce(rmc.code, no_region(file, 'RegioS', replace("RegioS_title", '(RM)', '')))
            when left("RegioS", 2) in ('NL', 'LD', 'PV', 'GM') then "RegioS"
        end as region
    from cells
    left join region_name as rmc
        on is_rmc and rmc.kind = 'doorstroompunt' and rmc.name = lower(trim(replace("RegioS_title", '(RM)', '')))
)
select
    case measure_title when 'Leerlingen' then 'leerlingen_cbs' else 'vsvers_cbs' end as measure,
    known_region(region, file, 'RegioS', region) as region,
    period,
    statline_sex("Geslacht_title", file) as sex,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown, file, measure_title) as status,
    statline_day(modified) as published
from placed
where region is not null
    and period is not null
    -- A municipality that was not there that year is no figure.
    and (left(region, 2) <> 'GM' or decimal_point_of(value) is not null or coalesce(value, '') <> '' or attribute not in ('None', 'Impossible'))
    -- Municipalities that ended before the code list begins are in no region of ours.
    and (period + 1 >= (select min(valid_from) from region_map) or left(region, 2) <> 'GM' or region in (select code from region))
