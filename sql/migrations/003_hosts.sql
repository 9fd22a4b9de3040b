-- Whose requests they were: the daily run's share of a day is kept for it, and rechecks have a most of their own.
alter table host
    add column used_by_daily integer not null default 0 check (used_by_daily >= 0),
    add column used_by_recheck integer not null default 0 check (used_by_recheck >= 0);

create function korean_day() returns date language sql stable as $$ select (now() at time zone 'Asia/Seoul')::date $$;

-- What was counted on another day is nothing today.
create function host_used(counted_on date, counted integer) returns integer language sql stable as $$
    select case when counted_on = korean_day() then counted else 0 end
$$;
