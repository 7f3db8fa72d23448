-- our vsv percentage is the one that was printed, but for its rounding
with
kinds as (
    select measure.id as measure, source.kind from measure join source on source.id = measure.source
),
printed as (
    select observation.*, kinds.kind,
        -- The last decimal that was printed: 1.91 has two, 5.5 has one.
        length(regexp_extract(value::varchar, '\.(\d*[1-9])?', 1)) as decimals
    from observation join kinds using (measure)
    where measure = 'vsv_duo_pct_gepubliceerd' and value is not null
)
select printed.region, printed.period, printed.value as printed, round(100 * part.value / whole.value, 4) as ours
from printed
join observation as part
    on part.measure = 'nieuwe_vsvers_duo' and part.region = printed.region and part.period = printed.period
join kinds as part_kind on part_kind.measure = part.measure and part_kind.kind = printed.kind
join observation as whole
    on whole.measure = 'startpopulatie_duo' and whole.region = printed.region and whole.period = printed.period
-- Sample counts are not what was printed, and a provisional figure need not be the definitive one.
where part.status = printed.status and whole.value > 0
    and part.indeling = 'periode' and whole.indeling = 'periode' and printed.indeling = 'periode'
    and part.age_group = 'totaal' and part.sex = 'totaal' and part.education = 'totaal' and part.leerweg = 'totaal'
    and part.origin = 'totaal' and whole.age_group = 'totaal' and whole.sex = 'totaal'
    and whole.education = 'totaal' and whole.leerweg = 'totaal' and whole.origin = 'totaal'
    and printed.education = 'totaal' and printed.age_group = 'totaal' and printed.sex = 'totaal'
    -- Half a unit of that decimal, and a hair for binary fractions.
    and abs(100 * part.value / whole.value - printed.value) > 0.5 / pow(10, printed.decimals) + 1e-9
order by all
