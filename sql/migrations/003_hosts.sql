-- Whose requests they were: the daily run's share of a day is kept for it, and rechecks have a most of their own.
alter table host
    add column used_by_daily integer not null default 0 check (used_by_daily >= 0),
    add column used_by_recheck integer not null default 0 check (used_by_recheck >= 0);

create function korean_day() returns date language sql stable as $$ select (now() at time zone 'Asia/Seoul')::date $$;

-- What was counted on another day is nothing today.
create function host_used(counted_on date, counted integer) returns integer language sql stable as $$
    select case when counted_on = korean_day() then counted else 0 end
$$;

-- What operators are told, with the evidence and the source's key beside it.
create or replace view state_change as
    select c.id, s.label as source, healthy as recovered,
           case when healthy then b.state else c.state end as state,
           case when healthy then b.reason else c.reason end as reason,
           case when healthy then b.began_at else c.began_at end as began_at, c.began_at as changed_at,
           s.key, case when healthy then b.evidence else c.evidence end as evidence
    from source_state c
    join source s on s.key = c.source_key
    cross join lateral (select c.state in ('ok', 'quiet') as healthy) h
    left join lateral (
        select * from source_state p where p.source_key = c.source_key and p.id < c.id order by p.id desc limit 1
    ) b on true
    where not healthy or exists (select from delivery where about = 'state:' || b.id);
