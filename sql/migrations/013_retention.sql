-- Raw pages may be thrown away when they are old (`retention.captures_days`), a file of the archive at a time. The rows stay: what was
-- fetched when, with which hash.
alter table archive_file add column dropped_on date;  -- Korean day; null: the file is there

-- As before, without captures whose bytes are gone.
create or replace view capture_to_read as
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
          and not exists (select from archive_file f where f.name = capture.archive_file and f.dropped_on is not null)
        order by fetched_at desc, id desc limit 1
    ) c on true;
