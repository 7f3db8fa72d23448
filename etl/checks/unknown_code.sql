-- every code stands in the code list of its dimension
with used as (
    select distinct 'indeling' as dimension, indeling as code, measure from observation
    union all select distinct 'age_group', age_group, measure from observation
    union all select distinct 'sex', sex, measure from observation
    union all select distinct 'education', education, measure from observation
    union all select distinct 'leerweg', leerweg, measure from observation
    union all select distinct 'origin', origin, measure from observation
    union all select distinct 'diploma', diploma, measure from observation
    union all select distinct 'moment', moment, measure from observation
    union all select distinct 'position', position, measure from observation
    union all select distinct 'contract', contract, measure from observation
    union all select distinct 'hours', hours, measure from observation
)
select measure, dimension, code from used anti join code using (dimension, code) order by all
