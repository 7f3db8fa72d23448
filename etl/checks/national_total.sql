-- the published national figure is the sum of the published regions, but for rounding and unknown addresses
with
figure as (
    select
        observation.*, measure.rounded_to, region.kind,
        observation.period + (measure.period_kind = 'schoolyear')::integer as year
    from observation
    join measure on measure.id = observation.measure
    join region on region.code = observation.region
    where measure.unit = 'persons' and observation.indeling = 'periode' and not derived and value is not null
),
-- Only sums of all regions of a kind can be compared; a suppressed region leaves a gap.
complete as (
    select years.year, kind, count(*) as regions
    from region join (select distinct year from figure) as years
        on years.year between coalesce(valid_from, years.year) and coalesce(valid_to, years.year)
    group by all
),
summed as (
    select
        measure, period, year, kind, age_group, sex, education, leerweg, origin, diploma, moment, position, contract,
        hours, rounded_to, sum(value) as regions_together, count(*) as regions
    from figure
    where kind <> 'land'
    group by all
)
select summed.measure, summed.period, summed.kind, summed.age_group, summed.sex, summed.education,
    country.value as country, regions_together
from summed
join complete on complete.year = summed.year and complete.kind = summed.kind and complete.regions = summed.regions
join figure as country
    on country.kind = 'land' and country.measure = summed.measure and country.period = summed.period
    and country.age_group = summed.age_group and country.sex = summed.sex and country.education = summed.education
    and country.leerweg = summed.leerweg and country.origin = summed.origin and country.diploma = summed.diploma
    and country.moment = summed.moment and country.position = summed.position
    and country.contract = summed.contract and country.hours = summed.hours
-- A cell rounded to b has a rounding error of b / sqrt(12); four times that of k regions and the country together is
-- passed by chance once in 16,000 sums. Half a percent more is for people whose address is abroad or not known: they
-- count for the country and for no region. A forgotten region is more than that: the smallest has 0.6 % of the young.
where abs(country.value - regions_together)
    > 4 * summed.rounded_to / sqrt(12) * sqrt(summed.regions + 1) + 0.005 * country.value
order by all
