-- every measure is declared by a source
select distinct measure from observation anti join measure on measure.id = observation.measure order by all
