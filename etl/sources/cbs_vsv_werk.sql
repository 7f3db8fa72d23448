-- One dimension of the table holds the total, the kinds of contract and the classes of hours.
select
    measure,
    'NL01' as region,
    statline_period(period, period_title, file, 'cbs_vsv_werk') as period,
    sex,
    if(work in (select code from code where dimension = 'contract'), work, 'totaal') as contract,
    if(work in (select code from code where dimension = 'hours'), work, 'totaal') as hours,
    moment,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of(period_status, file), file, measure_title) as status,
    statline_day(modified) as published,
    file
from raw
