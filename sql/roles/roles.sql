-- The three roles of the cluster, and the schema in its owner's hands. Runs as often as one likes, as a superuser or as the owner of
-- the database who may make roles; needs the function of hand_over.sql.
--   wirewatch_owner     owns the schema and what is in it, and runs the migrations
--   wirewatch_pipeline  reads and writes rows: Airflow's tasks, the commands, and verdicts given in the UI
--   wirewatch_reader    reads rows: the UI
-- None of them can log in. People and programs log in as roles of their own, which are members: create role ... login in role ...
do $$
declare the_role text;
begin
    foreach the_role in array array['wirewatch_owner', 'wirewatch_pipeline', 'wirewatch_reader'] loop
        begin
            if to_regrole(the_role) is null then
                execute format('create role %I nologin', the_role);
            end if;
        exception when duplicate_object or unique_violation then
            null;  -- somebody made it in the same moment, for another database of the cluster
        end;
    end loop;
    if not pg_has_role(current_user, 'wirewatch_owner', 'usage') then
        execute format('grant wirewatch_owner to %I', current_user);  -- who hands something over acts for the new owner
    end if;
    if not has_database_privilege('wirewatch_owner', current_database(), 'create') then
        execute format('grant create, temporary on database %I to wirewatch_owner', current_database());
    end if;
    if to_regnamespace('wirewatch') is null then
        create schema wirewatch;
    end if;
end $$;
alter schema wirewatch owner to wirewatch_owner;
select pg_temp.hand_over('wirewatch', 'wirewatch_owner');
