-- What is left out (other backgrounds than age, moments, fields of study) is declared under skip.
select
    measure,
    'NL01' as region,
    statline_period(period, period_title, file, 'cbs_mbo_positie') as period,
    sex,
    age_group,
    diploma,
    position,
    moment,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of(period_status, file), file, measure_title) as status,
    statline_day(modified) as published,
    file
from raw
