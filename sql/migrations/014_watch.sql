-- What operators have to know beside the states of sources, and by what the house shows that it is awake.

-- One row for each stretch of time a cause lasted; the open one has no ended_at. `cause` is what is the same cause.
create table trouble (
    id        bigint generated always as identity primary key,
    kind      text not null check (kind in
              ('task_failed', 'dag_broken', 'runs_overdue', 'undelivered', 'unreadable_pages', 'older_pages', 'heartbeat')),
    cause     text not null,
    reason    text not null,
    evidence  jsonb not null default '{}',   -- names: what it is about; link: where to look; run, map_index: which task
    times     integer not null default 1 check (times >= 1),
    began_at  timestamptz not null default now(),
    last_at   timestamptz not null default now(),
    ended_at  timestamptz
);
create unique index trouble_now on trouble (cause) where ended_at is null;
create index trouble_ended on trouble (ended_at);

-- When a scheduled run of a DAG was last at work.
create table dag_seen (
    dag_id   text primary key,
    seen_at  timestamptz not null default now()
);

-- A source's day whose daily report had nothing to complain of, and which was complete then.
create table day_report (
    source_key   text not null references source,
    day          date not null,
    reported_at  timestamptz not null default now(),
    primary key (source_key, day)
);

-- The days for which the heartbeat went out.
create table heartbeat (
    day      date primary key,
    sent_at  timestamptz not null default now()
);

-- The matters (see below) of which the monitor was told that they cannot wait.
create table heartbeat_failure (
    about    text primary key,
    sent_at  timestamptz not null default now()
);

drop view state_change;

-- Whatever operators are told of, one row for each stretch. `about` names the message that it began, `over_about` the one that it is
-- over; a state that another trouble followed has ended and is not healed.
create view matter as
    select 'state:' || t.id as about, case when n.well then 'state:' || n.id end as over_about, 'state:' || t.source_key as cause,
           t.state as kind, s.key, s.label, t.reason, t.evidence, 1 as times, t.began_at, t.ended_at, coalesce(n.well, false) as healed
    from source_state t
    join source s on s.key = t.source_key
    left join lateral (
        select id, state in ('ok', 'quiet') as well from source_state where source_key = t.source_key and id > t.id order by id limit 1
    ) n on true
    where t.state not in ('ok', 'quiet')
    union all
    select 'trouble:' || id, 'trouble:' || id || ':over', cause, kind, '', '', reason, evidence, times, began_at, ended_at,
           ended_at is not null
    from trouble;
