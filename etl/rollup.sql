-- Adds municipalities up to regions where there is no row yet.
-- $indeling is 'periode': regions as they were, for measures that declare `rollup`;
-- or the year of a division: Doorstroompunt regions as they are then, for every count that municipalities have, because
-- a region that changed can be had in no other way.
insert into figure by name
with
place as (
    select gemeente, kind, year, region, existed from gemeente_region where $indeling = 'periode'
    union all
    -- On a fixed division every year has the map of that division's year.
    select fixed.gemeente, fixed.kind, any_year.year, fixed.region, fixed.existed
    from gemeente_region as fixed
    join (select distinct year from gemeente_region) as any_year on true
    where $indeling <> 'periode' and fixed.kind = 'doorstroompunt' and fixed.year = try_cast($indeling as integer)
),
gemeente_figure as (
    select figure.*, figure.period + (measure.period_kind = 'schoolyear')::integer as year
    from figure
    join measure on measure.id = figure.measure
    join region on region.code = figure.region
    where (measure.rollup or $indeling <> 'periode' and measure.unit = 'persons')
        and region.kind = 'gemeente' and figure.indeling = 'periode'
        -- StatLine lists every municipality in every year; one that is not there in that year is not a missing part.
        and not (
            figure.status = 'M'
            and not year between coalesce(region.valid_from, year) and coalesce(region.valid_to, year)
        )
),
present as (
    select distinct measure, period, year, region as gemeente from gemeente_figure
),
spoken_for as (
    select distinct present.measure, present.period, gemeente_kin.gemeente
    from present join gemeente_kin on gemeente_kin.kin = present.gemeente
),
expected as (
    -- The cells a sum needs: every municipality with figures ...
    select measure, period, place.region, present.gemeente
    from present join place using (gemeente, year)
    union
    -- ... and every one on the map that has none, not even under an older or newer name.
    select measure, period, place.region, place.gemeente
    from (select distinct measure, period, year from present) as asked
    join place on place.year = asked.year and place.existed
    anti join spoken_for
        on spoken_for.measure = asked.measure
        and spoken_for.period = asked.period
        and spoken_for.gemeente = place.gemeente
),
needed as (
    select measure, period, region, count(*) as cells from expected group by all
),
summed as (
    select
        gemeente_figure.* exclude (region, indeling, year, value, status, parts, derived),
        place.region,
        $indeling as indeling,
        sum_of(value, needed.cells) as value,
        status_of_sum(value, status, needed.cells) as status,
        sum(parts)::integer as parts,
        true as derived
    from gemeente_figure
    join place on place.gemeente = gemeente_figure.region and place.year = gemeente_figure.year
    join needed
        on needed.measure = gemeente_figure.measure
        and needed.period = gemeente_figure.period
        and needed.region = place.region
    group by all
)
from summed anti join figure
using (measure, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment, position, contract, hours);
