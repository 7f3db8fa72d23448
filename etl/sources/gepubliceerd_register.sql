-- Every line as it is; `id` is the line in the file, which one thread reads from top to bottom as it is small.
select
    row_number() over () + 1 as id,
    case
        when regexp_matches(indicator, '^(cbs_)?vsv_') then 'vsv'
        when regexp_matches(indicator, '^jikp_') then 'jikp'
        when regexp_matches(indicator, '^(neet_|not_in_education|in_education)') then 'neet'
        when regexp_matches(indicator, '^(work|no_work|mbo_leavers)') then 'werk'
        when regexp_matches(indicator, '^(youth_|population)') then 'jongeren'
        when regexp_matches(indicator, '^target_') then 'doelen'
        when regexp_matches(indicator, '^(budget_|income_)') then 'geld'
        when regexp_matches(indicator, '^regions_') then 'regio'
        else 'overig'
    end as topic,
    indicator as name,
    region,
    age_group,
    period,
    coalesce(decimal_point_of(value), wrong(file, 'value', value, 'write a number with a point.')) as value,
    unit,
    status,
    source as citation
from raw
