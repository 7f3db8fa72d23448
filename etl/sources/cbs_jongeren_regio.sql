-- Each measure is one cell of the cross of education, work and benefit; being registered as a job seeker is never split.
with
cells as (
    select
        *,
        period_of("Perioden") as period,
        shown_of("Perioden_status", file) as shown,
        starts_with("Onderwijsvolgend_title", 'Totaal') as any_education,
        starts_with("Arbeidskenmerken_title", 'Totaal') as any_work,
        starts_with("Uitkering_title", 'Totaal') as any_benefit
    from raw
    where starts_with("Werkzoekende_title", 'Totaal') and left("RegioS", 2) in ('NL', 'LD', 'PV', 'GM')
),
measured as (
    select
        *,
        case
            when any_education and any_work and any_benefit then 'jongeren_register'
            when "Onderwijsvolgend_title" = 'Volgt formeel onderwijs' and any_work and any_benefit
            then 'jongeren_onderwijs_register'
            when any_education and "Arbeidskenmerken_title" = 'Arb.pos.: werkzame beroepsbevolking' and any_benefit
            then 'jongeren_werk_register'
            when "Onderwijsvolgend_title" <> 'Volgt geen formeel onderwijs'
                or "Arbeidskenmerken_title" <> 'Arb.pos.: niet-werkzame bevolking' then null
            when any_benefit then 'neet_register'
            when "Uitkering_title" = 'Zonder uitkering sociale zekerheid' then 'neet_zonder_uitkering_register'
        end as measured
    from cells
)
select
    measured as measure,
    known_region("RegioS", file, 'RegioS', "RegioS") as region,
    period,
    decimal_point_of(value) as value,
    statline_reason_of(value, attribute, shown, file, measure_title) as status,
    statline_day(modified) as published
from measured
where measured is not null
    and period is not null
    -- A municipality that was not there that year is no figure.
    and (left("RegioS", 2) <> 'GM' or coalesce(value, '') <> '' or attribute not in ('None', 'Impossible'))
