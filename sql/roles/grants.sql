-- What the pipeline and readers may do with the rows. Runs as wirewatch_owner at the end of every `wirewatch db upgrade`, and says all
-- of it each time: what is not here is not granted. Secrets of the site are never stored, so readers may see every table.
revoke all on all tables in schema wirewatch from wirewatch_pipeline, wirewatch_reader;
revoke all on all sequences in schema wirewatch from wirewatch_pipeline, wirewatch_reader;
grant usage on schema wirewatch to wirewatch_pipeline, wirewatch_reader;
grant select on all tables in schema wirewatch to wirewatch_pipeline, wirewatch_reader;
grant insert, update on all tables in schema wirewatch to wirewatch_pipeline;
grant usage on all sequences in schema wirewatch to wirewatch_pipeline;
grant select on all sequences in schema wirewatch to wirewatch_pipeline, wirewatch_reader;  -- for pg_dump
-- Which migrations ran is the owner's word.
revoke insert, update on wirewatch.migration from wirewatch_pipeline;
-- The tables the code deletes from: what was read and listed of old, days a backfill works on, people found in a text that is read
-- again, and alerts in messages that nobody tried to send before an analyst rejected them. A new one is added here.
do $$
declare the_table regclass;
begin
    for the_table in
        select oid from pg_class
        where relnamespace = 'wirewatch'::regnamespace
          and relname in ('alert', 'backfill_claim', 'crawl_entry', 'delivery_alert', 'official', 'reading', 'reading_page')
    loop
        execute format('grant delete on %s to wirewatch_pipeline', the_table);
    end loop;
end $$;
-- What a later migration makes is readable and writable at once.
alter default privileges in schema wirewatch grant select on tables to wirewatch_pipeline, wirewatch_reader;
alter default privileges in schema wirewatch grant insert, update on tables to wirewatch_pipeline;
alter default privileges in schema wirewatch grant usage on sequences to wirewatch_pipeline;
alter default privileges in schema wirewatch grant select on sequences to wirewatch_pipeline, wirewatch_reader;
