-- Which days a backfill is working on. A row counts as long as its session holds the advisory lock (7420, id): a process that died
-- holds nothing, and its row is swept away by the next one.
create table backfill_claim (
    id          integer generated always as identity primary key,
    source_key  text not null references source,
    first_day   date not null,
    last_day    date not null check (last_day >= first_day),
    who         text not null,
    since       timestamptz not null default now()
);
create index backfill_claim_by_source on backfill_claim (source_key);
