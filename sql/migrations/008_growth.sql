-- What runs ask for daily is found by an index, however much is stored.

create index revision_by_time on revision (created_at);
create index article_by_update on article (source_key, updated_at);
create index entry_undecided on entry (source_key, listed_on) where historical is null and found_by = 'listing';

-- Nobody read these: `day` and `moment` say where a page stands.
alter table reading_page drop column newest, drop column oldest;
