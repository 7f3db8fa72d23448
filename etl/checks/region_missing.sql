-- warning: every Doorstroompunt region of the latest period is there
with
figure as (
    select distinct observation.measure, observation.region, observation.period,
        observation.period + (measure.period_kind = 'schoolyear')::integer as year
    from observation
    join measure on measure.id = observation.measure
    join region on region.code = observation.region
    -- Printed percentages are there as far as somebody printed them.
    where region.kind = 'doorstroompunt' and observation.indeling = 'periode' and measure.unit = 'persons'
),
latest as (
    from figure qualify period = max(period) over (partition by measure)
),
expected as (
    select latest.measure, latest.period, region.code as region
    from (select distinct measure, period, year from latest) as latest
    join region on region.kind = 'doorstroompunt'
        and latest.year between coalesce(region.valid_from, latest.year) and coalesce(region.valid_to, latest.year)
)
from expected anti join latest using (measure, region, period) order by all
