-- What an article says happened with a person, with whom, and which words gave the day.

alter table mention
    add column counterpart text,
    add column day_evidence text;
