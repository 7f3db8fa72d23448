-- warning: no figure of a region leaps from one year to the next
with
figure as (
    select measure, region, kind, period, value, rounded_to
    from observation join measure on measure.id = observation.measure join region on region.code = observation.region
    where unit = 'persons' and indeling = 'periode' and not derived and value is not null
        and kind in ('land', 'landsdeel', 'provincie', 'doorstroompunt')
        and age_group = 'totaal' and sex = 'totaal' and education = 'totaal' and leerweg = 'totaal'
        and origin = 'totaal' and diploma = 'totaal' and moment = 'totaal' and position = 'totaal'
        and contract = 'totaal' and hours = 'totaal'
),
step as (
    select
        now.measure, now.kind, now.region, now.period, before.value as before, now.value as now,
        ln(greatest(now.value, 1) / greatest(before.value, 1)) as growth,
        -- What chance and rounding move a count of this size by, twice.
        sqrt(1 / greatest(now.value, 1) + 1 / greatest(before.value, 1)
            + if(now.rounded_to > 1, (pow(now.rounded_to / greatest(now.value, 1), 2)
                + pow(now.rounded_to / greatest(before.value, 1), 2)) / 12, 0)) as chance
    from figure as now
    join figure as before
        on before.measure = now.measure and before.region = now.region and before.period = now.period - 1
),
usual as (
    -- What all regions did together is no slip of the pen in one.
    select measure, kind, period, median(growth) as growth from step group by all
)
select
    step.measure, region, period, before, now,
    format('{:+.0f} %', 100 * (now / greatest(before, 1) - 1)) as change
from step join usual using (measure, kind, period)
-- An eighth and five times chance beside the others; the country has no others, so only a half as much again counts.
where case when kind = 'land' then abs(step.growth) > ln(1.5)
    else abs(step.growth - usual.growth) > greatest(ln(1.125), 5 * chance) end
order by abs(step.growth - usual.growth) desc, step.region, step.period
