-- every cell comes once, from one row of one file
select
    measure.source, cell.measure, cell.region, cell.period,
    -- What is a total in every dimension needs no words.
    coalesce(nullif(concat_ws(
        ' ', nullif(cell.indeling, 'periode'), nullif(age_group, 'totaal'), nullif(sex, 'totaal'),
        nullif(education, 'totaal'), nullif(leerweg, 'totaal'), nullif(origin, 'totaal'), nullif(diploma, 'totaal'),
        nullif(moment, 'totaal'), nullif(position, 'totaal'), nullif(contract, 'totaal'), nullif(hours, 'totaal')
    ), ''), 'totaal') as split,
    cell.times
from (
    select
        measure, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment, position,
        contract, hours, count(*) as times
    from observation
    -- Only keys whose hash comes twice are gathered whole, for all keys of a large release fill the memory.
    where hash(
        measure, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment, position,
        contract, hours
    ) in (
        select hash(
            measure, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment, position,
            contract, hours
        ) as key
        from observation
        group by key
        having count(*) > 1
    )
    group by all
    having count(*) > 1
) as cell
left join measure on measure.id = cell.measure
order by measure.source, cell.measure, cell.period, cell.region, split
