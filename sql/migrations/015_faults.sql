-- Trouble is anything lasting that operators are told of; a fault is trouble of our own house, and no state of a source.

drop view matter;
alter table trouble rename to fault;
alter sequence trouble_id_seq rename to fault_id_seq;
alter index trouble_pkey rename to fault_pkey;
alter index trouble_now rename to fault_now;
alter index trouble_ended rename to fault_ended;
alter table fault rename constraint trouble_kind_check to fault_kind_check;
alter table fault rename constraint trouble_times_check to fault_times_check;

-- Of one that ended: whether its cause was seen gone, or was only not met any more.
alter table fault add healed boolean;
update fault set healed = true where ended_at is not null;
alter table fault add check ((healed is null) = (ended_at is null));

-- What was told of keeps its name in the outbox and with the monitor, so that nothing is told twice.
update delivery set about = regexp_replace(about, '^trouble:', 'fault:') where about like 'trouble:%';
update heartbeat_failure set about = regexp_replace(about, '^trouble:', 'fault:') where about like 'trouble:%';

-- All trouble, one row for each stretch of time. `about` names the message that it began, `over_about` the one that it healed. A state
-- ends where another one follows it, and has healed once the source is well again.
create view trouble as
    select 'state:' || t.id as about, 'state:' || n.id as over_about, 'state:' || t.source_key as cause, t.state as kind,
           s.key, s.label, t.reason, t.evidence, 1 as times, t.began_at, t.ended_at, n.began_at as healed_at
    from source_state t
    join source s on s.key = t.source_key
    left join lateral (
        select id, began_at from source_state
        where source_key = t.source_key and id > t.id and state in ('ok', 'quiet') order by id limit 1
    ) n on true
    where t.state not in ('ok', 'quiet')
    union all
    select 'fault:' || id, case when healed then 'fault:' || id || ':over' end, cause, kind, '', '', reason, evidence, times,
           began_at, ended_at, case when healed then ended_at end
    from fault;
