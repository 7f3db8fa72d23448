-- Copies to a fixed division ($indeling, a year) what is the same on it: the country, and every Doorstroompunt region
-- whose area did not change between the period and that year.
insert into figure by name
with
same as (
    select year_known.year, region.code as region
    from year_known
    join region on region.kind = 'land'
        or region.kind = 'doorstroompunt'
        and $indeling::integer between coalesce(region.valid_from, 0) and coalesce(region.valid_to, 9999)
    anti join region_changed
        on region_changed.indeling = $indeling
        and region_changed.kind = 'doorstroompunt'
        and region_changed.region = region.code
        and region_changed.year = year_known.year
)
select figure.* replace ($indeling as indeling)
from figure
join measure on measure.id = figure.measure
join same
    on same.region = figure.region
    and same.year = figure.period + (measure.period_kind = 'schoolyear')::integer
where figure.indeling = 'periode';
