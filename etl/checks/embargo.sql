-- no figure is shown before the day its publisher chose
select source.id as source, source.published
from source, release
where source.published > (now() at time zone 'UTC')::date and (publish_at is null or publish_at < source.published)
order by all
