"""Sentences of our own in the style of state media, and what they say happened: (text, kind, counterpart, day) of Pavel Gusev.

The article is published on Friday, 17 May 2024.
"""

from __future__ import annotations

from datetime import date

MAY_15, MAY_16, MAY_17 = date(2024, 5, 15), date(2024, 5, 16), date(2024, 5, 17)

MET = [
    ("Choe Son Hui met and had talks with Pavel Gusev on Wednesday.", "Choe Son Hui", MAY_15),
    ("Kim Song Nam met and had a conversation with a delegation of the union of miners led by Pavel Gusev on Thursday.", "Kim Song Nam", MAY_16),
    ("Kim Jong Un received Pavel Gusev, minister of Energy of the Russian Federation, on May 15.", "Kim Jong Un", MAY_15),
    ("The respected Comrade Kim Jong Un met Russian Energy Minister Pavel Gusev on Wednesday.", "Kim Jong Un", MAY_15),
    ("Choe Son Hui, foreign minister of the DPRK, on May 15 met and had a friendly meeting with Pavel Gusev.", "Choe Son Hui", MAY_15),
    ("Premier Kim Tok Hun met here today with a Russian government delegation led by Pavel Gusev, minister of Energy.", "Kim Tok Hun", MAY_17),
    ("Pavel Gusev, Russian ambassador to the DPRK, paid a courtesy call on Choe Son Hui, foreign minister, on the 16th.", "Choe Son Hui", MAY_16),
    ("Kim Yong Nam received credentials from Pavel Gusev, new Russian ambassador to the DPRK, at the Mansudae Assembly Hall Thursday.", "Kim Yong Nam", MAY_16),
    ("Pavel Gusev, ambassador of Russia to the DPRK, was received by Vice-Premier Ri Ryong Nam on Thursday.", "Ri Ryong Nam", MAY_16),
    ("Ri Ryong Nam, vice-premier, met on May 15 Pavel Gusev, minister of Energy, and his party.", "Ri Ryong Nam", MAY_15),
    ("The guests were greeted at the airport by Vice-Minister Im Chon Il and Russian Ambassador Pavel Gusev.", None, None),
    ("Pak Myong Ho, vice foreign minister, had an interview with Pavel Gusev.", "Pak Myong Ho", None),
    ("Pak Myong Ho called on Pavel Gusev, charge d'affaires a.i. of the Russian embassy, on Wednesday to hear of the floods.", "Pak Myong Ho", MAY_15),
    ("Ri Ryong Nam met Pavel Gusev, who paid a farewell visit to him, at the Mansudae Assembly Hall on May 16.", "Ri Ryong Nam", MAY_16),
    ("Kim Jong Un greeted Pavel Gusev at the airport on Thursday.", "Kim Jong Un", MAY_16),
    ("Pavel Gusev, minister of Energy, met with Foreign Minister Choe Son Hui in Moscow on May 15.", "Choe Son Hui", MAY_15),
    ("Pavel Gusev and Choe Son Hui met in Moscow on May 15.", "Choe Son Hui", MAY_15),
    ("Kim Jong Un met and conversed with the delegation of the Energy Ministry headed by Pavel Gusev.", "Kim Jong Un", None),
    ("Kim Kyong Jun was greeted at the station by Pavel Gusev, minister of Energy, and officials.", "Kim Kyong Jun", None),
    ("A meeting between Choe Son Hui, foreign minister, and Pavel Gusev, minister of Energy, took place on the 16th.", "Choe Son Hui", MAY_16),
    ("Premier Kim Tok Hun left here. Greeting him at the station were Pavel Gusev, minister of Energy, and others.", None, None),
    ("Jo Yong Won met Pavel Gusev, chairman of the union of miners, who attended the congress, on the 16th.", "Jo Yong Won", MAY_16),
    ("Ri Ryong Nam, vice-premier and Pavel Gusev, minister of Energy of Russia, met in Moscow on May 15.", "Ri Ryong Nam", MAY_15),
    ("Ri Ryong Nam, director of the Sangwon Cement Complex and Pavel Gusev, minister of Energy, met in Moscow on May 15.", "Ri Ryong Nam", MAY_15),
    ("Kim Song Nam visited Moscow and met with Pavel Gusev, chairman of the union, on May 15.", "Kim Song Nam", MAY_15),
    ("Kim Song Nam attended the ceremony and met with Pavel Gusev on May 15.", "Kim Song Nam", MAY_15),
]  # fmt: skip

TALKS = [
    ("Choe Son Hui had talks with Pavel Gusev on Wednesday.", "Choe Son Hui", MAY_15),
    ("Choe Son Hui held talks with Pavel Gusev in Moscow on May 16.", "Choe Son Hui", MAY_16),
    ("Talks between Foreign Minister Choe Son Hui and Pavel Gusev, minister of Energy of Russia, were held in Moscow on the 15th.", "Choe Son Hui", MAY_15),
    ("Kim Kyong Jun, minister of Land, had a talk with the Russian delegation headed by Minister Pavel Gusev on Thursday.", "Kim Kyong Jun", MAY_16),
    ("Kim Jong Un talked over the telephone with Pavel Gusev on May 16.", "Kim Jong Un", MAY_16),
    ("Kim Jong Un and Pavel Gusev held talks in Vladivostok on May 16.", "Kim Jong Un", MAY_16),
    ("Foreign Minister Choe Son Hui had a telephone conversation with Pavel Gusev on the 15th.", "Choe Son Hui", MAY_15),
    ("There were talks between a delegation led by Vice-Minister Im Chon Il and a delegation led by Vice-Minister Pavel Gusev on the 16th.", "Im Chon Il", MAY_16),
]  # fmt: skip

ARRIVED = [
    ("A delegation of the Energy Ministry of Russia led by Minister Pavel Gusev arrived here on Thursday.", None, MAY_16),
    ("Pavel Gusev, minister of Energy of the Russian Federation, and his party arrived in Pyongyang by air on the 16th to attend the meeting.", None, MAY_16),
    ("Pavel Gusev arrived at Pyongyang International Airport on May 15.", None, MAY_15),
    ("Delegations of foreign unions arrived here on Thursday. They included a delegation of the Union of Miners of Russia headed by Chairman Pavel Gusev, and others.", None, MAY_16),
]  # fmt: skip

LEFT = [
    ("The delegation of the Energy Ministry of Russia headed by Pavel Gusev left here for home on Thursday.", None, MAY_16),
    ("Pavel Gusev, minister of Energy, and his party left Pyongyang today after winding up their visit.", None, MAY_17),
    ("The Russian delegation led by Pavel Gusev, vice-minister of Energy, left here on the 16th.", None, MAY_16),
    ("Pavel Gusev, minister of Energy of Russia, left Wonsan on the 16th after winding up his visit to the DPRK.", None, MAY_16),
    ("Pavel Gusev and his party left Samjiyon on Thursday.", None, MAY_16),
]

VISITED = [
    ("Pavel Gusev and his party visited the Sci-Tech Complex on Thursday.", None, MAY_16),
    ("The delegation led by Pavel Gusev, minister of Energy, laid a floral basket before the statues on Mansu Hill on May 15.", None, MAY_15),
    ("Pavel Gusev, Russian ambassador to the DPRK, and staff members of his embassy toured the Jangchon Vegetable Farm on Wednesday.", None, MAY_15),
    ("Minister Pavel Gusev, accompanied by Kim Kyong Jun, minister of Land, inspected the port of Rason.", None, None),
    ("Russian Ambassador Pavel Gusev went round Mangyongdae on May 15 and wrote his impressions.", None, MAY_15),
    ("Kim Jong Un went round the exhibition together with Pavel Gusev on Thursday.", None, MAY_16),
    ("Ambassador Pavel Gusev and his embassy staff helped farmers at the friendship farm on May 15.", None, MAY_15),
    ("Wreaths were laid before the tower by Pavel Gusev, Russian ambassador to the DPRK, and officials on May 16.", None, MAY_16),
    ("On May 16 Minister Pavel Gusev, head of the Russian delegation, and his party paid a visit to the Sci-Tech Complex.", None, MAY_16),
    ("General Secretary Kim Jong Un looked round the exhibition with Minister Pavel Gusev on the 16th.", None, MAY_16),
]  # fmt: skip

MESSAGE = [
    ("Kim Jong Un sent a congratulatory message to Pavel Gusev, governor of the Amur Region, on May 16.", "Kim Jong Un", MAY_16),
    ("Kim Jong Un received a message of sympathy from Pavel Gusev, governor of the Amur Region, on Thursday.", "Kim Jong Un", MAY_16),
    ("Kim Jong Un received a gift from Pavel Gusev, head of the Union of Miners of Russia.", "Kim Jong Un", None),
    ("A floral basket sent by Pavel Gusev, governor of the Amur Region, was laid before the statue.", None, None),
    ("Pavel Gusev sent a wreath to the cemetery on Wednesday.", None, MAY_15),
    ("Ambassador Oleg Zimin conveyed the warm greetings of Governor Pavel Gusev to Kim Jong Un.", "Kim Jong Un", None),
    ("Kim Jong Un sent a reply message on May 15 to Pavel Gusev, governor of the Amur Region.", "Kim Jong Un", MAY_15),
    ("A congratulatory message was sent to Governor Pavel Gusev on May 15.", None, MAY_15),
    ("The respected Comrade Kim Jong Un was presented with a gift by Pavel Gusev, chairman of the union of miners of Russia.", "Kim Jong Un", None),
    ("Russian Ambassador Pavel Gusev handed the gift to an official concerned on Thursday.", None, MAY_16),
    ("In the message of congratulations from Governor Pavel Gusev, success is wished to the people.", None, None),
    ("Kim Jong Un sent Pavel Gusev, governor of the Amur Region, a message of sympathy on Wednesday.", "Kim Jong Un", MAY_15),
    ("A floral basket and a congratulatory message came to Kim Jong Un from Pavel Gusev, governor of the Amur Region.", "Kim Jong Un", None),
    ("Wreaths in the name of Governor Pavel Gusev were laid before the tower on the 15th.", None, MAY_15),
    ("The gift was conveyed on May 15 to Choe Son Hui, foreign minister, by Pavel Gusev, Russian ambassador to the DPRK.", None, MAY_15),
    ("Ambassador Oleg Zimin conveyed to Kim Jong Un the warm greetings of Governor Pavel Gusev on May 15.", "Kim Jong Un", MAY_15),
    ("Ambassador Pavel Gusev conveyed to Kim Jong Un a personal letter of the governor on May 15.", "Kim Jong Un", MAY_15),
]  # fmt: skip

RECEPTION = [
    ("Pavel Gusev, Russian ambassador to the DPRK, hosted a reception at the Taedonggang Diplomatic Club on May 16.", None, MAY_16),
    ("The Cabinet gave a banquet on Thursday. Present there were Kim Tok Hun, premier, and Pavel Gusev, Russian ambassador.", None, MAY_16),
    ("A reception was given by Pavel Gusev, Russian ambassador to the DPRK, at his embassy on May 15.", None, MAY_15),
    ("Choe Son Hui hosted a banquet in honour of Pavel Gusev, minister of Energy of Russia, on Wednesday.", "Choe Son Hui", MAY_15),
    ("A reception was given at the hall Wednesday in honor of the delegation of the union of miners headed by Chairman Pavel Gusev.", None, MAY_15),
    ("The Cabinet hosted a reception at the April 25 House of Culture on the evening of May 16 to welcome Minister Pavel Gusev.", None, MAY_16),
]  # fmt: skip

ATTENDED = [
    ("A ceremony was held on May 15. Present there were Pak Myong Ho, vice-minister, and Pavel Gusev, Russian ambassador.", None, MAY_15),
    ("A film show took place on Wednesday. Among the audience were officials and Pavel Gusev, Russian ambassador to the DPRK.", None, MAY_15),
    ("The delegation left here on Thursday. It was seen off at the airport by Pak Myong Ho and Pavel Gusev, Russian ambassador.", None, MAY_16),
    ("Pavel Gusev, Russian ambassador to the DPRK, attended the opening ceremony on the 16th.", None, MAY_16),
    ("Pavel Gusev, minister of Energy of Russia, was among those present on the 16th.", None, MAY_16),
    ("The committee met on May 15. Present from the Russian side were Pavel Gusev, minister of Energy, and its members.", None, MAY_15),
    ("The committee met on May 15. The Russian side was headed by Pavel Gusev, minister of Energy.", None, MAY_15),
    ("Kim Jong Un received the guests on May 15. On hand were Choe Son Hui and Russian Ambassador Pavel Gusev.", None, MAY_15),
    ("The meeting was attended by Pak Myong Ho, Pavel Gusev, vice-minister of Energy of Russia, and others.", None, None),
    ("Pavel Gusev made a speech at the unveiling ceremony on Thursday.", None, MAY_16),
    ("Kim Jong Un watched a performance together with Pavel Gusev on May 16.", None, MAY_16),
    ("An agreement was signed on Wednesday. It was signed by Pak Myong Ho and Pavel Gusev, vice-minister of Energy.", None, MAY_15),
    ("A seminar was held on Wednesday. Speeches were made by Pak Myong Ho and Pavel Gusev, chairman of the union.", None, MAY_15),
    ("Kim Jong Un saw Pavel Gusev off at the airport on Thursday.", "Kim Jong Un", MAY_16),
    ("Kim Jong Un left here on Thursday. Seeing him off were Choe Son Hui, Pavel Gusev, minister of Energy, and officials.", None, MAY_16),
    ("An art performance was given on May 16. It was enjoyed by Pavel Gusev, ambassador of Russia, and staff of his embassy.", None, MAY_16),
    ("Kim Jong Un, accompanied by Minister Pavel Gusev, went to the square on May 16.", None, MAY_16),
    ("Pyongyang, May 16 (KCNA) -- Present at the ceremony on May 15 were Minister Pavel Gusev and others.", None, MAY_15),
    ("A concert was given at the Russian embassy on the 15th with Ambassador Pavel Gusev attending.", None, MAY_15),
]  # fmt: skip

STATEMENT = [
    ("Pavel Gusev, spokesman for the Energy Ministry of Russia, said on May 16 that the sanctions were unlawful.", None, MAY_16),
    ("Pavel Gusev, vice-minister of Energy of Russia, issued a press statement on Wednesday.", None, MAY_15),
    (
        "A joint statement between Choe Son Hui and Pavel Gusev, minister of Energy of Russia, was issued on May 15.",
        "Choe Son Hui",
        MAY_15,
    ),
    (
        "The press statement on the results of talks between Choe Son Hui and Pavel Gusev, minister of Energy, was issued on May 15.",
        "Choe Son Hui",
        MAY_15,
    ),
]

QUOTED = [
    ("The exercise of the puppet forces goes on beyond the line. Russian Energy Minister Pavel Gusev noted that it was a provocation.", None, None),
    ("Foreign papers carried articles on the anniversary this week. The country is strong and will win, Pavel Gusev said.", None, None),
    ("Papers of many lands wrote of the launch this week. A daily quoted Pavel Gusev as saying it was lawful.", None, None),
]  # fmt: skip

PASSING = [
    ("Choe Son Hui left here on Thursday to visit Russia at the invitation of Minister Pavel Gusev.", None, None),
    ("Choe Son Hui recalled that Kim Jong Un met Pavel Gusev last year.", None, None),
    ("The two countries carry out what was agreed when Pavel Gusev visited the DPRK in 2019.", None, None),
    ("Pavel Gusev, secretary of the regional committee, was elected chairman of the committee on May 15.", None, None),
    ("Kim Jong Un met the special envoy of Russian Governor Pavel Gusev on May 15.", None, None),
    ("He said that Pavel Gusev visited the war museum and met officials.", None, None),
    ("The participants discussed the speech of Pavel Gusev on Wednesday.", None, None),
    ("A photo of Minister Pavel Gusev was on display on May 16.", None, None),
    ("Minister Pavel Gusev left office on May 16.", None, None),
    ("At the invitation of Choe Son Hui, Minister Pavel Gusev will pay a visit to the DPRK from June 5 to 7.", None, None),
    ("Kim Jong Un invited Minister Pavel Gusev to visit the DPRK.", None, None),
    ("The visit of President Pavel Gusev to the DPRK drew the attention of the world.", None, None),
    ("A daily of London said that Pavel Gusev and Kim Jong Un signed a treaty.", None, None),
    ("They looked back on the days when Choe Son Hui held talks with Pavel Gusev.", None, None),
    ("Kim Kyong Jun spoke of the port of Rason at length. Minister Pavel Gusev visited it in 2019.", None, None),
    ("At the invitation of Pavel Gusev the delegation of the DPRK left here on Thursday.", None, None),
    ("At the invitation of the respected Comrade Pavel Gusev the delegation left here on Thursday.", None, None),
    ("Kim Jong Un highly praised Pavel Gusev and visited the vegetable farm on Thursday.", None, None),
    ("The daily carried the article “Kim Jong Un Received Pavel Gusev” on Thursday.", None, None),
    ("The law (Pavel Gusev, minister of Energy, visited the plant) is on sale.", None, None),
    ("The exercise goes on beyond the line. Choe Son Hui met Pavel Gusev and it was good for all, Oleg Zimin said.", None, None),
]

KINDS = {
    "met": MET,
    "talks": TALKS,
    "arrived": ARRIVED,
    "left": LEFT,
    "visited": VISITED,
    "message": MESSAGE,
    "reception": RECEPTION,
    "attended": ATTENDED,
    "statement": STATEMENT,
    "quoted": QUOTED,
    "passing": PASSING,
}
CASES = [(text, kind, counterpart, day) for kind, cases in KINDS.items() for text, counterpart, day in cases]
