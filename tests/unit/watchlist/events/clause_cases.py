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
    "words and speeches": [
        (FAIR + "A book on the display carried the words of Pavel Gusev that friendship is everlasting.", "quoted", None, None),
        (FAIR + "A board in the hall bore the words of Pavel Gusev, once governor of the region.", "quoted", None, None),
        (FAIR + "The newspaper carried remarks by Pavel Gusev on the future of the trade.", "quoted", None, None),
        (FAIR + "The booklet quotes the words of Governor Pavel Gusev that the trade is growing.", "quoted", None, None),
        (FAIR + "Pavel Gusev, chief of the General Staff, reported to the president on Tuesday that the region was free.", "quoted", None, 14),
        (FAIR + "Pavel Gusev informed the reporters that the work was going on.", "quoted", None, None),
        (FAIR + "Pavel Gusev briefed the journalists on the outcome.", "quoted", None, None),
        (FAIR + "Vice-Minister Pavel Gusev of Russia was cited as saying that the truce should be replaced.", "quoted", None, None),
        (FAIR + "Vice-Minister Pavel Gusev was reported as saying that the truce should be replaced.", "quoted", None, None),
        (FAIR + "In the words of Pavel Gusev, the bridge is a new step.", "quoted", None, None),
        (FAIR + "Citing Pavel Gusev, deputy minister of Trade, the newspaper said that the grain was on its way.", "quoted", None, None),
        ("평양에서 14일 전람회가 개막되였다.\n한편 로씨야무력 부사령관 빠벨 구쎄브대장은 병사들이 용감히 싸웠다고 말하였다고 따쓰통신이 전하였다.", "quoted", None, None),
        ("평양에서 14일 전람회가 개막되였다.\n로씨야외무성 부상 빠벨 구쎄브는 두 나라 관계가 좋다고 강조하였다고 로씨야신문이 보도하였다.", "quoted", None, None),
        ("Pavel Gusev, permanent representative of Russia to the United Nations, made a speech at a meeting of the Security Council on Tuesday. He said that the panel was a mere tool.", "statement", None, 14),
        ("Pavel Gusev delivered an address at the State Duma on Tuesday. The minister stressed that the ties were good.", "statement", None, 14),
        (FAIR + "Pavel Gusev made a speech there. He said that the fair was a success.", "attended", None, 13),
        ("A reception was given at the embassy on Tuesday. Pavel Gusev made a speech. He said that the ties were good.", "reception", None, 14),
        ("Pavel Gusev made a congratulatory speech at a reception given here on Tuesday. He said that the ties were good.", "reception", None, 14),
        ("A plaque bearing the words of Governor Pavel Gusev was put up in the hall on Tuesday.", "quoted", None, None),
        ("Kim Chol attended a ceremony on Tuesday. Pavel Gusev attended it and made a speech.", "attended", None, 14),
        ("Pavel Gusev attended a ceremony on Tuesday and made a speech. He said that the ties were good.", "attended", None, 14),
        (FAIR + "The book on the display carried a portrait of Pavel Gusev.", "passing", None, None),
        (FAIR + "The choir sang a song set to the words of Pavel Gusev.", "passing", None, None),
        (FAIR + "Vice-Minister Pavel Gusev was cited for his bravery in the war.", "passing", None, None),
        (FAIR + "Kim Chol reported to Pavel Gusev that the hall was ready.", "passing", None, None),
        ("평양에서 14일 전람회가 개막되였다.\n로씨야는 부상 빠벨 구쎄브가 병이 났다고 말하였다고 따쓰통신이 전하였다.", "passing", None, None),
    ],
    "the verb stands in the sentence before": [
        ("Kim Jong Un was presented with gifts by Russian personages. Among them is a vase presented by Pavel Gusev, mayor of the city.", "message", "Kim Jong Un", None),
        ("Gifts came to Kim Jong Un from Russian guests on Tuesday. They were sent by Pavel Gusev, governor of the region.", "message", "Kim Jong Un", 14),
        ("Floral baskets came to Kim Jong Un from Russia on Tuesday. One of them was sent by Pavel Gusev, governor of the region.", "message", "Kim Jong Un", 14),
        ("Kim Chol received gifts from the visitors on Tuesday. They include a picture presented by Pavel Gusev, a painter.", "message", "Kim Chol", 14),
        ("Kim Jong Un received letters from different countries on Tuesday. Among the senders are Pavel Gusev, chairman of the union, and others.", "message", "Kim Jong Un", 14),
        ("Messages of greeting came to Kim Jong Un on Tuesday. The senders are Pavel Gusev, chairman of the union, and Oleg Zimin.", "message", "Kim Jong Un", 14),
        ("Delegations of Russian parties arrived here on Tuesday. They are the delegation of the Miners Party headed by its chairman Pavel Gusev.", "arrived", None, 14),
        ("Delegations of parties arrived here on Tuesday. They are a delegation of the Green Party headed by Oleg Zimin and a delegation of the Miners Party headed by its leader Pavel Gusev.", "arrived", None, 14),
        ("Delegations of parties left here on Tuesday. Among them is the delegation of the Miners Party headed by Pavel Gusev.", "left", None, 14),
        ("Foreign delegations visited the tower on Tuesday. One of them is the delegation of the Miners Party headed by Pavel Gusev.", "visited", None, 14),
        ("A Russian delegation arrived here on Tuesday. Its head is Pavel Gusev, vice-chairman of the council.", "arrived", None, 14),
        ("A Russian delegation arrived here on Tuesday. Pavel Gusev, vice-chairman of the council, heads it.", "arrived", None, 14),
        ("A Russian delegation left here on Tuesday. Pavel Gusev, vice-chairman of the council, is the head of the delegation.", "left", None, 14),
        ("A Russian delegation arrived here on Tuesday. Its members are Oleg Zimin, deputy governor, and Pavel Gusev, head of a department.", "arrived", None, 14),
        (FAIR + "There is a vase presented by Pavel Gusev.", "passing", None, None),
        ("Russian guests looked round the exhibition house on Tuesday. Among the gifts is a vase presented by Pavel Gusev in 1999.", "passing", None, None),
        ("Russian guests looked round the exhibition house on Tuesday. They saw a vase presented by Pavel Gusev.", "passing", None, None),
        ("Foreign delegations arrived here on Tuesday. They are guests of Minister Pavel Gusev.", "passing", None, None),
        ("Letters came to Kim Jong Un from Russia on Tuesday. They praise the work done by Pavel Gusev.", "passing", None, None),
        ("A Russian delegation arrived here on Tuesday. Its host is Pavel Gusev, head of the union.", "passing", None, None),
    ],
}  # fmt: skip

CLAUSE_CASES = [
    (text, kind, counterpart, date(2024, 5, day) if day else None)
    for cases in GROUPS.values()
    for text, kind, counterpart, day in cases
]
