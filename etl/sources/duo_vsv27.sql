-- Both definitions of a new vsv'er side by side: with entree graduates, and without them.
with
keyed as (
    select
        file,
        coalesce(
            schoolyear_of("SCHOOLJAAR"),
            wrong(file, 'SCHOOLJAAR', "SCHOOLJAAR", 'write two years that follow, as 2023-2024.')
        ) as period,
        known_region(doorstroompunt_of("RMC-REGIO CODE"), file, 'RMC-REGIO CODE', "RMC-REGIO CODE") as region,
        code_of(
            coalesce("ONDERWIJSNIVEAU", 'Totaal'),
            map {
                'Totaal': 'totaal', 'VO': 'vo', 'VO ONDERBOUW': 'vo_onderbouw', 'VMBO BOVENBOUW': 'vmbo_bovenbouw',
                'HAVO/VWO BOVENBOUW': 'havo_vwo_bovenbouw', 'VAVO': 'vavo', 'MBO': 'mbo', 'MBO NIVEAU 1': 'mbo_1',
                'MBO NIVEAU 2': 'mbo_2', 'MBO NIVEAU 3': 'mbo_3', 'MBO NIVEAU 4': 'mbo_4', 'MBO NIVEAU 3 EN 4': 'mbo_34'
            },
            file, 'ONDERWIJSNIVEAU'
        ) as education,
        code_of(
            coalesce("GESLACHT", 'Totaal'), map {'Totaal': 'totaal', 'MAN': 'man', 'VROUW': 'vrouw'}, file, 'GESLACHT'
        ) as sex,
        code_of(
            coalesce("LEEFTIJD", 'Totaal'),
            map {'Totaal': 'totaal', 'TOT 18': 'tot_18', '18 TOT 23': '18_tot_23', '23 TOT 27': '23_tot_27'},
            file, 'LEEFTIJD'
        ) as age_group,
        shown_of("STATUS", file) as shown,
        coalesce(
            day_of("BESTANDSDATUM"), wrong(file, 'BESTANDSDATUM', "BESTANDSDATUM", 'write it as 15-11-2025.')
        ) as published,
        duo_cell("AANTAL STARTPOPULATIE") as startpopulatie,
        duo_cell("AANTAL NIEUWE VSV'ERS") as vsvers,
        duo_cell("WAARVAN MET ENTREEDIPLOMA") as entree
    from raw
),
reasons as (
    select
        *,
        reason_of(startpopulatie, shown, file, 'AANTAL STARTPOPULATIE') as startpopulatie_reason,
        reason_of(vsvers, shown, file, 'AANTAL NIEUWE VSV''ERS') as vsvers_reason,
        reason_of(entree, shown, file, 'WAARVAN MET ENTREEDIPLOMA') as entree_reason
    from keyed
),
figures as (
    select
        * exclude (startpopulatie, vsvers, entree),
        measure,
        case measure
            when 'startpopulatie_2026' then count_of(startpopulatie)
            when 'nieuwe_vsvers_2026' then count_of(vsvers)
            else case
                when count_of(entree) > count_of(vsvers)
                then wrong(file, 'WAARVAN MET ENTREEDIPLOMA', entree, 'it is a part of AANTAL NIEUWE VSV''ERS and cannot be more.')
                else count_of(vsvers) - count_of(entree)
            end
        end as value,
        case measure
            when 'startpopulatie_2026' then startpopulatie_reason
            when 'nieuwe_vsvers_2026' then vsvers_reason
            -- Without one of the two there is no difference; the graver reason stands.
            when 'nieuwe_vsvers_2026_zonder_entree' then case
                when count_of(vsvers) is not null and count_of(entree) is not null then shown
                when 'Q' in (vsvers_reason, entree_reason) then 'Q'
                when 'O' in (vsvers_reason, entree_reason) then 'O'
                else 'M'
            end
        end as status
    from reasons
    cross join (
        values ('startpopulatie_2026'), ('nieuwe_vsvers_2026'), ('nieuwe_vsvers_2026_zonder_entree')
    ) as topic(measure)
)
select
    measure, region, period, age_group, sex, education, value, status, published,
    file, if(measure = 'startpopulatie_2026', 1, 0) as rows
from figures
