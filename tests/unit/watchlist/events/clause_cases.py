"""Sentences of our own that turn on the clause: whose words they are, whose verb it is, and which sentence it stands in.

As in `cases`: (text, kind, counterpart, day of May 2024) of Pavel Gusev, published on Friday, 17 May 2024. Each group has its neighbours,
which look alike and mean something else.
"""

from __future__ import annotations

from datetime import date

FAIR = "The spring trade fair opened here on Monday with due ceremony. "

GROUPS = {
    "whose words they are": [
        ("Trade has grown since Pavel Gusev was at the head of the ministry, Russian newspapers commented.", "passing", None, None),
        ("The ties, resumed when Pavel Gusev was at the ministry, are good, foreign observers remarked.", "passing", None, None),
        ("The order, issued in the name of Minister Pavel Gusev, will be carried out, local experts said.", "passing", None, None),
        ("The revelation, made in the name of Director Pavel Gusev, threw London into a panic.", "passing", None, None),
        ("On the wall the guests read what former Minister Pavel Gusev wrote many years ago.", "passing", None, None),
        ("The old film shows what Pavel Gusev said in 2009 to the miners.", "passing", None, None),
        ("The Mining Board of Russia, whose chairman is Pavel Gusev, announced a plan to build a road.", "passing", None, None),
        ("The Mining Board of Russia, of which Pavel Gusev is chairman, said that output had doubled.", "passing", None, None),
        ("The board announced a plan for a road, for which Governor Pavel Gusev has voiced support.", "passing", None, None),
        ("The article referred to a teacher named Pavel Gusev, whose parents took part in the war.", "passing", None, None),
        ("The paper told of Pavel Gusev, whose father attended the parade.", "passing", None, None),
        ("The plant was founded by Pavel Gusev, the company said.", "passing", None, None),
        ("The Mining Board, headed by Pavel Gusev since spring, announced a plan to build a road.", "passing", None, None),
        ("Pavel Gusev, whose office prepared the meeting, said that the ties were good.", "statement", None, None),
        ("Pavel Gusev, minister of foreign affairs, whose father was a miner, met Kim Chol on Tuesday.", "met", "Kim Chol", 14),
        ("The ties of friendship have entered a new phase, Pavel Gusev commented.", "statement", None, None),
        ("Pavel Gusev, head of the Mining Board of Russia, announced a plan to build a road.", "statement", None, None),
        ("Russia will not stand aside, Deputy Minister Pavel Gusev told reporters, Russian media reported.", "statement", None, None),
        ("After the harvest was over, Pavel Gusev said that the ties were good.", "statement", None, None),
        ("The board, whose chairman Pavel Gusev visited the mine on Tuesday, announced a plan.", "visited", None, 14),
        ("Kim Chol met Pavel Gusev, whose delegation is staying here, and said that the ties were good.", "met", "Kim Chol", None),
    ],
}  # fmt: skip

CLAUSE_CASES = [
    (text, kind, counterpart, date(2024, 5, day) if day else None)
    for cases in GROUPS.values()
    for text, kind, counterpart, day in cases
]
