-- The words that the selects of etl/sources share. Temporary: they work on one build and are not part of a release.
-- A cell is text until here; what it says (`value`) and why it may say nothing (`status`) are read together,
-- so "too small to show" never becomes an empty cell.

-- The choice that resembles a word most.
create or replace temp macro nearest(word, choices) as
    list_sort(list_transform(choices, lambda choice: {'d': levenshtein(lower(choice), lower(word)), 'c': choice}))[1].c;

-- Stops the build with one sentence: where, what, the nearest right, what to do.
create or replace temp macro wrong(file, column_name, cell, advice) as
    error(format(
        '{}: column ''{}'' holds ''{}''; {} Correct the file and build again.',
        file, column_name, coalesce(trim(cell), ''), advice
    ));

-- The third part of such a sentence: the nearest choice when one is near, else the words given.
-- Inside a list function, for the engine works out what an expression says twice even where it is not asked for.
create or replace temp macro hint(word, choices, otherwise) as
    list_transform(
        [nearest(word, choices)],
        lambda choice: case
            when levenshtein(lower(choice), lower(word)) <= greatest(length(word) // 3, 1) and word <> ''
            then 'did you mean ''' || choice || '''?'
            else otherwise
        end
    )[1];

-- The code for a word, from a map of the words a column may hold; any other word stops the build.
create or replace temp macro code_of(cell, codes, file, column_name) as
    coalesce(
        codes[trim(cell)],
        wrong(
            file, column_name, cell,
            hint(
                coalesce(trim(cell), ''), map_keys(codes), 'choose from ' || array_to_string(map_keys(codes), ', ') || '.'
            )
        )
    );

-- The one place that reads a number. `kind` is persons (whole), expected (persons with decimals) or percent; `mark` is the
-- file's decimal sign. Null for what is not one, and for what could be another number: 1,250 and 9,000 where a point
-- divides thousands, 18.000 where it is the decimal sign. Such a cell is refused with its place.
create or replace temp macro number_of(cell, kind, mark) as
    case
        -- Bare digits first, without a pattern: this runs on every row of large files.
        when try_cast(cell as uinteger)::varchar = cell then try_cast(cell as uinteger)::double
        when regexp_full_match(trim(cell), '\d+') then try_cast(trim(cell) as double)
        when kind = 'persons' and mark = ',' and regexp_full_match(trim(cell), '[1-9]\d{0,2}(\.\d{3})+')
        then try_cast(replace(trim(cell), '.', '') as double)
        when kind = 'percent' and mark = ',' and regexp_full_match(trim(cell), '\d+,\d+')
        then try_cast(replace(trim(cell), ',', '.') as double)
        when kind = 'percent' and mark = '.' and regexp_full_match(trim(cell), '\d+\.\d+')
        then try_cast(trim(cell) as double)
        -- Three decimals could be thousands; the reader of workbooks gives a number that has three a fourth.
        when kind = 'expected' and mark = '.' and regexp_full_match(trim(cell), '\d+\.(\d{1,2}|\d{4,})')
        then try_cast(trim(cell) as double)
    end;

-- A count of persons in Dutch notation, where 1.234 is 1234.
create or replace temp macro count_of(cell) as number_of(cell, 'persons', ',');

-- A count of persons where a point is the decimal sign, which a count cannot have.
create or replace temp macro plain_count_of(cell) as number_of(cell, 'persons', '.');

-- A number with a decimal point and no thousands, as StatLine serves it; null when it is not one.
create or replace temp macro decimal_point_of(cell) as number_of(cell, 'percent', '.');

-- What may stand where a number is missing, in small letters. A sign is never a number, whatever else it could mean.
-- Q too small to show, O unknown or secret, M cannot occur.
set variable missing_words = map {
    '': 'M', 'impossible': 'M',
    '.': 'O', '-': 'O', 'geheim': 'O', 'onbekend': 'O', 'confidential': 'O', 'secret': 'O', 'unknown': 'O',
    '-1': 'Q', '*': 'Q', '**': 'Q', 'x': 'Q'
};

-- Whether a cell says that its number is missing, in a word that is known.
create or replace temp macro is_missing(cell) as
    regexp_full_match(trim(cell), '<\s*\d+')
    or list_contains(map_keys(getvariable('missing_words')), lower(trim(coalesce(cell, ''))));

-- Why there is a number or none: `shown` when there is, else the status of the word.
create or replace temp macro reason_for(number, cell, shown, file, column_name) as
    case
        when number is not null then shown
        when regexp_full_match(trim(cell), '<\s*\d+') then 'Q'
        else coalesce(
            getvariable('missing_words')[lower(trim(coalesce(cell, '')))],
            wrong(
                file, column_name, cell,
                case when regexp_matches(cell, '^\s*\d[\d.,\s]*$')
                    then 'that can be read in two ways or is no whole number; write 1250 for a count, without decimals.'
                    else 'write a number, <5, a point, or nothing, or add the word to missing_words in etl/macros.sql.'
                end
            )
        )
    end;

-- A cell of DUO, which shows no count under 5: a 1 to 4 is what its privacy filter wrote over a small count, be it the
-- old one or that of the new portal, which writes 4 for any of them.
create or replace temp macro duo_cell(cell) as if(trim(cell) in ('1', '2', '3', '4'), '<5', cell);

-- The reason for a cell in Dutch notation.
create or replace temp macro reason_of(cell, shown, file, column_name) as
    reason_for(count_of(cell), cell, shown, file, column_name);

-- The reason for a cell with a decimal point.
create or replace temp macro decimal_point_reason_of(cell, shown, file, column_name) as
    reason_for(decimal_point_of(cell), cell, shown, file, column_name);

-- The reason for a count where a point is the decimal sign.
create or replace temp macro plain_count_reason_of(cell, shown, file, column_name) as
    reason_for(plain_count_of(cell), cell, shown, file, column_name);

-- The reason for a StatLine cell: v4 leaves the cell null and says why in an attribute, v3 writes a sign.
create or replace temp macro statline_reason_of(cell, attribute, shown, file, measure_title) as
    case
        when cell is null and attribute not in ('None', 'Impossible') then 'O'
        when cell is not null and attribute = 'Provisional' then 'P'
        else decimal_point_reason_of(cell, shown, file, measure_title)
    end;

-- P for provisional ("NaderVoorlopig" too), A for definitive and for revised figures; no word counts as definitive.
create or replace temp macro shown_of(word, file) as
    case
        when word = 'DEFINITIEF' then 'A'
        when contains(lower(coalesce(word, '')), 'voorlopig') then 'P'
        when regexp_full_match(
            replace(lower(coalesce(word, '')), ' ', ''), '(nader)?(definitief)?(gereviseerd|herzien)?(definitief)?'
        ) then 'A'
        else wrong(file, 'STATUS', word, 'write voorlopig or definitief.')
    end;

-- The start year in any notation: 2017/'18*, 2017/’18, 2016-2017, 2016-17, 2007/08, 2023SJ00, 2023*, 2023,
-- and "2021-2022 naar 2022-2023" (a passage from one school year to the next); null when the years do not follow.
create or replace temp macro schoolyear_of(cell) as
    case
        -- The common notation 2023-2024 first, without a pattern: this runs on every row of large files.
        when try_cast(left(cell, 4) as integer) + 1 = try_cast(substr(cell, 6) as integer) then left(cell, 4)::integer
        when regexp_full_match(trim(cell), '\d{4}(\*{0,2}|SJ00|JJ00)') then left(trim(cell), 4)::integer
        when regexp_full_match(
            trim(cell), '\d{4}\s*[-/]\s*[''’‘]?(\d{2}|\d{4})\*{0,2}( naar \d{4}-\d{4})?'
        ) and right(regexp_extract(cell, '\d{4}\s*[-/]\s*[''’‘]?(\d+)', 1), 2)::integer
            = (left(trim(cell), 4)::integer + 1) % 100 then left(trim(cell), 4)::integer
    end;

-- The start year of a StatLine period: 2023SJ00 (school year) or 2023JJ00 (calendar year); null for quarters and months.
create or replace temp macro period_of(code) as
    case when substr(trim(code), 5) in ('SJ00', 'JJ00') then try_cast(left(trim(code), 4) as integer) end;

-- A day written as 15-11-2025; null when it is not one.
create or replace temp macro day_of(cell) as try_strptime(trim(cell), '%d-%m-%Y')::date;

-- The code of a Doorstroompunt region by its number in any dress (28, 4, 04, REGIO 28, RMC-regio 28, RM28, mc4);
-- 0 is the country; null for anything else.
create or replace temp macro doorstroompunt_of(cell) as
    case
        when trim(upper(cell)) in ('NL01', 'NL', '00', '0') then 'NL01'
        -- Two digits first, without a pattern: this runs on every row of large files.
        when lpad(try_cast(cell as utinyint)::varchar, 2, '0') = cell then 'MC' || cell
        else nullif(
            'MC' || lpad(regexp_extract(
                trim(upper(cell)),
                '^(?:(?:(?:RMC|RM|MC)?[- ]*REGIO|DOORSTROOMPUNT(?:REGIO)?|RMC|RM|MC)[-_. ]*)?0*(\d{1,2})$', 1
            ), 2, '0'),
            'MC00'
        )
    end;

-- The code of a municipality by its number in any dress (488, 0488, GM0488).
create or replace temp macro gemeente_of(cell) as
    'GM' || lpad(try_cast(trim(replace(upper(cell), 'GM', '')) as usmallint)::varchar, 4, '0');

-- A name without case, accents and punctuation: two spellings of one name become the same.
create or replace temp macro spelling_of(name) as
    trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', ' ', 'g'));

-- Every spelling of a region, lower case, with its code; a name can belong to regions of several kinds, and within a kind
-- belongs to the region that is there now: De Friese Meren is De Fryske Marren.
create or replace temp view region_name as
    select name, code, kind
    from (
        select lower(name) as name, code, kind, valid_to from region
        union
        select lower(trim(unnest(string_split(aliases, ';')))), code, kind, valid_to from region where aliases <> ''
    )
    qualify row_number() over (partition by name, kind order by valid_to is not null, code) = 1;

-- The same without case, accents and punctuation: the one to join a name in a file to, by `spelling_of`.
create or replace temp view region_spelling as
    select spelling_of(region_name.name) as spelling, region.code, region.kind
    from region_name join region on region.code = region_name.code
    qualify row_number() over (partition by spelling, region.kind order by region.valid_to is not null, region.code) = 1;

-- A variable and not a subquery, which would keep the engine from streaming a large file.
set variable region_names = (
    select list_sort(list(distinct name))
    from (
        select name from region
        union all
        select trim(unnest(string_split(aliases, ';'))) from region where aliases <> ''
    )
);

-- Stops the build for a region that is in no code list.
create or replace temp macro no_region(file, column_name, cell) as
    wrong(
        file, column_name, cell,
        'no region has that number, code or name; '
            || hint(coalesce(trim(cell), ''), getvariable('region_names'), 'none in etl/codes/region.csv resembles it; add it to that list if it is a region.')
    );

-- A region's code, if it is in the code list; any other stops the build.
create or replace temp macro known_region(code, file, column_name, cell) as
    case when code in (select region.code from region) then code else no_region(file, column_name, cell) end;

-- The cells of one group together, again as a cell: their sum, or the sign of a missing part, for then there is no sum.
create or replace temp macro cells_together(cell) as
    case when count(*) = count(count_of(cell)) then sum(count_of(cell))::bigint::varchar
        -- A word nobody knows comes first, so that it is refused and does not hide behind a known one.
        else coalesce(
            max(trim(cell)) filter (where count_of(cell) is null and not is_missing(cell)),
            max(trim(cell)) filter (where count_of(cell) is null)
        ) end;

-- Stops the build of one StatLine table: what it holds is of CBS and cannot be corrected, only declared.
create or replace temp macro statline_new(file, column_name, cell, source, advice) as
    error(format(
        '{}: {} has ''{}''; {} or to skip of [dimension.{}] in etl/sources/{}.toml, and build again.',
        file, column_name, coalesce(trim(cell), ''), advice, column_name, source
    ));

-- What kind of region a StatLine code or title is about, for those known by name: all where a title stands for the
-- code, else only RMC regions, which have numbers of their own at CBS.
create or replace temp macro statline_kind(code, title) as
    case
        when code like 'RM%' or title like '% (RM)' then 'doorstroompunt'
        when code <> title then null
        when title = 'Nederland' then 'land'
        when title like '% (LD)' then 'landsdeel'
        when title like '% (PV)' then 'provincie'
        else 'gemeente'
    end;

-- The name in a title such as "Haaglanden (RM)" or "Utrecht (gemeente)", in lower case.
create or replace temp macro statline_name(title) as lower(regexp_replace(trim(title), ' \((RM|LD|PV|gemeente)\)$', ''));

-- The code of a StatLine region, `named` being the one its name has; any other stops the table.
create or replace temp macro statline_region(code, title, named, file, source) as
    case
        when statline_kind(code, title) is null and code in (select region.code from region) then code
        when statline_kind(code, title) is not null and named is not null then named
        else statline_new(
            file, 'region', if(code = title, '', code || ' ') || title, source,
            hint(statline_name(title), getvariable('region_names'), 'no region resembles it.')
                || ' A municipality that is new belongs in etl/codes/region.csv and region_map.csv; add any other there'
        )
    end;

-- A school year or year by its StatLine code; another kind of period stops the table.
create or replace temp macro statline_period(code, title, file, source) as
    coalesce(
        period_of(code), statline_new(file, 'period', title, source, 'write one year per line; add it as a school year')
    );

-- The day a StatLine table was last changed, from its own description.
create or replace temp macro statline_day(modified) as try_cast(left(modified, 10) as date);
