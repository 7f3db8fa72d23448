-- every count of persons is a whole number
select measure, region, period, value
from observation join measure on measure.id = observation.measure
-- The expected number comes out of a model and is published with a decimal.
where measure.unit = 'persons' and observation.measure <> 'vsv_verwacht' and value <> floor(value)
order by all
