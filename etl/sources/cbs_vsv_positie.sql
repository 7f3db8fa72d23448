-- Backgrounds other than age, and moments and kinds of education without a code, are left out.
select
    case measure_title when 'Schoolverlaters' then 'schoolverlaters_positie' else 'vsvers_positie' end as measure,
    'NL01' as region,
    coalesce(period_of("Perioden"), wrong(file, 'Perioden', "Perioden", 'the table should count per school year.')) as period,
    statline_sex("Geslacht_title", file) as sex,
    statline_age("Persoonskenmerken_title") as age_group,
    statline_education("Onderwijssoort_title") as education,
    statline_leerweg("Onderwijssoort_title") as leerweg,
    statline_position("Arbeidsmarktpositie_title", file) as position,
    statline_moment("Peilmoment_title", file) as moment,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of("Perioden_status", file), file, measure_title) as status,
    statline_day(modified) as published
from raw
where measure_title in ('Schoolverlaters', 'Voortijdig schoolverlaters')
    and starts_with("StartkwalificatieOpPeilmoment_title", 'Totaal')
    and statline_age("Persoonskenmerken_title") is not null
    and statline_education("Onderwijssoort_title") is not null
    and statline_moment("Peilmoment_title", file) <> ''
