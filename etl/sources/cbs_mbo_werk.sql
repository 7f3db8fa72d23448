-- One dimension of the table holds the total, the kinds of contract and the classes of hours; the rest is left out.
select
    'uitstromers_mbo_werk' as measure,
    'NL01' as region,
    coalesce(period_of("Perioden"), wrong(file, 'Perioden', "Perioden", 'the table should count per school year.')) as period,
    statline_sex("Geslacht_title", file) as sex,
    statline_age("Leeftijd_title") as age_group,
    case when starts_with("Diploma_title", 'Totaal') then 'totaal'
        else code_of("Diploma_title", map {'Met diploma': 'met', 'Zonder diploma': 'zonder'}, file, 'Diploma')
    end as diploma,
    coalesce(statline_contract("Arbeidskenmerken_title"), 'totaal') as contract,
    coalesce(statline_hours("Arbeidskenmerken_title"), 'totaal') as hours,
    statline_moment("Peilmoment_title", file) as moment,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown_of("Perioden_status", file), file, measure_title) as status,
    statline_day(modified) as published
from raw
where starts_with("Studierichting_title", 'Totaal')
    and statline_age("Leeftijd_title") is not null
    and coalesce(statline_contract("Arbeidskenmerken_title"), statline_hours("Arbeidskenmerken_title")) is not null
    and statline_moment("Peilmoment_title", file) <> ''
