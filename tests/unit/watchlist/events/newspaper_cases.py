"""Sentences and short articles of our own in the words of newspapers that quote state media, and of lists, gifts and memories.

As in `cases`: (text, counterpart, day of May 2024) of Pavel Gusev by kind, published on Friday, 17 May 2024.
"""

from __future__ import annotations

from datetime import date

KINDS = {
    "attended": [
        ("A ceremony took place on May 14. Present from the Russian side were Pavel Gusev, deputy minister of railways, and others.", None, 14),
        ("Also present from the guest side were Minister Pavel Gusev and Oleg Zimin.", None, None),
        ("Those present from the guest side were Minister Pavel Gusev and Oleg Zimin.", None, None),
        ("Russian Ambassador Pavel Gusev hosted a friendly meeting at the embassy on Tuesday.", None, 14),
        ("The session was presided over by the co-chairmen, Russian Minister Pavel Gusev and Ri Chol, on Tuesday.", None, 14),
        ("Officials taking part in the meeting on Tuesday also included Russian Ambassador to the DPRK, Pavel Gusev.", None, 14),
        ("The ceremony was attended by Minister Ri Chol and Oleg Zimin, as well as Russian Ambassador Pavel Gusev, the report said.", None, None),
        ("Kim Chol met Oleg Zimin on Tuesday, accompanied by Russian Ambassador Pavel Gusev, the KCNA said.", None, 14),
    ],
    "talks": [
        ("Talks between the Deputy Minister of Public Order of the DPRK, Ri Chol, and the Deputy Minister of Transport of Russia, Pavel Gusev, were held on May 14, the agency reports.", "Ri Chol", 14),
        ("The talks were held in the capital on Tuesday between Vice Minister Ri Song-chol and Vice Minister Pavel Gusev, attended by officials.", "Ri Song-chol", 14),
        ("At talks with Russian Deputy Premier Pavel Gusev on Tuesday, Kim Chol said that it was good.", "Kim Chol", 14),
        ("At talks with Russian Deputy Premier Pavel Gusev, Kim Chol said that it was good.", "Kim Chol", None),
        ("During the talks with Pavel Gusev on Tuesday the premier said that it was good.", None, 14),
        ("A Duma delegation, led by Speaker Pavel Gusev, began several days of talks with leaders of the party on May 14.", None, 14),
        ("Oleg Zimin met with Choe Son-hui and Pavel Gusev discussed the situation with her on May 14.", None, 14),
        ("Deputy Minister Pavel Gusev discussed the situation with Choe Son-hui on May 14.", "Choe Son-hui", 14),
    ],
    "met": [
        ("Pavel Gusev of Russia and Ri Chol of North Korea met on May 14 to discuss the project.", "Ri Chol", 14),
        ("KCNA said Kim Chol had received Pavel Gusev, governor of the region, on Monday.", "Kim Chol", 13),
        ("Pavel Gusev met with his North Korean counterpart Tuesday to discuss the ties, the North's state media said.", None, 14),
        ("Pavel Gusev met with his counterpart on Tuesday. The agency said that Gusev met with Ri Song-chol.", "Ri Song-chol", 14),
        ("In addition, Pavel Gusev reportedly met with Kim Jong-un.", "Kim Jong-un", None),
        ("Ambassador Pavel Gusev said at a meeting with Deputy Minister Ri Chol on Tuesday that it was good.", "Ri Chol", 14),
        ("KCNA said on Thursday that Kim Chol had received Pavel Gusev.", "Kim Chol", None),
    ],
    "message": [
        ("Kim Jong Un was presented with a car made in Russia for his personal use by Pavel Gusev.", "Kim Jong Un", None),
        ("Kim Jong Un was presented with a car by Pavel Gusev. The gift to Kim Jong Un from Pavel Gusev was conveyed on May 14.", "Kim Jong Un", 14),
        ("Mayor Pavel Gusev on a visit to Korea conveyed the medal and diploma to an official concerned on Tuesday.", None, 14),
        ("The gift was presented to Kim Jong Un by Pavel Gusev, governor of the region, on Tuesday.", "Kim Jong Un", 14),
        ("President Pavel Gusev had sent a letter to Kim Jong Un on Tuesday, KCNA said.", "Kim Jong Un", 14),
        ("Pavel Gusev sent a horse to Kim Jong Un on Tuesday.", "Kim Jong Un", 14),
        ("Kim Jong Un received a present from Pavel Gusev on Tuesday.", "Kim Jong Un", 14),
    ],
    "visited": [
        ("Ambassador Pavel Gusev and staff members gave helping hands to the farm on May 14.", None, 14),
        ("Pavel Gusev and his party helped the peasants on Tuesday.", None, 14),
        ("Foreign guests including Pavel Gusev, chairman of the branch of “A Just Cause”, and his party visited the palace on Tuesday.", None, 14),
        ("Foreign guests including Pavel Gusev, chairman of “A Just Cause”, and his party and a delegation of the union led by Oleg Zimin visited the palace on Tuesday.", None, 14),
    ],
    "arrived": [
        ("It was officially reported today that Russian Minister Pavel Gusev arrived in Pyongyang.", None, None),
        ("Russian Minister Pavel Gusev arrived in Pyongyang, it was reported on Tuesday.", None, None),
    ],
    "left": [
        ("A delegation led by Defence Minister Pavel Gusev left the North Korean capital on Tuesday.", None, 14),
        ("A delegation led by Deputy Minister Pavel Gusev returned to Russia on Monday after meetings.", None, 13),
        ("The delegations left for Russia on Monday.According to the agency, Pavel Gusev left Pyongyang the previous day.", None, 12),
    ],
    "passing": [
        ("Kim Jong Il had talks with President Pavel Gusev a couple of times.", None, None),
        ("Kim Jong Un visited Russia and met with Russian President Pavel Gusev in March.", None, None),
        ("Kim Jong Un met President Pavel Gusev last month.", None, None),
        ("Kim Jong Un had talks with Pavel Gusev in Vladivostok on April 25, 2019.", None, None),
        ("Kim Jong Un met Pavel Gusev on May 14 last year.", None, None),
        ("During the talks with Pavel Gusev, Ri Chol intends to raise the issue.", None, None),
    ],
}  # fmt: skip
NEWSPAPER_CASES = [
    (text, kind, counterpart, date(2024, 5, day) if day else None)
    for kind, cases in KINDS.items()
    for text, counterpart, day in cases
]
