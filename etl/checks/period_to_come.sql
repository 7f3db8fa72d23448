-- no figure is about a year that had not begun when it was published
select distinct measure, period
from observation, release
-- 1990: older figures of this kind do not exist, so an earlier year is a misread one.
where period not between 1990 and year(data_date)
order by all
