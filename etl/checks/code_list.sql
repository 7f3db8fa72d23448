-- every parent, successor and mapped region stands in the code lists itself
select 'parent' as kind, dimension || ' ' || code as code, parent as names
from code where parent is not null
    and not exists (from code as other where other.dimension = code.dimension and other.code = code.parent)
union all
select 'parent', code, parent
from region where parent is not null and not exists (from region as other where other.code = region.parent)
union all
select 'successor', code, successor
from (select code, unnest(string_split(successors, ' ')) as successor from region where successors <> '') as ended
where not exists (from region where region.code = ended.successor)
union all
select 'region_map', gemeente, region_map.region
from region_map
where not exists (from region where region.code = region_map.gemeente and region.kind = 'gemeente')
    or not exists (from region where region.code = region_map.region and region.kind = region_map.kind)
order by all
