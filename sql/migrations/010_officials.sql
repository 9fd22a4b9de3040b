-- The people a text prints with an office or as present, whether or not a list has them: who attended, who led a delegation, and
-- who has an office of a country other than the DPRK. Which of them are on a list is not kept here: a mention that covers the span
-- says so, and lists change.

create table official (
    revision_id bigint not null references revision,
    field       text not null check (field in ('title', 'body', 'listing')),
    span_start  integer not null check (span_start >= 0),
    span_end    integer not null,
    name        text not null,
    role        text,
    role_start  integer,
    role_end    integer,
    side        text,               -- a country's code, 'dprk', or null where nothing tells
    how         text not null check (how in ('attendance', 'delegation', 'title')),
    opener      text,               -- the words that open the list or the delegation
    office      boolean not null,   -- an office of a state, so that the person may be kept as unlisted
    primary key (revision_id, field, span_start),
    check (span_end > span_start),
    check ((role is null) = (role_start is null) and (role is null) = (role_end is null)),
    check ((opener is null) = (how = 'title')),
    check (not office or role is not null)
);
create index official_of_state on official (side, revision_id) where office;
