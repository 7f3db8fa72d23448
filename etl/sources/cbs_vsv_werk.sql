-- One dimension of the table holds the total, the kinds of contract and the classes of hours; the rest is left out.
select
    'vsvers_werk' as measure,
    'NL01' as region,
    coalesce(period_of("Perioden"), wrong(file, 'Perioden', "Perioden", 'the table should count per school year.')) as period,
    statline_sex("Geslacht_title", file) as sex,
    coalesce(statline_contract("Arbeidskenmerken_title"), 'totaal') as contract,
    coalesce(statline_hours("Arbeidskenmerken_title"), 'totaal') as hours,
    statline_moment("Peilmoment_title", file) as moment,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of("Perioden_status", file), file, measure_title) as status,
    statline_day(modified) as published
from raw
where measure_title = 'Voortijdig schoolverlaters'
    and starts_with("StartkwalificatieOpPeilmoment_title", 'Totaal')
    and starts_with("Leeftijd_title", 'Totaal')
    and starts_with("Onderwijssoort_title", 'Totaal')
    and coalesce(statline_contract("Arbeidskenmerken_title"), statline_hours("Arbeidskenmerken_title")) is not null
    and statline_moment("Peilmoment_title", file) <> ''
