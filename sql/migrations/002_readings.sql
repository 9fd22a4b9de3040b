-- What was read of a listing, kept for a while: later runs go on from it, share it, and find far days by it.

create table reading (
    id        bigint generated always as identity primary key,
    crawl_id  bigint not null references crawl on delete cascade,
    listing   text not null,                   -- host, method and id: "kcnawatch.org more_articles 156"
    well      boolean not null default false,  -- it came to its end: other crawls may use it
    began_at  timestamptz not null default now()
);
create index reading_by_crawl on reading (crawl_id);

create table reading_page (
    id          bigint generated always as identity primary key,
    reading_id  bigint not null references reading on delete cascade,
    listing     text not null,
    place       integer check (place >= 0),      -- more_articles: the offset it was asked at
    first_day   date,                            -- search: the days it was asked for
    last_day    date check (last_day >= first_day),
    read_at     timestamptz not null,
    size        integer not null check (size >= 0),
    newest      date,
    day         date,                            -- the median
    oldest      date,
    moment      double precision,                -- when its middle is: the day's ordinal and the share of the day that is over
    more        boolean not null,
    entries     jsonb,                           -- the parsed items; null once they are old: what is left is a point
    check ((place is null) <> (first_day is null))
);
create index reading_page_by_day on reading_page (listing, day);
create index reading_page_by_moment on reading_page (listing, moment) where place is not null and moment is not null;
create index reading_page_with_entries on reading_page (read_at) where entries is not null;
create index reading_page_by_reading on reading_page (reading_id);

-- When the oldest page was read that a crawl's days rest on: what was ingested later is late and not missing.
alter table crawl add column listing_read_at timestamptz;

-- An item that other pages name and the listing should have held. Its entry is `listed` again as soon as a listing holds it.
create table listing_gap (
    entry_id    bigint primary key references entry,
    source_key  text not null references source,
    day         date not null,
    crawl_id    bigint not null references crawl on delete cascade,  -- which found it, and complains
    found_at    timestamptz not null default now()
);
create index listing_gap_by_day on listing_gap (source_key, day);

-- Gaps that are open, by the day their page prints, else the day they were named with. What the site took away, or is another
-- source's, is none.
create view open_gap as
    select g.entry_id, g.source_key, coalesce(a.published_on, g.day) as day, g.crawl_id, g.found_at, e.url
    from listing_gap g join entry e on e.id = g.entry_id left join article a on a.entry_id = e.id
    where e.found_by <> 'listing' and e.state <> 'gone' and e.source_key = g.source_key;
