-- every target is for a region in the region list
select id, region from target anti join region on region.code = target.region order by all
