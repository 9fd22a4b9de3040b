-- Makes a role the owner of everything in a schema that is somebody else's. Who runs it may do so: a superuser, or the present owner
-- who is a member of the new one.
create or replace function pg_temp.hand_over(the_schema text, the_role text) returns void language plpgsql as $$
declare command text;
begin
    for command in
        select format('alter table %s owner to %I', c.oid::regclass, the_role)
        from pg_class c
        where c.relnamespace = the_schema::regnamespace and c.relowner <> the_role::regrole and c.relkind in ('r', 'p', 'v', 'm', 'S')
          -- A sequence of a column goes with its table.
          and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i'))
        union all
        select format('alter routine %s owner to %I', p.oid::regprocedure, the_role)
        from pg_proc p where p.pronamespace = the_schema::regnamespace and p.proowner <> the_role::regrole
        union all
        select format('alter type %s owner to %I', t.oid::regtype, the_role)
        from pg_type t
        where t.typnamespace = the_schema::regnamespace and t.typowner <> the_role::regrole and t.typtype in ('e', 'd')
    loop
        execute command;
    end loop;
end $$;
