-- THE CONTRACT between etl/ (which fills these tables) and dashboard/ (which reads them).
-- A release is one DuckDB file that holds exactly these tables, once filled never changed.
-- Order of the file: what was read, what words mean, what may be counted, what was counted.

-- Raised when a reader made for one version could misread another, or would miss a table. The app opens the versions
-- it knows. 2: region_tile.
create table release (
    id              varchar primary key,          -- <data date>-<content hash>, e.g. 20261001-3f9a2c1b
    schema_version  integer not null,
    data_date       date not null,                -- newest publication date among the sources
    content_hash    varchar not null,             -- sha256 over the rows of all tables but this one
    publish_at      timestamp,                    -- embargo: the door stays shut before this moment (UTC)
    kind            varchar not null check (kind in ('published', 'sample', 'mixed'))
);

create table source (
    id              varchar primary key,
    name_nl         varchar not null,
    name_en         varchar not null,
    publisher       varchar not null,             -- who made the figures: CBS, DUO, OCW, ...
    kind            varchar not null check (kind in ('published', 'sample')),
    table_id        varchar,                      -- StatLine id or the name of the custom table
    url             varchar,
    licence_nl      varchar not null,
    licence_en      varchar not null,
    population_nl   varchar not null,             -- whom the figures are about
    population_en   varchar not null,
    definition      varchar,                      -- version of the definition the source follows
    rounded_to      integer not null default 1,
    published       date not null,                -- of the newest extract
    next_update     date,
    caveats_nl      varchar not null default '',
    caveats_en      varchar not null default ''
);

-- One row per file that went in; the bytes are the proof.
create table extract (
    source          varchar not null references source (id),
    file            varchar not null,
    sha256          varchar not null,
    bytes           bigint not null,
    rows            bigint not null,
    retrieved       varchar not null default '',
    url             varchar not null default '',
    left_out        bigint not null default 0,    -- rows that are no figures here, by declaration; the others are stored
    primary key (source, file)
);

-- Announced changes of figures by the publisher; readers care about these more than about our releases.
create table revision (
    source          varchar not null references source (id),
    announced       date not null,
    period          integer,
    text_nl         varchar not null,
    text_en         varchar not null
);

-- A measure is a count of one kind of people by one definition from one source, so two sources can never claim a cell.
create table measure (
    id              varchar primary key,
    source          varchar not null references source (id),
    name_nl         varchar not null,
    name_en         varchar not null,
    unit            varchar not null check (unit in ('persons', 'percent')),
    rounded_to      integer not null default 1,   -- 10 means: published in tens
    period_kind     varchar not null check (period_kind in ('schoolyear', 'year')),
    rollup          boolean not null default false -- may municipalities be added up to regions?
);

create table dimension (
    id              varchar primary key,          -- the column name in observation
    name_nl         varchar not null,
    name_en         varchar not null,
    total           varchar not null,             -- the code that means: not split by this dimension
    position        integer not null
);

create table code (
    dimension       varchar not null references dimension (id),
    code            varchar not null,
    name_nl         varchar not null,
    name_en         varchar not null,
    parent          varchar,                      -- the code this one is a part of
    position        integer not null,
    age_from        integer,                      -- ages only: half-open, from <= age < below
    age_below       integer,
    primary key (dimension, code)
);

create table region (
    code            varchar primary key,
    name            varchar not null,
    name_en         varchar not null,
    kind            varchar not null check (kind in ('land', 'landsdeel', 'provincie', 'doorstroompunt', 'arbeidsmarkt', 'gemeente')),
    parent          varchar,
    valid_from      integer,                      -- first year; null: as long as there are figures
    valid_to        integer,                      -- last year; null: still there
    successors      varchar not null default '',  -- codes divided by blanks
    aliases         varchar not null default '',  -- other spellings divided by "; "
    number          integer,                      -- Doorstroompunt number
    contact_gemeente varchar,
    longitude       double,
    latitude        double,
    note            varchar not null default ''
);

-- The tile map: one square per Doorstroompunt region that exists now, placed by hand so that neighbours stay together.
create table region_tile (
    region          varchar primary key references region (code),
    tile_column     integer not null check (tile_column > 0), -- from the west
    tile_row        integer not null check (tile_row > 0), -- from the north
    short_name      varchar not null,             -- a soft hyphen where a narrow tile may break the word
    unique (tile_column, tile_row)
);

-- Which municipality belonged to which region in which years (both ends included).
create table region_map (
    gemeente        varchar not null,
    kind            varchar not null check (kind in ('doorstroompunt', 'arbeidsmarkt', 'provincie')),
    region          varchar not null,
    valid_from      integer not null,
    valid_to        integer not null
);

-- Every figure. The key is everything before `value`; a dimension that is not split holds its total code.
-- `value` is a count (or, for measures in percent, a percentage exactly as it was printed).
-- `status` follows the SDMX observation status letters:
--   A definitive   P provisional   E estimated by the publisher
--   Q suppressed (too small to show)   O unknown, unreliable or secret (the publisher does not say which)
--   M cannot occur   L not delivered or not yet published
--   N cannot be told (not of SDMX): a municipality lies in two regions of the division, and a sum needs all of one region
create table observation (
    measure         varchar not null,
    region          varchar not null,
    period          integer not null,             -- start year: 2023 is 2023 or 2023/'24, see measure.period_kind
    indeling        varchar not null default 'periode',
    age_group       varchar not null default 'totaal',
    sex             varchar not null default 'totaal',
    education       varchar not null default 'totaal',
    leerweg         varchar not null default 'totaal',
    origin          varchar not null default 'totaal',
    diploma         varchar not null default 'totaal',
    moment          varchar not null default 'totaal',
    position        varchar not null default 'totaal',
    contract        varchar not null default 'totaal',
    hours           varchar not null default 'totaal',
    value           double,
    status          varchar not null default 'A',
    parts           integer not null default 1,   -- published cells behind this value
    derived         boolean not null default false, -- true: we added it up
    check (value >= 0),
    check ((value is null) = (status in ('Q', 'O', 'M', 'L', 'N'))),
    check (status in ('A', 'P', 'E', 'Q', 'O', 'M', 'L', 'N'))
);

-- What an earlier extract said of a cell that a later one replaced: the history of revisions.
create table superseded (
    measure varchar not null, region varchar not null, period integer not null, indeling varchar not null,
    age_group varchar not null, sex varchar not null, education varchar not null, leerweg varchar not null,
    origin varchar not null, diploma varchar not null, moment varchar not null, position varchar not null,
    contract varchar not null, hours varchar not null,
    value double, status varchar not null,
    published date not null                       -- when the replaced figure came out
);

create table target (
    id              varchar primary key,
    indicator       varchar not null,             -- the indicator whose definition the target follows
    region          varchar not null,
    period_from     integer not null,
    period_to       integer not null,
    value           double not null,
    unit            varchar not null check (unit in ('persons', 'percent')),
    set_in          integer not null,
    set_by          varchar not null,
    source          varchar not null references source (id),
    citation        varchar not null,
    superseded_by   varchar
);

-- Published figures exactly as they were printed, with where they were read. Never added up, never averaged.
create table published_figure (
    id              integer primary key,          -- line in the extract
    topic           varchar not null,             -- vsv, neet, work, jikp, ... for the menu
    name            varchar not null,
    region          varchar not null,
    age_group       varchar not null,
    period          varchar not null,
    value           double not null,
    unit            varchar not null,
    status          varchar not null,
    citation        varchar not null,
    name_nl         varchar not null,             -- the same cells in words
    name_en         varchar not null,
    region_nl       varchar not null default '',
    region_en       varchar not null default '',
    age_group_nl    varchar not null default '',
    age_group_en    varchar not null default '',
    period_nl       varchar not null default '',
    period_en       varchar not null default '',
    status_nl       varchar not null default '',
    status_en       varchar not null default ''
);

create table indicator (
    id              varchar primary key,
    position        integer not null,
    name_nl         varchar not null,
    name_en         varchar not null,
    short_nl        varchar not null,             -- at most 40 characters, for tiles and menus
    short_en        varchar not null,
    definition_nl   varchar not null,
    definition_en   varchar not null,
    family          varchar not null,             -- vsv, neet, werk, jikp: shown together
    comparable      varchar[] not null,           -- ids that may share an axis
    kind            varchar not null check (kind in ('count', 'share', 'published')),
    numerator       varchar not null references measure (id),
    denominator     varchar references measure (id),
    numerator_where json not null,                -- {dimension: [codes]} only for the numerator
    defaults        json not null,                -- {dimension: code} when neither asked for nor filtered
    share_of        varchar,                      -- dimension along which the denominator stays at its total
    "by"            varchar[] not null,
    period_kind     varchar not null,
    unit            varchar not null,
    decimals        integer not null,
    better          varchar not null check (better in ('lower', 'higher', 'none')),
    min_denominator integer not null,
    caveats_nl      varchar not null,
    caveats_en      varchar not null,
    breaks          json not null                 -- [{period, nl, en}]
);

create table example (
    indicator       varchar not null references indicator (id),
    position        integer not null,
    why_nl          varchar not null,
    why_en          varchar not null,
    given           varchar not null,             -- text tables, as written in the declaration
    "by"            varchar[] not null,
    "where"         json not null,
    expect          varchar not null
);

-- Which codes an indicator's measures have, per dimension: menus and "latest period" come from the data.
create table coverage (
    indicator       varchar not null,
    dimension       varchar not null,             -- a dimension of observation, or 'region_kind'
    code            varchar not null,
    primary key (indicator, dimension, code)
);

create table term (
    id              varchar primary key,
    term_nl         varchar not null,
    term_en         varchar not null,
    text_nl         varchar not null,
    text_en         varchar not null
);
