-- Adds municipalities up to regions where there is no row yet.
-- $indeling is 'periode': regions as they were, for measures that declare `rollup`;
-- or the year of a division: Doorstroompunt regions as they are then, for every count that municipalities have, because
-- a region that changed can be had in no other way.
insert into figure by name
with
place as (
    select stands.measure, stands.period, counts.gemeente, counts.region, counts.certain
    from gemeente_division as stands
    join measure on measure.id = stands.measure
    join gemeente_counts as counts
        on counts.division = stands.division
        and counts.year = case
            when $indeling = 'periode' then stands.mapped
            else (select mapped from year_known where year = try_cast($indeling as integer))
        end
    where case
        when $indeling = 'periode' then measure.rollup
        else counts.kind = 'doorstroompunt'
    end
),
needed as (
    -- The cells a sum needs: all municipalities of the list, those that have no figures as well.
    select place.measure, place.period, place.region, count(*) as cells, count(*) - count(present.gemeente) as absent
    from place left join gemeente_present as present using (measure, period, gemeente)
    group by all
),
part as (
    select figure.* exclude (region, indeling, value, status), place.region, needed.cells,
        case when place.certain then figure.value end as value,
        -- Of a region that lacks a municipality altogether that is the first thing to say.
        case when place.certain then figure.status when needed.absent > 0 then 'L' else 'N' end as status
    from figure
    join place
        on place.measure = figure.measure and place.period = figure.period and place.gemeente = figure.region
    join needed
        on needed.measure = place.measure and needed.period = place.period and needed.region = place.region
    semi join gemeente_present as present
        on present.measure = place.measure and present.period = place.period and present.gemeente = place.gemeente
    where figure.indeling = 'periode'
),
summed as (
    select
        part.* exclude (value, status, parts, derived, cells),
        $indeling as indeling,
        sum_of(value, cells) as value,
        status_of_sum(value, status, cells) as status,
        sum(parts)::integer as parts,
        true as derived
    from part
    group by all
),
there as (
    -- Only what a sum could meet, so that the rows of municipalities need not be kept in memory.
    from figure where indeling = $indeling and region in (select region from needed)
)
from summed anti join there
using (measure, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment, position, contract, hours);
