-- Every line as it is; `id` is the line in the file, which one thread reads from top to bottom as it is small.
-- Beside it the same in words: names, statuses and ages must be in the lists, a region or period may speak for itself.
with numbered as (
    select row_number() over () + 1 as id, * replace (coalesce(age_group, '') as age_group) from raw
)

select
    id,
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
    case when trim(n.region) = '' then wrong(file, 'region', n.region, 'write the region or country it is about.')
        else n.region end as region,
    n.age_group,
    n.period,
    coalesce(
        number_of(value, case when starts_with(unit, 'persons') then 'persons' else 'percent' end, '.'),
        wrong(file, 'value', value, 'write persons as 18000, without a point, and any other number as 4.8.')
    ) as value,
    unit,
    n.status,
    source as citation,
    coalesce(name_nl, wrong(file, 'indicator', indicator, 'add it to etl/codes/published_name.csv.')) as name_nl,
    name_en,
    coalesce(place.word_nl, n.region) as region_nl,
    coalesce(place.word_en, n.region) as region_en,
    coalesce(age.word_nl, wrong(file, 'age_group', n.age_group, 'add it to etl/codes/published_word.csv.')) as age_group_nl,
    age.word_en as age_group_en,
    coalesce(moment.word_nl, n.period) as period_nl,
    coalesce(moment.word_en, n.period) as period_en,
    coalesce(state.word_nl, wrong(file, 'status', n.status, 'add it to etl/codes/published_word.csv.')) as status_nl,
    state.word_en as status_en,
    file
from numbered as n
left join published_name on published_name.name = n.indicator
left join published_word as place on place.cell = 'region' and place.word = n.region
left join published_word as age on age.cell = 'age_group' and age.word = n.age_group
left join published_word as moment on moment.cell = 'period' and moment.word = n.period
left join published_word as state on state.cell = 'status' and state.word = n.status
