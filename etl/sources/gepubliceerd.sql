-- Only what fits without interpretation: other countries, parts of regions and groups without a code stay in the register.
with
spelling as (
    -- The register writes a dash where the region's own name has a stroke.
    select distinct replace(name, '/', '-') as name, code from region_name where kind in ('land', 'doorstroompunt')
),
mapped as (
    select raw.*, topic.measure, topic.education, topic.leerweg
    from raw
    join (
        values
            ('neet_survey_count', '15-26', 'neet_enquete_jongeren', 'totaal', 'totaal'),
            ('neet_eurostat_rate', '15-29', 'neet_eurostat_pct', 'totaal', 'totaal'),
            ('jikp_share', 'lt23', 'jikp_pct', 'totaal', 'totaal'),
            ('jikp_share_pro', 'lt23', 'jikp_pct', 'pro', 'totaal'),
            ('jikp_share_mbo1', 'lt23', 'jikp_pct', 'mbo_1', 'totaal'),
            ('vsv_new_pct', 'lt23', 'vsv_duo_pct_gepubliceerd', 'totaal', 'totaal'),
            ('vsv_new_pct_total', 'lt23', 'vsv_duo_pct_gepubliceerd', 'totaal', 'totaal'),
            ('vsv_new_pct_vo', 'lt23', 'vsv_duo_pct_gepubliceerd', 'vo', 'totaal'),
            ('vsv_new_pct_vavo', 'lt23', 'vsv_duo_pct_gepubliceerd', 'vavo', 'totaal'),
            ('vsv_new_pct_mbo', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo', 'totaal'),
            ('vsv_new_pct_mbo_bol1', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_1', 'bol'),
            ('vsv_new_pct_mbo_bol2', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_2', 'bol'),
            ('vsv_new_pct_mbo_bol3', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_3', 'bol'),
            ('vsv_new_pct_mbo_bol4', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_4', 'bol'),
            ('vsv_new_pct_mbo_bbl1', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_1', 'bbl'),
            ('vsv_new_pct_mbo_bbl2', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_2', 'bbl'),
            ('vsv_new_pct_mbo_bbl3', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_3', 'bbl'),
            ('vsv_new_pct_mbo_bbl4', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo_4', 'bbl'),
            ('vsv_new_pct_mbo_extraneus', 'lt23', 'vsv_duo_pct_gepubliceerd', 'mbo', 'extraneus')
    ) as topic(indicator, age, measure, education, leerweg)
        on topic.indicator = raw.indicator and topic.age = raw.age_group
    where raw.region not in ('EU27', 'PT', 'RO')
),
placed as (
    select
        mapped.*,
        schoolyear_of(period) as year,
        case measure when 'neet_enquete_jongeren' then 'persons' else 'percent' end as kind,
        contains(status, 'provisional') as provisional,
        coalesce(named.code, no_region(file, 'region', mapped.region)) as code
    from mapped
    left join spelling as named on named.name = lower(replace(trim(mapped.region), '/', '-'))
)
select
    measure,
    code as region,
    coalesce(year, wrong(file, 'period', period, 'write a year or a school year, as 2016/2017.')) as period,
    case measure when 'neet_eurostat_pct' then '15_tot_30' else 'totaal' end as age_group,
    education,
    leerweg,
    number_of(value, kind, '.') as value,
    reason_for(number_of(value, kind, '.'), value, case when provisional then 'P' else 'A' end, file, 'value') as status,
    -- The rhythm of DUO: provisional in the spring after the second count, definitive in November.
    case
        when measure <> 'vsv_duo_pct_gepubliceerd' then null
        when status = 'published April 2018' then date '2018-04-01'
        when provisional then make_date(year + 2, 3, 1)
        else make_date(year + 2, 11, 1)
    end as published,
    file
from placed
