-- no part is larger than the whole it is a share of
with
share as (
    select
        indicator.id, numerator, denominator, rounded_to,
        -- Along these dimensions the whole stays at its total.
        list_append(json_keys(numerator_where), coalesce(share_of, '')) as only_part
    from indicator join measure on measure.id = indicator.numerator
    where denominator is not null
),
part as (
    select
        share.id, denominator, rounded_to, region, period, indeling, value, parts,
        case when list_contains(only_part, 'age_group') then 'totaal' else age_group end as age_group,
        case when list_contains(only_part, 'sex') then 'totaal' else sex end as sex,
        case when list_contains(only_part, 'education') then 'totaal' else education end as education,
        case when list_contains(only_part, 'leerweg') then 'totaal' else leerweg end as leerweg,
        case when list_contains(only_part, 'origin') then 'totaal' else origin end as origin,
        case when list_contains(only_part, 'diploma') then 'totaal' else diploma end as diploma,
        case when list_contains(only_part, 'moment') then 'totaal' else moment end as moment,
        case when list_contains(only_part, 'position') then 'totaal' else position end as position,
        case when list_contains(only_part, 'contract') then 'totaal' else contract end as contract,
        case when list_contains(only_part, 'hours') then 'totaal' else hours end as hours
    from share join observation on observation.measure = share.numerator
    where value is not null
)
select
    part.id as indicator, part.region, part.period, part.indeling, part.age_group, part.sex, part.education,
    part.value as part, whole.value as whole
from part
join observation as whole
    on whole.measure = part.denominator and whole.region = part.region and whole.period = part.period
    and whole.indeling = part.indeling and whole.age_group = part.age_group and whole.sex = part.sex
    and whole.education = part.education and whole.leerweg = part.leerweg and whole.origin = part.origin
    and whole.diploma = part.diploma and whole.moment = part.moment and whole.position = part.position
    and whole.contract = part.contract and whole.hours = part.hours
-- Rounding moves each published cell by half its unit at most; figures in units of one are not rounded.
where part.value > whole.value
    + case when part.rounded_to > 1 then part.rounded_to / 2.0 * (part.parts + whole.parts) else 0 end
order by all
