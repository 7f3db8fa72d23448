-- Which region a municipality counts in, in each year: the one place that decides it.
-- The map starts in 2019 and changes every few years, while figures go back further and are sometimes published on a
-- later division of municipalities. So: of all periods a municipality has on the map, take the one nearest to the year.
-- That gives the year's own region where it is known, the 2019 region for every year before, and for a municipality
-- that was not there yet (or no longer) the region it had when it was.
create or replace temp table gemeente_region as
with
every_year as (
    select unnest(range(1990, 2041))::integer as year
),
map as (
    from region_map
    union all
    -- The country is a region like the others, so that one roll-up serves all.
    select gemeente, 'land', 'NL01', min(valid_from), max(valid_to) from region_map group by gemeente
),
known as (
    select min(valid_from) as first_year, max(valid_to) as last_year from region_map
)
select
    map.gemeente,
    map.kind,
    every_year.year,
    map.region,
    -- Was this municipality there in that year, or in the nearest year the map knows?
    least(greatest(every_year.year, first_year), last_year) between map.valid_from and map.valid_to as existed
from map cross join every_year cross join known
qualify row_number() over (
    partition by map.gemeente, map.kind, every_year.year
    order by greatest(map.valid_from - every_year.year, every_year.year - map.valid_to, 0), map.valid_from
) = 1;

-- Every municipality with those it went up in, step by step, itself included.
create or replace temp table gemeente_became as
with recursive step as (
    select code as gemeente, code as became from region where kind = 'gemeente'
    union
    select step.gemeente, unnest(string_split(region.successors, ' '))
    from step join region on region.code = step.became
    where region.successors <> ''
)
from step;

-- The same, both ways: a figure under an older or newer name speaks for the municipality too.
create or replace temp table gemeente_kin as
select gemeente, became as kin from gemeente_became
union
select became, gemeente from gemeente_became;

-- Regions that are not the same area in a year as in the year of a division: some municipality (or what it went up in)
-- lies on one side only. Both sides are named, because both changed.
create or replace temp table region_changed as
with
divisions as (
    select code as indeling, code::integer as division_year from code where dimension = 'indeling' and code <> 'periode'
),
moved as (
    select indeling, year_then.year, year_then.kind, year_then.region as region_then, year_now.region as region_now
    from gemeente_region as year_then
    join gemeente_became using (gemeente)
    join divisions on true
    join gemeente_region as year_now
        on year_now.gemeente = gemeente_became.became
        and year_now.kind = year_then.kind
        and year_now.year = divisions.division_year
        and year_now.existed
    where year_then.existed and year_then.region <> year_now.region
)
select distinct indeling, year, kind, unnest([region_then, region_now]) as region from moved;
