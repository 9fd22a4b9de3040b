"""Labels made by hand for the real articles of ../shared/data/statemedia, and the scores of the matcher against them.

The articles themselves stay where they are: a label is an id, offsets (code points, end exclusive) and our own words. Texts with an
odd number may be tuned on; those with an even number are held out, and nobody who writes rules reads their labels (`-heldout`).

    .venv/bin/python -m tests.labels            names and events on both halves, with 95 % intervals
    .venv/bin/python -m tests.labels FOLDER     names on another corpus of the same shape (gold.jsonl, index.jsonl, texts/, watchlist.yml)

statemedia-events: one event for each official named in the article's own text, by one reader. The sentence that brings the person in
decides, and in it the first verb: "met and had a talk" or "talks" is `met`, "had talks with" is `talks`. Greetings conveyed from somebody are a
`message`; a wreath laid in person is a visit. `also` names a second kind that fits. `day` is where the day is printed, for those
present the day of the occasion; `event_day` is null where several days are printed. `counterpart` is a person, never a body.

statemedia-attendees: people of lists of those present, received or seen off. `role` is the printed title without "who is ..." and
"who doubles as ..."; a title of several people belongs to each of them.
"""
