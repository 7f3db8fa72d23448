-- warning: every target belongs to an indicator of this release
select id, indicator from target anti join indicator on indicator.id = target.indicator order by all
