-- The store: what was listed, what was read, what was found in it and who was told.
-- Times are UTC (timestamptz), days are days in Korea, hashes are SHA-256 as bytea.

create table source (
    key         text primary key,
    label       text not null,
    first_seen  date not null  -- default of watch_since: the day it was first crawled
);

-- How polite we are to a host, across tasks and workers: one row, updated once for each request.
create table host (
    name          text primary key,
    next_at       timestamptz not null default '-infinity',
    day           date not null default '-infinity',
    used          integer not null default 0 check (used >= 0),
    closed_until  timestamptz,
    closed_state  text,
    closed_why    text,
    robots        text,
    robots_at     timestamptz
);

create table crawl (
    id          bigint generated always as identity primary key,
    source_key  text not null references source,
    run         text not null unique,   -- the Airflow run, or the command's own id; a retry finds its crawl again
    first_day   date not null,
    last_day    date not null check (last_day >= first_day),
    historical  boolean not null,
    method      text check (method in ('more_articles', 'search')),
    state       text not null default 'ok' check (state in
                ('ok', 'quiet', 'blocked', 'access_wall', 'layout_changed', 'robots_disallowed', 'budget_spent', 'down', 'disabled')),
    reason      text,
    notes       text[] not null default '{}',
    requests_robots  integer not null default 0,
    requests_listing integer not null default 0,
    requests_article integer not null default 0,
    started_at  timestamptz not null default now(),
    finished_at timestamptz
);

create table entry (
    id             bigint generated always as identity primary key,
    url_hash       bytea not null unique check (octet_length(url_hash) = 32),
    url            text not null,
    source_key     text,   -- a configured source, crawled yet or not; null until the page says whose it is (search without an id)
    title          text,
    excerpt        text,
    listed_on      date,
    found_at       timestamptz not null default now(),
    found_by       text not null check (found_by in ('listing', 'more_from')),
    historical     boolean,                 -- null until a crawl covers its day: only then is it a backfill's or a watch's
    state          text not null default 'new' check (state in ('new', 'stored', 'failed', 'gone')),
    attempts       integer not null default 0,
    next_attempt_at timestamptz not null default '-infinity',
    claimed_by     text,
    claimed_until  timestamptz not null default '-infinity',
    error          text
);
create index entry_by_day on entry (source_key, listed_on);

create table crawl_entry (
    crawl_id  bigint not null references crawl on delete cascade,
    entry_id  bigint not null references entry,
    is_new    boolean not null,             -- no earlier crawl had covered its day
    ours      boolean,                      -- the crawled source's own; null where only the page can say
    primary key (crawl_id, entry_id)
);
create index crawl_entry_by_entry on crawl_entry (entry_id);

-- The raw answer, committed before anything reads it. `body` is zlib-compressed; `sha256` is of the bytes as received.
create table capture (
    id          bigint generated always as identity primary key,
    entry_id    bigint not null references entry,
    url         text not null,
    final_url   text not null,
    status      integer not null,
    headers     jsonb not null,
    sha256      bytea not null check (octet_length(sha256) = 32),
    body        bytea not null,
    fetched_at  timestamptz not null
);
create index capture_by_entry on capture (entry_id);

create table story (
    id          bigint generated always as identity primary key,
    created_at  timestamptz not null default now()
);

create table article (
    id            bigint generated always as identity primary key,
    url_hash      bytea not null unique check (octet_length(url_hash) = 32),
    entry_id      bigint not null unique references entry,
    story_id      bigint not null references story,
    url           text not null,
    source_key    text,
    source        text,
    language      text not null,
    published_on  date,
    original_url  text,
    dateline_day  date,
    footer_date   date,
    provenance    jsonb not null,
    warnings      text[] not null,
    historical    boolean not null,
    found_at      timestamptz not null,
    updated_at    timestamptz not null default now()
);
create index article_by_day on article (source_key, published_on);

create table revision (
    id              bigint generated always as identity primary key,
    article_id      bigint not null references article,
    number          integer not null check (number >= 1),
    capture_id      bigint not null references capture,
    parser_version  text not null,
    cause           text not null check (cause in ('published', 'edited', 'reparsed')),
    title           text,
    body            text not null check (body <> ''),
    text_hash       bytea not null check (octet_length(text_hash) = 32),
    created_at      timestamptz not null default now(),
    unique (article_id, number)
);

create table watchlist_version (
    watchlist  text not null,
    number     integer not null check (number >= 1),
    sha256     bytea not null check (octet_length(sha256) = 32),
    loaded_at  timestamptz not null default now(),
    primary key (watchlist, number)
);

create table matched (
    revision_id  bigint not null references revision,
    watchlist    text not null,
    version      integer not null,
    matched_at   timestamptz not null default now(),
    primary key (revision_id, watchlist, version),
    foreign key (watchlist, version) references watchlist_version
);

create table mention (
    id            bigint generated always as identity primary key,
    revision_id   bigint not null references revision,
    watchlist     text not null,
    entity_id     text not null,
    version       integer not null,
    name          text not null,
    field         text not null check (field in ('title', 'body', 'listing')),
    span_start    integer not null check (span_start >= 0),
    span_end      integer not null,
    surface       text not null,
    tier          text not null check (tier in ('confirmed', 'probable')),
    score         real not null check (score between 0 and 1),
    reason        text not null,
    role          text,
    event         text,
    event_day     date,
    sentence      text not null,
    historical    boolean not null,
    found_at      timestamptz not null default now(),
    decided_at    timestamptz,     -- when `alert` looked at it; looked at once
    retired_at    timestamptz,     -- a newer list no longer makes it
    check (span_end > span_start),
    foreign key (watchlist, version) references watchlist_version,
    unique (revision_id, watchlist, entity_id, field, span_start, span_end)
);
create index mention_undecided on mention (id) where decided_at is null and retired_at is null;

create table alert (
    id            bigint generated always as identity primary key,
    rule          text not null,
    rule_sha256   bytea not null check (octet_length(rule_sha256) = 32),
    story_id      bigint not null references story,
    watchlist     text not null,
    entity_id     text not null,
    kind          text not null check (kind in ('mention')),
    mention_id    bigint not null references mention,
    late          boolean not null,
    line          jsonb not null,  -- the text it was made from, as it was then
    created_at    timestamptz not null default now(),
    unique (rule, story_id, watchlist, entity_id, kind)
);

-- The outbox. `about` is story:<id>:<n>, digest:<rule>:<period>, or state:<id> for operators.
create table delivery (
    id               bigint generated always as identity primary key,
    channel          text not null,
    recipient        text not null,
    about            text not null,
    message_id       text not null unique,
    subject          text,
    state            text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'suppressed')),
    attempts         integer not null default 0,
    next_attempt_at  timestamptz not null default '-infinity',
    error            text,
    created_at       timestamptz not null default now(),
    sent_at          timestamptz,
    unique (channel, recipient, about),
    check ((state = 'sent') = (sent_at is not null))
);
create index delivery_open on delivery (next_attempt_at) where state in ('queued', 'sending');

create table delivery_alert (
    delivery_id  bigint not null references delivery on delete cascade,
    alert_id     bigint not null references alert,
    channel      text not null,
    recipient    text not null,
    primary key (delivery_id, alert_id),
    unique (channel, recipient, alert_id)   -- nobody is told the same thing twice
);

create table coverage (
    source_key      text not null references source,
    day             date not null,
    state           text not null check (state in ('missing', 'open', 'complete', 'gap')),
    complete_as_of  timestamptz,
    newer_evidence  text,
    older_evidence  text,
    checked_at      timestamptz not null default now(),
    primary key (source_key, day),
    check (state <> 'complete' or (complete_as_of is not null and newer_evidence is not null and older_evidence is not null))
);

-- One row for each stretch of time a source was in one state for one reason; the open one has no ended_at.
create table source_state (
    id          bigint generated always as identity primary key,
    source_key  text not null references source,
    state       text not null,
    reason      text not null,
    evidence    jsonb not null default '{}',
    began_at    timestamptz not null default now(),
    ended_at    timestamptz
);
create unique index source_state_now on source_state (source_key) where ended_at is null;

-- The entries of its days that a crawl answers for: those its listing held, unless their page printed another source, and those
-- of its source that were listed before.
create function crawl_scope(the_crawl bigint)
returns table (entry_id bigint, day date, state text, listed boolean, is_new boolean)
language sql stable as $$
    with it as (select c.*, lower(s.label) as label from crawl c join source s on s.key = c.source_key where c.id = the_crawl),
    candidates as (
        select ce.entry_id from crawl_entry ce where ce.crawl_id = the_crawl
        union
        select e.id from entry e, it
        where e.source_key = it.source_key and e.listed_on between it.first_day and it.last_day and e.found_by = 'listing'
    )
    select e.id, coalesce(e.listed_on, a.published_on), e.state, ce.entry_id is not null, coalesce(ce.is_new, false)
    from it, candidates
    join entry e on e.id = candidates.entry_id
    left join article a on a.entry_id = e.id
    left join crawl_entry ce on ce.entry_id = e.id and ce.crawl_id = the_crawl
    where coalesce(coalesce(e.listed_on, a.published_on) between it.first_day and it.last_day, ce.entry_id is not null)
      and (ce.entry_id is null or ce.ours or a.id is null or lower(a.source) = it.label)
$$;

-- What operators are told: trouble as it begins, and its end where its beginning was told, by the row that follows it.
create view state_change as
    select c.id, s.label as source, healthy as recovered,
           case when healthy then b.state else c.state end as state,
           case when healthy then b.reason else c.reason end as reason,
           case when healthy then b.began_at else c.began_at end as began_at, c.began_at as changed_at
    from source_state c
    join source s on s.key = c.source_key
    cross join lateral (select c.state in ('ok', 'quiet') as healthy) h
    left join lateral (
        select * from source_state p where p.source_key = c.source_key and p.id < c.id order by p.id desc limit 1
    ) b on true
    where not healthy or exists (select from delivery where about = 'state:' || b.id);
