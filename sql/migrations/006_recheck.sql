-- Articles read again: every check and what it showed, edits with a word diff, removals on repeated evidence.

-- What one run did for one source.
create table recheck_run (
    run         text not null,
    source_key  text not null,
    state       text not null default 'ok',
    reason      text,
    requests    integer not null default 0,
    started_at  timestamptz not null,
    primary key (run, source_key)
);

create table recheck (
    id           bigint generated always as identity primary key,
    run          text not null,
    article_id   bigint not null references article,
    due_on       date not null,
    checked_at   timestamptz not null,
    checked_on   date not null generated always as ((checked_at at time zone 'Asia/Seoul')::date) stored,
    result       text not null check (result in
                 ('unchanged_304', 'unchanged', 'edited', 'gone', 'unreadable', 'refused', 'down')),
    evidence     jsonb not null default '{}',
    capture_id   bigint references capture,    -- none for 304, and where nothing came
    revision_id  bigint references revision,
    check ((result = 'edited') = (revision_id is not null))
);
-- A check that saw an answer about the article is made once; one that was refused or met a dead line is still to be made.
create unique index recheck_once on recheck (article_id, due_on) where result not in ('refused', 'down');
create index recheck_by_article on recheck (article_id, checked_at);
create index recheck_by_day on recheck (checked_on);
create index recheck_by_run on recheck (run);

-- What the state changed, by words: {"title": [[what, text], …], "body": […]}; only for `edited`.
alter table revision add column diff jsonb check (diff is null or cause = 'edited');

-- An article that the site took away. `removed_on` is the Korean day of the first check that found it gone.
create table removal (
    id             bigint generated always as identity primary key,
    run            text not null,
    article_id     bigint not null references article,
    removed_on     date not null,
    evidence       jsonb not null,             -- the checks that prove it, with how many neighbours answered
    revision_id    bigint not null references revision,  -- the text that is gone
    diff           jsonb not null,
    found_at       timestamptz not null,
    reappeared_on  date,
    reappeared_in  bigint references recheck,
    check (jsonb_array_length(evidence) >= 3),
    check ((reappeared_on is null) = (reappeared_in is null))
);
create unique index removal_now on removal (article_id) where reappeared_on is null;

