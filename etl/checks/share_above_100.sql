-- no share is above 100 %
with
share as (
    select
        indicator.id, numerator, denominator, numerator_where, rounded_to,
        list_append(json_keys(numerator_where), coalesce(share_of, '')) as only_part
    from indicator join measure on measure.id = indicator.numerator
    where denominator is not null and numerator_where::varchar <> '{}'
),
-- Shares whose numerator is made of several codes; numerator_above_denominator looks at the single cells.
part as (
    select
        share.id, denominator, region, period, indeling, age_group, sex, education, leerweg, origin, diploma, moment,
        sum(value) as value, sum(case when rounded_to > 1 then rounded_to / 2.0 * (parts + 1) else 0 end) as margin
    from share join observation on observation.measure = share.numerator
    where value is not null
        and case when list_contains(json_keys(numerator_where), 'position')
            then list_contains((numerator_where -> 'position')::varchar[], position) else position = 'totaal' end
        and case when list_contains(json_keys(numerator_where), 'contract')
            then list_contains((numerator_where -> 'contract')::varchar[], contract) else contract = 'totaal' end
        and case when list_contains(json_keys(numerator_where), 'hours')
            then list_contains((numerator_where -> 'hours')::varchar[], hours) else hours = 'totaal' end
    group by all
)
select
    part.id as indicator, part.region, part.period, part.indeling, part.moment, part.education, part.age_group,
    part.value as part, whole.value as whole
from part
join observation as whole
    on whole.measure = part.denominator and whole.region = part.region and whole.period = part.period
    and whole.indeling = part.indeling and whole.age_group = part.age_group and whole.sex = part.sex
    and whole.education = part.education and whole.leerweg = part.leerweg and whole.origin = part.origin
    and whole.diploma = part.diploma and whole.moment = part.moment and whole.position = 'totaal'
    and whole.contract = 'totaal' and whole.hours = 'totaal'
where part.value > whole.value + part.margin
order by all
