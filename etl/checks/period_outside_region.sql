-- no region has figures of a year in which it did not exist
select distinct observation.measure, observation.region, observation.period, observation.indeling
from observation
join measure on measure.id = observation.measure
join region on region.code = observation.region
-- Municipalities are often published on one later division for all years, so their years say nothing.
where region.kind <> 'gemeente'
    and not case
        -- A school year is counted on 1 October of the year in which it ends.
        when observation.indeling = 'periode' then observation.period + (measure.period_kind = 'schoolyear')::integer
        else observation.indeling::integer
    end between coalesce(region.valid_from, 0) and coalesce(region.valid_to, 9999)
order by all
