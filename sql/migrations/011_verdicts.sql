-- Against which version of a list a text was last held: one row for each text and list. A text whose row names another version than
-- the list has now waits for rematch_archive.

delete from matched m using matched newer
    where newer.revision_id = m.revision_id and newer.watchlist = m.watchlist and newer.version > m.version;
alter table matched drop constraint matched_pkey;
alter table matched add primary key (revision_id, watchlist);
create index matched_by_version on matched (watchlist, version);
create index article_by_known_day on article (coalesce(published_on, (found_at at time zone 'Asia/Seoul')::date));

-- What an analyst said of a mention: `rejected`, these words in this sentence do not mean that person; `accepted`, these words are a
-- spelling of that person's name. It stands until somebody undoes it; the row stays.
create table verdict (
    id          bigint generated always as identity primary key,
    ruling      text not null check (ruling in ('rejected', 'accepted')),
    mention_id  bigint not null references mention,
    watchlist   text not null,
    entity_id   text not null,
    surface     text not null,                                  -- as printed
    sentence    text not null,
    words       bytea not null check (octet_length(words) = 32), -- SHA-256 of both as they are compared
    by_whom     text not null check (btrim(by_whom) <> ''),
    note        text,
    made_at     timestamptz not null default now(),
    undone_by   text check (btrim(undone_by) <> ''),
    undone_at   timestamptz,
    check ((undone_by is null) = (undone_at is null))
);
create unique index verdict_standing on verdict (watchlist, entity_id, words) where undone_at is null;

-- Which verdict retired a mention; undoing it brings the mention back.
alter table mention add column rejected_by bigint references verdict check (rejected_by is null or retired_at is not null);
create index mention_by_verdict on mention (rejected_by) where rejected_by is not null;
create index mention_by_person on mention (watchlist, entity_id);
