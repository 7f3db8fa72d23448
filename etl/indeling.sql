-- Copies to a fixed division ($indeling, a year) what is the same on it: the country, and every Doorstroompunt region
-- whose area did not change between the period and that year.
insert into figure by name
select figure.* replace ($indeling as indeling)
from figure
join measure on measure.id = figure.measure
join region on region.code = figure.region
where figure.indeling = 'periode'
    and (
        region.kind = 'land'
        or region.kind = 'doorstroompunt'
        and $indeling::integer between coalesce(region.valid_from, 0) and coalesce(region.valid_to, 9999)
        and not exists (
            from region_changed
            where region_changed.indeling = $indeling
                and region_changed.kind = 'doorstroompunt'
                and region_changed.region = figure.region
                and region_changed.year = figure.period + (measure.period_kind = 'schoolyear')::integer
        )
    );
