-- One dimension of the table holds kinds of education and pathways; what is left out is declared under skip.
select
    measure,
    'NL01' as region,
    statline_period(period, period_title, file, 'cbs_vsv_positie') as period,
    sex,
    age_group,
    if(kind in (select code from code where dimension = 'leerweg') and kind <> 'totaal', 'mbo', kind) as education,
    if(kind in (select code from code where dimension = 'leerweg'), kind, 'totaal') as leerweg,
    position,
    moment,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of(period_status, file), file, measure_title) as status,
    statline_day(modified) as published,
    file
from raw
