-- every cell is there once
select
    measure, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment, position,
    contract, hours, count(*) as times
from observation
group by all
having count(*) > 1
order by all
