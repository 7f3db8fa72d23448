-- the parts of a region's figure add up to its total, where they do so elsewhere
with recursive
-- Cells that are split by one dimension at most; `moment` is no split but another day.
figure as (
    select
        measure, region, period, value, rounded_to,
        (age_group <> 'totaal')::integer + (sex <> 'totaal')::integer + (education <> 'totaal')::integer
            + (leerweg <> 'totaal')::integer + (origin <> 'totaal')::integer + (diploma <> 'totaal')::integer
            + (position <> 'totaal')::integer + (contract <> 'totaal')::integer + (hours <> 'totaal')::integer as splits,
        moment,
        case
            when age_group <> 'totaal' then 'age_group' when sex <> 'totaal' then 'sex'
            when education <> 'totaal' then 'education' when leerweg <> 'totaal' then 'leerweg'
            when origin <> 'totaal' then 'origin' when diploma <> 'totaal' then 'diploma'
            when position <> 'totaal' then 'position' when contract <> 'totaal' then 'contract'
            when hours <> 'totaal' then 'hours'
        end as dimension,
        greatest(
            nullif(age_group, 'totaal'), nullif(sex, 'totaal'), nullif(education, 'totaal'), nullif(leerweg, 'totaal'),
            nullif(origin, 'totaal'), nullif(diploma, 'totaal'), nullif(position, 'totaal'), nullif(contract, 'totaal'),
            nullif(hours, 'totaal')
        ) as code
    from observation join measure on measure.id = observation.measure
    where unit = 'persons' and indeling = 'periode' and not derived
        and (age_group <> 'totaal')::integer + (sex <> 'totaal')::integer + (education <> 'totaal')::integer
            + (leerweg <> 'totaal')::integer + (origin <> 'totaal')::integer + (diploma <> 'totaal')::integer
            + (position <> 'totaal')::integer + (contract <> 'totaal')::integer + (hours <> 'totaal')::integer <= 1
),
inside as (
    select dimension, code, parent as container from code where parent is not null
    union
    select inside.dimension, inside.code, code.parent
    from inside join code on code.dimension = inside.dimension and code.code = inside.container
    where code.parent is not null
),
delivered as (
    select distinct measure, period, dimension, code from figure where splits = 1
),
part as (
    -- A code within another one that is there counts in that one already; ages tell it by their limits.
    from delivered
    where not exists (
        from delivered as other
        join code as narrow on narrow.dimension = delivered.dimension and narrow.code = delivered.code
        join code as wide on wide.dimension = other.dimension and wide.code = other.code
        where other.measure = delivered.measure and other.period = delivered.period
            and other.dimension = delivered.dimension and other.code <> delivered.code
            and ((wide.age_from <= narrow.age_from and wide.age_below >= narrow.age_below)
                or exists (
                    from inside where inside.dimension = narrow.dimension and inside.code = narrow.code
                        and inside.container = wide.code
                ))
    )
),
summed as (
    select
        measure, period, dimension, region, moment, rounded_to, sum(value) as together, count(*) as parts,
        count(value) as known
    from figure join part using (measure, period, dimension, code)
    where splits = 1
    group by all
),
expected as (
    select measure, period, dimension, count(*) as parts from part group by all
),
compared as (
    select
        summed.*, total.value as total,
        abs(total.value - together) - 0.01 * total.value
            -- Four times the rounding error of so many cells, as for the national total.
            > if(summed.rounded_to > 1, 4 * summed.rounded_to / sqrt(12) * sqrt(summed.parts + 1), 0) as apart
    from summed
    join expected using (measure, period, dimension, parts)
    join figure as total
        on total.splits = 0 and total.measure = summed.measure and total.period = summed.period
        and total.region = summed.region and total.moment = summed.moment
    where known = summed.parts and total.value is not null
),
-- Parts that do not add up as a rule are no parts of this total: a group is not published, or people count twice.
usual as (
    select measure, dimension, avg(apart::integer) < 0.5 as adds_up from compared group by all
)
select
    compared.measure, region, period, dimension, nullif(moment, 'totaal') as moment, total, together as parts_together
from compared join usual using (measure, dimension)
where apart and adds_up
order by abs(ln(greatest(together, 1) / greatest(total, 1))) desc, region, period, dimension
