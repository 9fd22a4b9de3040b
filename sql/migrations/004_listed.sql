-- An entry whose page nobody could read is matched on what the listing says of it. That text is a revision as well, number 0 and
-- cause 'listed', made from no capture; the page, when it comes, is revision 1 of the same article.

alter table revision alter column capture_id drop not null;
alter table revision drop constraint revision_number_check;
alter table revision drop constraint revision_cause_check;
alter table revision add constraint revision_number_check check (number >= 0);
alter table revision add constraint revision_cause_check check (cause in ('published', 'edited', 'reparsed', 'listed'));
alter table revision add constraint revision_listed_check
    check ((number = 0) = (cause = 'listed') and (capture_id is null) = (cause = 'listed'));

-- As before, but what only the listing told of an article says nothing of the source its page prints.
create or replace function crawl_scope(the_crawl bigint)
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
    left join article a on a.entry_id = e.id and e.state = 'stored'
    left join crawl_entry ce on ce.entry_id = e.id and ce.crawl_id = the_crawl
    where coalesce(coalesce(e.listed_on, a.published_on) between it.first_day and it.last_day, ce.entry_id is not null)
      and (ce.entry_id is null or ce.ours or a.id is null or lower(a.source) = it.label)
$$;
