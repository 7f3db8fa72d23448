-- Where the people of a municipality count, in every year and on every division: the one place that decides it.
-- Two lists lead to it. `region` says when each municipality was there and what it went up in; `region_map` says in which
-- region it lay. The map starts later than the list, so figures from before it stand on its first year.

create or replace temp table year_known as
with
map as (
    select min(valid_from) as first, max(valid_to) as last from region_map
),
list as (
    -- The list is whole from the year in which the first municipality on it ended.
    select least(min(valid_to), any_value(map.first)) as first from region cross join map where kind = 'gemeente'
)
select
    years.year::integer as year,
    least(greatest(years.year, list.first), map.last)::integer as listed,
    least(greatest(years.year, map.first), map.last)::integer as mapped
from range(1990, 2041) as years(year) cross join map cross join list;

-- Which municipalities there were in each year of the list.
create or replace temp table gemeente_listed as
select listed.year, region.code as gemeente
from (select distinct listed as year from year_known) as listed
join region on region.kind = 'gemeente'
    and listed.year between coalesce(region.valid_from, listed.year) and coalesce(region.valid_to, listed.year);

-- In which region each of them lay in each year of the map; the country is a region like the others.
create or replace temp table gemeente_mapped as
select mapped.year, region_map.gemeente, region_map.kind, region_map.region
from (select distinct mapped as year from year_known) as mapped
join region_map on mapped.year between region_map.valid_from and region_map.valid_to
union
select mapped.year, region_map.gemeente, 'land', 'NL01'
from (select distinct mapped as year from year_known) as mapped
join region_map on mapped.year between region_map.valid_from and region_map.valid_to;

-- What a municipality was in a later year: itself while it is there, else what it went up in, step by step.
create or replace temp table gemeente_leads as
with recursive step as (
    select listed.year, region.code as gemeente, region.code as became
    from (select distinct year from gemeente_listed) as listed
    join region on region.kind = 'gemeente' and coalesce(region.valid_from, listed.year) <= listed.year
    union
    select step.year, step.gemeente, unnest(string_split(region.successors, ' '))
    from step join region on region.code = step.became
    where region.valid_to < step.year and region.successors <> ''
)
select year, gemeente, became from step semi join gemeente_listed
    on gemeente_listed.year = step.year and gemeente_listed.gemeente = step.became;

-- Every municipality with those it went up in or came from.
create or replace temp table gemeente_kin as
select distinct gemeente, became as kin from gemeente_leads where gemeente <> became
union
select distinct became, gemeente from gemeente_leads where gemeente <> became;

-- In which regions of a year a figure counts that stands on the municipalities of another year, its `division`.
-- Older figures go to what the municipality went up in; newer ones to where all that went into it came from.
-- In more than one region of a kind nobody can say how many of its people count in which: then it is not `certain`.
create or replace temp table gemeente_counts as
with
lies as (
    select listed.year as division, mapped.year, listed.gemeente, mapped.kind, mapped.region
    from gemeente_listed as listed
    join gemeente_leads as leads on leads.gemeente = listed.gemeente and leads.year >= listed.year
    join gemeente_mapped as mapped on mapped.year = leads.year and mapped.gemeente = leads.became
    union
    select listed.year, mapped.year, listed.gemeente, mapped.kind, mapped.region
    from gemeente_listed as listed
    join gemeente_leads as leads on leads.became = listed.gemeente and leads.year = listed.year
    join gemeente_mapped as mapped on mapped.year < listed.year and mapped.gemeente = leads.gemeente
)
select *, count(*) over (partition by division, year, gemeente, kind) = 1 as certain from lies;

-- Regions that are not the same area in a year as in the year of a division: some municipality (or what it went up in)
-- lies on one side only. Both sides are named, because both changed.
create or replace temp table region_changed as
select distinct divisions.code as indeling, year_known.year, was.kind, unnest([was.region, counts.region]) as region
from year_known
join (select code, code::integer as year from code where dimension = 'indeling' and code <> 'periode') as divisions
    on true
join year_known as then_known on then_known.year = divisions.year
join gemeente_mapped as was on was.year = year_known.mapped
join gemeente_counts as counts
    on counts.division = was.year and counts.year = then_known.mapped
    and counts.gemeente = was.gemeente and counts.kind = was.kind
where counts.region <> was.region;
