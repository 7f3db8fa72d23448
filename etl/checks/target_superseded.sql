-- every target that was replaced names a target that is there
select id, superseded_by from target as old
where superseded_by is not null and not exists (from target as new where new.id = old.superseded_by)
order by all
