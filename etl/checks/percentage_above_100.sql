-- no published percentage is above 100
select measure, region, period, value
from observation join measure on measure.id = observation.measure
where measure.unit = 'percent' and value > 100
order by all
