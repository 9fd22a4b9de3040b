-- What a capture turned out to be, and where its bytes lie once they have left the row.

-- A WARC file below the archive's path. Bytes behind `length` belong to a run that died before its rows were switched.
create table archive_file (
    name        text primary key,
    length      bigint not null check (length > 0),
    sha256      bytea not null check (octet_length(sha256) = 32),  -- of those bytes
    written_at  timestamptz not null default now()
);

alter table capture
    alter column body drop not null,
    add column state text check (state in ('article', 'unreadable', 'refused', 'gone')),  -- null: nobody has read it
    add column reason text,                              -- why it is no article, in words
    add column parser_version text,                      -- the parser that said so
    add column imported boolean not null default false,  -- saved by a person or another archive, not fetched by us
    add column archive_file text references archive_file,
    add column archive_offset bigint check (archive_offset >= 0),
    add column archive_length integer check (archive_length > 0),
    add constraint capture_bytes_are_somewhere check ((body is null) = (archive_file is not null)),
    add constraint capture_place_is_whole check (num_nonnulls(archive_file, archive_offset, archive_length) in (0, 3));

create index capture_to_archive on capture (fetched_at) where body is not null;

-- An article brought by hand: not listed, and nothing a crawl has to answer for until a listing names it.
alter table entry
    drop constraint entry_found_by_check,
    add constraint entry_found_by_check check (found_by in ('listing', 'more_from', 'import'));

-- What is known of the captures taken so far.
update capture c set state = 'article', parser_version = r.parser_version
from revision r where r.capture_id = c.id;

update capture c set state = 'article', parser_version = r.parser_version
from article a
join revision r on r.article_id = a.id and r.number = 1
join capture first on first.id = r.capture_id
where c.entry_id = a.entry_id and c.state is null and c.status = 200 and c.fetched_at > first.fetched_at;

update capture set state = 'gone', reason = 'the page is gone (' || status || ')' where state is null and status in (404, 410);

update capture c set state = 'unreadable', reason = e.error
from entry e where e.id = c.entry_id and e.state = 'failed' and c.state is null and c.status = 200;

-- For each entry the capture to read again: of an article the newest that was one; of a page that could not be read the newest that
-- could not, or that nobody read because the worker died. `day` is a day in Korea.
create view capture_to_read as
    select e.id as entry_id, c.id as capture_id, w.stored, c.parser_version,
           coalesce(a.source_key, e.source_key) as source_key,
           coalesce(a.published_on, e.listed_on, (c.fetched_at at time zone 'Asia/Seoul')::date) as day
    from entry e
    left join article a on a.entry_id = e.id
    cross join lateral (select exists (select from revision where article_id = a.id and number >= 1) as stored) w
    join lateral (
        select id, fetched_at, parser_version from capture
        where entry_id = e.id
          and case when w.stored then state = 'article' else state = 'unreadable' or (state is null and e.claimed_until <= now()) end
        order by fetched_at desc, id desc limit 1
    ) c on true;
