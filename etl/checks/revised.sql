-- warning: no figure changes much between its publications
select
    new.measure, new.region, new.period, old.value as before, new.value as now,
    format('{:+.0f} %', 100 * (new.value / greatest(old.value, 1) - 1)) as change
from superseded as old
join measure on measure.id = old.measure
join observation as new
    on new.measure = old.measure and new.region = old.region and new.period = old.period and new.indeling = old.indeling
    and new.age_group = 'totaal' and new.sex = 'totaal' and new.education = 'totaal' and new.leerweg = 'totaal'
    and new.origin = 'totaal' and new.diploma = 'totaal' and new.moment = 'totaal' and new.position = 'totaal'
    and new.contract = 'totaal' and new.hours = 'totaal'
where measure.unit = 'persons' and old.value is not null and new.value is not null
    and old.age_group = 'totaal' and old.sex = 'totaal' and old.education = 'totaal' and old.leerweg = 'totaal'
    and old.origin = 'totaal' and old.diploma = 'totaal' and old.moment = 'totaal' and old.position = 'totaal'
    and old.contract = 'totaal' and old.hours = 'totaal'
    -- Provisional and definitive differ by some percents; a tenth and three times chance is more than that.
    and abs(ln(greatest(new.value, 1) / greatest(old.value, 1)))
        > greatest(ln(1.1), 3 * sqrt(1 / greatest(new.value, 1) + 1 / greatest(old.value, 1)))
order by abs(ln(greatest(new.value, 1) / greatest(old.value, 1))) desc, new.region, new.period
