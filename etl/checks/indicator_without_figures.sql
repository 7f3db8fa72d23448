-- warning: every indicator has a period with a figure
select id as indicator from indicator
anti join (select indicator from coverage where dimension = 'period') as covered on covered.indicator = indicator.id
order by all
