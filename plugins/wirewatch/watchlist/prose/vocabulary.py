"""The words of titles, institutions and sentences that tell what stands beside a surname.

Gathered from the ways state media bring people in ("T N", "N, T,"); all in lower case, one word each.
"""

from __future__ import annotations

import re

from wirewatch.text.fold import fold


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


COURTESY = words_of(
    "comrade mr mrs ms dr sir his her excellency respected esteemed honourable dear marshal general admiral colonel lieutenant major"
)

# Words that name an office by themselves.
HEADS = words_of(
    "president premier minister ambassador governor chairman chairwoman chairperson speaker secretary director"
    " mayor aide assistant adviser advisor envoy representative commander chief head leader prosecutor commissioner"
    " consul charge chargé counsellor counselor counselors attache attaché d'affaires d’affaires"
    " deputy member senator spokesman spokeswoman spokesperson rector curator ombudsman ombudswoman inspector auditor"
    " commandant chair boss patriarch metropolitan"
)

# Offices many hold, so that they do not tell which man of that surname is meant.
JUNIOR = words_of(
    "counsellor counselor counselors attache attaché consul curator rector professor doctor director-general singer"
    " conductor composer pianist dancer artist actor actress soloist writer poet journalist correspondent reporter"
    " editor teacher student coach player athlete wrestler worker driver pilot cosmonaut painter sculptor musician violinist"
    " choreographer ballerina scientist scholar historian physicist mathematician academician researcher expert analyst engineer"
    " lawyer businessman businesswoman entrepreneur farmer novelist playwright columnist publicist politician citizen tourist"
    " soldier sailor veteran interpreter translator photographer champion gymnast skater boxer swimmer trainer referee priest"
    " archpriest bishop archbishop captain manager dean founder fellow lecturer"
)

DIPLOMATS = words_of("counsellor counselor counselors attache attaché consul embassy consulate")

MILITARY_RANKS = words_of("general marshal admiral colonel lieutenant major captain")
OFFICES = HEADS | JUNIOR | MILITARY_RANKS

# Offices of several people: "N and N, secretaries of the Central Committee".
SEVERAL = words_of("secretaries ministers chairmen deputies members directors heads governors ambassadors advisers aides")

RANKS = words_of("deputy vice prime")

# What may stand inside a title beside its head.
DOMAIN = words_of(
    "foreign affairs defence defense interior internal external transport railways railway health energy trade"
    " industry economy economic development culture sport sports education science sciences technology agriculture"
    " finance justice natural resources resource ecology emergency emergencies situation situations security council"
    " federation federal federative state duma assembly parliament upper lower house presidential administration"
    " press service intelligence prosecutor office center centre studies research far east arctic region regional territory territorial maritime"
    " primorye amur khabarovsk vladivostok moscow kremlin government cabinet policy ministry committee commission"
    " department party united party's central bureau asian international cooperation communist liberal democratic"
    " republic side intergovernmental governmental inter group friendship parliamentary armed forces general staff"
    " military district digital communications mass media construction embassy consulate housing utilities labour labor social"
    " protection supreme court national guard agency agencies chamber accounts audit customs tax treasury bank monetary budget space"
    " corporation company companies holding rosatom roscosmos roskosmos gazprom rosneft rostec rosoboronexport sberbank"
    " rossotrudnichestvo nuclear atomic oil gas fuel coal mining forestry fishery fisheries fishing food water maritime marine sea air"
    " aviation aerospace navy naval army ground land forces fleet pacific northern baltic black western eastern southern command"
    " corps troops missile missiles strategic rocket airborne border guards investigative investigation financial monitoring"
    " supervision consumer rights veterinary phytosanitary medical medicine public people human welfare family tourism youth children"
    " women veterans information television radio broadcasting tass interfax news newspaper pravda collective treaty organization"
    " organisation eurasian union commonwealth fair fatherland patriots rodina faction movement association society board directors"
    " presidium directorate section orthodox church patriarchate diocese synod university institute academy theatre theater bolshoi"
    " mariinsky ensemble orchestra choir ballet circus opera dance film club museum library school olympic football judo hockey"
    " law making legislative legislature city municipal municipality provincial province oblast krai okrug district autonomous"
    " chechen siberian siberia urals ural volga caucasus north south west ethnic nationalities relations religious"
    " migration citizenship antimonopoly archives statistics standardization patent property land road roads highway"
    " merchant chambers commerce entrepreneurs industrialists investment investments innovation innovations civil"
    " industrial complex technical secretariat election elections electoral area shipbuilding aircraft anti corruption crime"
    " northwestern northeastern southeastern southwestern northern electric power grid renewable environmental environment ecological"
    " geology subsoil registration cartography penitentiary bailiff drug drugs narcotics control hydrometeorology"
    " hydrometeorological weather regulation metrology insurance pension social special protective counterintelligence"
    " peacekeeping engineering logistics rear paratroopers paratroop radiation chemical biological joint operational main"
    " physical export exports import weapons arms design production manufacturing light heavy machine building"
    " planning strategy strategic initiatives projects program programs analysis protocol archive legal law legislation"
    " constitutional constitution rules local self civic ombudsman religions elders congress sessions session plenary convocation"
    " chancellery chairmanship rural urban cooperation relations ties"
    " world european african arab islamic socialist revolutionary kingdom emirates peninsula higher taxation fund surveillance disaster relief political nations direct officer force journalists middle delegation itar"
    " representation mission trade diplomatic academy courier express railroad post postal communication"
)
# What the name of a state's body ends in, whatever stands before it: "Presidential Property Management Department".
BODIES = words_of(
    "department directorate ministry committee commission council administration agency service office bureau inspectorate"
    " corporation company board chamber authority union party federation"
)
# Bodies that are no state's: their heads share common surnames, so that only a full name tells who is meant.
PRIVATE = words_of(
    "association society club ensemble orchestra choir theatre theater circus ballet opera team university institute academy college"
    " school museum library newspaper church diocese veterans foundation football judo hockey film dance"
)
# Offices a state has one of, or few; whoever is called so without a country is a country's.
STATE_OFFICES = words_of("president premier prime minister speaker")
QUALIFIERS = words_of(
    "first second third senior acting former then special ad interim extraordinary plenipotentiary concurrently new"
    " outgoing incoming visiting honorary permanent executive newly appointed co plenary"
)
CONNECTORS = words_of("of the and for to in s a an")

INSTITUTIONS = words_of(
    "ensemble choir orchestra theatre theater conservatory conservatoire museum gallery library university"
    " institute academy college school lyceum hospital clinic street avenue square boulevard embankment park bridge"
    " station stadium airport port plant factory shipyard works mine foundation fund centre center prize award medal"
    " order cup branch division regiment brigade ship cruiser destroyer frigate icebreaker monument memorial tower"
    " farm bank company cosmodrome shipyards works complex combine observatory planetarium stadium theatre palace hall club camp"
    " scholarship grant readings lecture tournament games championship glacier island cape strait peak street lane metro depot mill"
    " locomotive submarine corvette tanker icebreaker trawler yacht stamp statue bust district village town secondary kindergarten"
    " laboratory bureau planetarium sanatorium circus philharmonic archive reserve airfield"
)
# A run of capitals may stand between the name and these ("Alexandrov Academic Ensemble").
FAR_INSTITUTIONS = words_of(
    "ensemble choir orchestra theatre theater conservatory conservatoire museum university institute academy college school plant"
    " factory works shipyard cosmodrome airport library hospital clinic gallery prize award medal center centre stadium park"
    " observatory laboratory philharmonic scholarship foundation combine company"
)
# What may stand between the name and the institution in a headline, where verbs have capitals too.
INSTITUTION_KINDS = words_of(
    "academic state aviation aircraft art arts music musical military naval secondary memorial house song dance cosmonaut training"
    " machine building shipbuilding engineering literary drama central national international medical pedagogical technical"
    " polytechnic economic agricultural film symphony scientific research children sports chess space"
)

# Capitals that begin no name and stand in none, beside those of titles and institutions: "Salvation Front", "Lt. Gen.".
ORGANISATIONS = words_of(
    "association party union front league society club congress organization organisation forum movement alliance church"
    " presidium bureau commission army navy workers people youth women revolution idea news agency palace hall hotel airport"
    " st lt gen col maj no mt co ltd inc corp"
)

# Capitalised by their place or by custom, never a given name.
ORDINARY = words_of(
    "then but and or so yet when while whereas as in on at to for from with without by after before since until"
    " till during upon over under between among amid against about through earlier later today yesterday tomorrow"
    " tonight now meanwhile also thus that this these those the a an if because both here there moreover besides"
    " however therefore hence only even still again once finally recently not did does do is was were are has had"
    " have will would can could may might shall should must what why how who whom whose which where it he she they"
    " we i you his her its their our my all each every some any many more most other another such both either"
    " neither nor than like said says told congratulated met meets monday tuesday wednesday thursday friday saturday"
    " sunday january february march april may june july august september october november december jan feb mar apr"
    " jun jul aug sep sept oct nov dec"
)

GIVEN_NAMES = frozenset(
    fold(name)
    for name in words_of(
        "Alexander Alexei Albert Alla Anatoly Andrei Anna Anton Arkady Artem Artur Arseny Aslan Boris Bogdan Konstantin"
        " Daniil Daria David Denis Dmitri Diana Eduard Ekaterina Elena Elvira Emil Fedor Filipp Fyodor Gavriil Gennady"
        " Georgy Gleb Galina Grigory German Igor Ilya Ilia Inna Irina Iosif Ivan Kazbek Kirill Ksenia Larisa Lev Leonid"
        " Lidia Lyubov Lyudmila Magomed Maksim Marat Maria Marina Mark Matvei Mikhail Nadezhda Natalia Nikita Nikolai"
        " Nina Oksana Oleg Olga Pavel Petr Polina Ramzan Rashid Raisa Rinat Robert Roman Rostislav Rustam Ruslan Semyon"
        " Sergei Sofia Stanislav Stepan Svetlana Tamara Tatiana Timofei Timur Vadim Valentin Valentina Valery Valeria"
        " Varvara Vasily Vera Veniamin Veronika Viktor Viktoria Vitaly Vladimir Vladislav Volodymyr Vsevolod Vyacheslav"
        " Yakov Yaroslav Yekaterina Yevgeny Yegor Yefim Yuri Yulia Zinaida Zoya Zakhar"
    )
)

# Spellings of one given name that no rule of the fold makes equal.
_SAME_GIVEN = (
    "dmitri dimitri",
    "mikhail michail michael mikhael",
    "nikolai nicolai nikolay nicholas nikolas",
    "konstantin constantine",
    "pavel paul",
    "evgeni eugene evgen",
    "alexei alexis aleksej",
    "georgi george",
    "iosif joseph josef",
    "filipp philip philipp",
    "ekaterina catherine katerina",
    "elena helen helena",
    "sofia sophia",
    "ilya elijah ilia",
    "semyon simon semen",
    "matvei matthew matvey",
    "valentina valentyna",
    "tatiana tatyana tatjana",
    "natalia nataliya natalya nathalie",
    "yakov jakov iakov",
    "yuri juri",
    "yulia julia",
    "daniil danil daniel",
    "leonid leonide",
    "arseni arsenii arsen",
    "artyom artem",
    "maria mariya marija",
    "lyubov lubov",
    "lyudmila ludmila",
    "ksenia xenia kseniya",
    "vladimir wladimir",
    "kirill cyril",
    "fyodor fedor feodor theodore",
    "vyacheslav viacheslav",
)
_SAME_GIVEN_IN = {
    "by": (
        "alexander aliaksandr alyaksandr",
        "sergei siarhei syarhei",
        "dmitri dzmitry",
        "nikolai mikalai",
        "vladimir uladzimir",
        "viktor viktar",
        "yuri yury iury",
        "natalia natallia natallya",
        "maxim maksim",
        "oleg aleh",
        "alexei aliaksei alyaksei",
        "igor ihar",
        "konstantin kanstantsin",
        "roman raman",
        "anatoly anatol",
    ),
    "ua": (
        "alexander oleksandr",
        "sergei serhii serhiy",
        "dmitri dmytro",
        "nikolai mykola",
        "vladimir volodymyr",
        "alexei oleksii oleksiy",
        "mikhail mykhailo",
        "pavel pavlo",
        "petr petro",
        "igor ihor",
        "oleg oleh",
        "evgeni yevhen yevhenii",
        "kirill kyrylo",
        "vasily vasyl",
        "grigory hryhorii",
        "andrei andrii andriy",
    ),
}


def _groups(table: tuple[str, ...]) -> dict[str, frozenset[str]]:
    groups = [frozenset(fold(name) for name in row.split()) for row in table]
    return {name: group for group in groups for name in group}


_GIVENS_LIKE = _groups(_SAME_GIVEN)
_GIVENS_LIKE_IN = {country: _groups(table) for country, table in _SAME_GIVEN_IN.items()}


def givens_like(given: str, country: str | None) -> frozenset[str]:
    """Return the folded spellings of a folded given name, itself among them, as people of the country (ISO code) write it."""
    here = _GIVENS_LIKE_IN.get((country or "").lower(), {}).get(given, frozenset({given}))
    return frozenset(like for name in here for like in _GIVENS_LIKE.get(name, frozenset({name})))


KOREAN_SURNAMES = words_of(
    "kim pak park ri lee yi rhee choe choi jo cho han jong jung chung kang yun yoon jang chang im lim o oh so seo"
    " sin shin kwon hwang an ahn song ryu yu yoo hong jon jeon ko koh mun moon yang son pae bae paek baek ho heo nam"
    " sim shim ro no roh ha kwak song cha ju joo u woo ku koo min thae tae kil pang bang hyon ma ryang ryo ryom om"
    " to won jin ji ra kye kung"
)

CHINESE_SURNAMES = words_of(
    "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie tang feng yu dong"
    " xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang"
    " shi yao tan liao zou xiong jin hao bai cui kang mao qiu qin gu hou shao meng long wan duan qian yin yi chang qiao lai gong"
    " wen xi hua qi"
)


# What the most common surnames are made of besides given names: trades, beasts, looks, old forms of names.
_SURNAME_STEMS = frozenset(
    fold(stem)
    for stem in words_of(
        "aksyon andre anis bab bak balaban balash bals baran barin barsuk bas bel beliak beresn bersh bes biryuk blin bobr"
        " bodr bog bolot bond bor borod bud bul bulat bulg bur burl butor byk chaik chern chernysh chist chub danil dav"
        " dem diak dol dolg doronin dor dub dud dyak efrem erm erof ershk evdokim evs fad fed fil filat fim firs fok frol"
        " gal gavril ger gerasim glad gladk glush gol golub gor gorb gorbach gord gorsh gra grach grib grish grom gromyk gub"
        " gul gur gus ign isa ivash kab kalach kalash kalin kalm kalug kap kar karas kas kash kaz kazak kir kirs kis kisel"
        " klim klyu kob kobz kol koles kolos kom komar kond kor korn korol korot kos kosh kost kot kov koval krav krug kruch"
        " kruk krut krutik kryl kryuk kub kuch kud kudr kukl kuksh kul kulak kulik kur kus kut kuz kuzmich kuznets lap lapt"
        " lar lasht laz laptev leb lebed len leskov likh lis lob log lom lop luk luzh lyk lys makar maks mal malk malt malysh"
        " mam man mar mark mart mas masl mash mat melnik mend mil milyuk min mish moch mois mol morg moroz mos mukh mur myas"
        " nau naz nech nekras nest nik niki nikif nos novik obraz orl osip ostrov ovch ovchinnik pan panf pank pak paramon par"
        " part pas past pest petr petukh pich plat plotnik pol poly ponomar pop por pot prokh prokof pron prot pug pugach push"
        " rad raz rod rodi rog rom rub rubts rud rum rus rusak ryb rybak ryk ryzh sal sam saz sel seliv semen sen seregin ser"
        " shar shch shcherb shesh shest shev shil shir shish shub shul sil sim sit siz skvorts smirn sob sobol sokol sol solov"
        " sor sorok sots spir star stark strel stroy sukh surk sur sus suv syr tar taras ter terent tereh tikh tikhomir tikhon"
        " tim timof tit tkach tok tolm trof troshk tsvet tuman tur tyur uglov ul ush ust uvar vak val vas vavil ver veresh"
        " versh ves vesel vil vinograd vinokur vlas vlad vol volg volk vor vorob voron voronts yak yash yud yur zab zah zaits"
        " zakh zhar zhd zhdan zhigal zhil zhuk zhuravl zim zin zlob zol zor zot zub zuy zver zyk"
    )
)
_DENTAL_AND_R = re.compile(r"(?<=[dt])r$")
_SURNAME_SUFFIX = re.compile(r"(?:[oe]v|in|[oe]vski|inski|enko|chuk)$")


def is_ordinary_surname(word: str) -> bool:
    """Tell whether many people bear the surname: one made of a given name (Borisov, Antonov) or of a common stem (Volkov)."""
    stem = _SURNAME_SUFFIX.sub("", fold(word))
    given = _DENTAL_AND_R.sub(
        "er", stem
    )  # the fold takes the e from a given name that ends so, and a surname made of it may lack it too
    made = given in GIVEN_NAMES or any(stem + end in GIVEN_NAMES for end in ("", "i", "a", "ei"))
    return stem != fold(word) and (stem in _SURNAME_STEMS or made)


def is_patronymic(word: str) -> bool:
    """Tell whether a word looks like a patronymic: Viktorovich, Ilyich, Ivanovna, Ilyinichna."""
    return len(word) > 5 and fold(word).endswith(("vich", "ich", "vna", "chna"))
