-- every region stands in the region list
select distinct measure, region from observation anti join region on region.code = observation.region order by all
