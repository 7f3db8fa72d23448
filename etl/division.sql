-- On the municipalities of which year the figures of one source stand, per measure and period. Publishers give old years
-- on a newer list, or go on with an older one for a while, and StatLine lists all that ever were.

-- The municipalities that have figures. One that was not there in that year and has none is no missing part.
create or replace temp table gemeente_present as
select figure.measure, figure.period, year_known.listed, year_known.mapped, figure.region as gemeente
from figure
join measure on measure.id = figure.measure
join region on region.code = figure.region and region.kind = 'gemeente'
join year_known on year_known.year = figure.period + (measure.period_kind = 'schoolyear')::integer
where figure.indeling = 'periode' and (measure.rollup or measure.unit = 'persons')
group by all
having bool_or(figure.value is not null or figure.status = 'Q')
    or (year_known.listed, figure.region) in (select (year, gemeente) from gemeente_listed);

-- The list that fits best: fewest municipalities without figures while a kin has them, and with figures while not on it.
-- The list of the year itself goes first when nothing of it lacks: then one that ended is delivered twice.
create or replace temp table gemeente_division as
with
asked as (
    select distinct measure, period, listed, mapped from gemeente_present
),
spoken_for as (
    select distinct present.measure, present.period, gemeente_kin.kin as gemeente
    from gemeente_present as present join gemeente_kin using (gemeente)
    anti join gemeente_present as itself
        on itself.measure = present.measure and itself.period = present.period and itself.gemeente = gemeente_kin.kin
),
lacking as (
    select spoken_for.measure, spoken_for.period, gemeente_listed.year, count(*) as number
    from spoken_for join gemeente_listed using (gemeente)
    group by all
),
fitting as (
    select present.measure, present.period, gemeente_listed.year, count(*) as number
    from gemeente_present as present join gemeente_listed using (gemeente)
    group by all
)
select asked.*, years.year as division
from asked
cross join (select distinct year from gemeente_listed) as years
left join lacking
    on lacking.measure = asked.measure and lacking.period = asked.period and lacking.year = years.year
left join fitting
    on fitting.measure = asked.measure and fitting.period = asked.period and fitting.year = years.year
qualify row_number() over (
    partition by asked.measure, asked.period
    order by
        years.year <> asked.listed or lacking.number is not null,
        coalesce(lacking.number, 0) - coalesce(fitting.number, 0),
        abs(years.year - asked.listed),
        years.year desc
) = 1;
