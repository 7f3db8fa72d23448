-- Adds the total over {dimension} where a source delivers only the parts. A published total always stands.
insert into figure by name
with
wanted as (
    select figure.*
    from figure join derive on derive.measure = figure.measure and derive.dimension = '{dimension}'
    where figure.indeling = 'periode'
),
delivered as (
    select distinct measure, period, {dimension} as code from wanted
    where {dimension} <> (select total from dimension where id = '{dimension}')
),
part as (
    -- A code inside another delivered code is no part of its own: mbo_1 is counted in mbo already.
    from delivered
    where not exists (
        from delivered as other join code_inside on code_inside.container = other.code
        where other.measure = delivered.measure and other.period = delivered.period
            and code_inside.dimension = '{dimension}' and code_inside.code = delivered.code
    )
),
expected as (
    select measure, period, count(*) as cells from part group by all
),
summed as (
    select
        wanted.* exclude ({dimension}, value, status, parts, derived),
        (select total from dimension where id = '{dimension}') as {dimension},
        sum_of(value, expected.cells) as value,
        status_of_sum(value, status, expected.cells) as status,
        sum(parts)::integer as parts,
        true as derived
    from wanted
    join part on part.measure = wanted.measure and part.period = wanted.period and part.code = wanted.{dimension}
    join expected on expected.measure = wanted.measure and expected.period = wanted.period
    group by all
),
there as (
    -- Only what a total could meet, so that the parts need not be kept in memory.
    from wanted where {dimension} = (select total from dimension where id = '{dimension}')
)
from summed anti join there
using (measure, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment, position, contract, hours);
