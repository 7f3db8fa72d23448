-- How cells add up, for every sum the build makes. `cells` is the number of parts the sum should have, the same on each row.
-- A sum with a missing part is missing: a total of the rest would look like a figure and be too low.
-- Added up as decimals, because a sum of binary fractions depends on the order in which threads bring them.
create or replace temp macro sum_of(value, cells) as
    case when count(value) = max(cells) then sum(value::decimal(18, 4))::double end;

-- Missing: the gravest reason, suppressed (Q) before unknown (O), in two regions (N), impossible (M) and
-- not delivered (L).
-- Complete: provisional (P) when any part is, else estimated (E), else definitive (A). Both happen to be the last letter.
create or replace temp macro status_of_sum(value, status, cells) as
    case
        when count(value) = max(cells) then max(status)
        else coalesce(max(status) filter (where value is null), 'L')
    end;

-- Every code with the codes it lies in: by parents, and for ages also by their limits.
create or replace temp table code_inside as
with recursive up as (
    select dimension, code, parent as container from code where parent is not null
    union
    select up.dimension, up.code, code.parent
    from up join code on code.dimension = up.dimension and code.code = up.container
    where code.parent is not null
)
from up
union
select narrow.dimension, narrow.code, wide.code
from code as narrow join code as wide
    on wide.dimension = narrow.dimension and wide.code <> narrow.code
    and wide.age_from <= narrow.age_from and wide.age_below >= narrow.age_below;
