"""Rows of our own in the shapes of the lists others publish; nobody in them exists."""

SIMPLE = """"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","dataset","first_seen","last_seen"
"NK-1","Person","Timofei Berezkin","T. Berezkin;БЕРЁЗКИН, Тимофей Ильич;Berezkin Timofei;Тимофей;""Timofey; the elder"";ティモフェイ・ベレズキン;ทิโมเฟย์","1960-01-02","ru;suhh;ua-cri","","","","","","x","2022-01-01","2026-08-20"
"NK-2","Organization","Orchard Bank","","","ru","","","","","","x","2022-01-01","2026-08-20"
"NK-3","Vessel","Sad","","","","","","","","","x","2022-01-01","2026-08-20"
"NK-4","Person","Klyonova","","","ru","","","","","","x","2022-01-01","2026-08-20"
"NK-5","Person","Antanas Klevas","","","lt","","","","","","x","2022-01-01","2026-08-20"
"""

FTM = """{"id": "oc-1", "caption": "x", "schema": "Occupancy", "properties": {"holder": ["p-1"], "post": ["pos-1"], "startDate": ["2019-03-04"], "endDate": ["2024-05-14"]}}
{"id": "p-1", "caption": "Varvara Yagodina", "schema": "Person", "properties": {"name": ["Ягодина Варвара Олеговна", "Varvara Yagodina"], "alias": ["YAGODINA Varvara Olegovna"], "weakAlias": ["Varya", "V. Yagodina"], "country": ["ru"], "position": ["Deputy Minister of Orchards"], "topics": ["role.pep"]}, "target": true}
{"id": "oc-2", "caption": "x", "schema": "Occupancy", "properties": {"holder": ["p-1"], "post": ["pos-2"], "startDate": ["2024"]}}
{"id": "pos-1", "caption": "x", "schema": "Position", "properties": {"name": ["Deputy Minister of Orchards"], "country": ["ru"]}}
{"id": "pos-2", "caption": "x", "schema": "Position", "properties": {"name": ["Minister of Orchards"]}}
{"id": "c-1", "caption": "Orchard Bank", "schema": "Company", "properties": {"name": ["Orchard Bank"]}}
"""

SDN = """1001,"BERYOZKIN, Timofei Ilyich","individual","UKRAINE-EO13661] [RUSSIA-EO14024","Minister of Orchards; Chairman of the Pear Committee",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 02 Jan 1960; nationality Russia; Gender Male."
1002,"ORCHARD BANK",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Website www.orchard.example."
1003,"SAD","vessel","RUSSIA-EO14024",-0- ,"XYZ1",Tanker,-0- ,-0- ,Russia,-0- ,"IMO 1."
1004,"KIM, Pae Na Mu","individual","DPRK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970; nationality Korea, North."
\x1a
"""
ALT = """1001,1,"aka","BEREZKIN, Timofey",-0-
1001,2,"aka","BEREZKIN, T.I.",-0-
1002,3,"aka","ORCHARD",-0-
"""

ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://lists.example/ADVANCED_XML">
  <DateOfIssue CalendarTypeID="1"><Year>2026</Year></DateOfIssue>
  <ReferenceValueSets>
    <CountryValues><Country ID="11" ISO2="RU">Russia</Country></CountryValues>
    <FeatureTypeValues><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="26">Title</FeatureType></FeatureTypeValues>
    <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
      <NamePartType ID="1522">Middle Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
    <PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType></PartySubTypeValues>
    <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
  </ReferenceValueSets>
  <Locations><Location ID="77"><LocationCountry CountryID="11" CountryRelevanceID="1"/></Location></Locations>
  <DistinctParties>
    <DistinctParty FixedRef="1"><Profile ID="1" PartySubTypeID="4"><Identity ID="1" Primary="true">
      <Alias AliasTypeID="1400" Primary="false" LowQuality="false"><DocumentedName ID="2">
        <DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="220">Берёзкин</NamePartValue></DocumentedNamePart>
        <DocumentedNamePart><NamePartValue NamePartGroupID="2" ScriptID="220">Тимофей</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1">
        <DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215">BERYOZKIN</NamePartValue></DocumentedNamePart>
        <DocumentedNamePart><NamePartValue NamePartGroupID="2" ScriptID="215">Timofei</NamePartValue></DocumentedNamePart>
        <DocumentedNamePart><NamePartValue NamePartGroupID="3" ScriptID="215">Ilyich</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <NamePartGroups>
        <MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520"/></MasterNamePartGroup>
        <MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1521"/></MasterNamePartGroup>
        <MasterNamePartGroup><NamePartGroup ID="3" NamePartTypeID="1522"/></MasterNamePartGroup></NamePartGroups></Identity>
      <Feature ID="5" FeatureTypeID="10"><FeatureVersion ID="5"><VersionLocation LocationID="77"/></FeatureVersion></Feature>
      <Feature ID="6" FeatureTypeID="26"><FeatureVersion ID="6"><VersionDetail DetailTypeID="1432">Minister of Orchards</VersionDetail></FeatureVersion></Feature>
    </Profile></DistinctParty>
    <DistinctParty FixedRef="2"><Profile ID="2" PartySubTypeID="3"><Identity ID="2" Primary="true"/></Profile></DistinctParty>
  </DistinctParties>
</Sanctions>
"""

UK_XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations>
  <DateGenerated>2026-08-20</DateGenerated>
  <Designation><UniqueID>RUS9001</UniqueID><OFSIGroupID>1</OFSIGroupID>
    <Names><Name><Name6>Berezkin</Name6><Name1>Timofey</Name1><NameType>Alias</NameType></Name>
      <Name><Name6>BERYOZKIN</Name6><Name1>Timofei</Name1><Name2>Ilyich</Name2><NameType>Primary Name</NameType></Name></Names>
    <NonLatinNames><NonLatinName><NameNonLatinScript>Тимофей Ильич Берёзкин</NameNonLatinScript></NonLatinName></NonLatinNames>
    <IndividualEntityShip>Individual</IndividualEntityShip>
    <IndividualDetails><Individual><Nationalities><Nationality>Russia</Nationality></Nationalities>
      <Positions><Position>(1) Minister of Orchards (2) Member of the Pear Committee</Position></Positions></Individual></IndividualDetails>
  </Designation>
  <Designation><UniqueID>RUS9002</UniqueID><Names><Name><Name6>Orchard Bank</Name6><NameType>Primary Name</NameType></Name></Names>
    <IndividualEntityShip>Entity</IndividualEntityShip></Designation>
</Designations>
"""

UK_CSV = """Last Updated,20/08/2026,,,,,,,,,,,
Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Nationality,Position,Group Type,Alias Type,Group ID
BERYOZKIN,Timofei,Ilyich,,,,,Тимофей Ильич Берёзкин,Russia,(1) Minister of Orchards (2) Member of the Pear Committee,Individual,Primary name,9001
BEREZKIN,Timofey,,,,,,,,,Individual,AKA,9001
ORCHARD BANK,,,,,,,,,,Entity,Primary name,9002
"""

EU = """\ufefffileGenerationDate;Entity_LogicalId;Entity_SubjectType;Entity_SubjectType_ClassificationCode;NameAlias_LastName;NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName;NameAlias_Function;Citizenship_CountryIso2Code
20/08/2026;1;P;person;Beryozkin;Timofei;Ilyich;Timofei Ilyich Beryozkin;Minister of Orchards;
20/08/2026;1;P;person;;;;Тимофей Ильич БЕРЁЗКИН;;
20/08/2026;1;P;person;;;;;;RU
20/08/2026;2;E;enterprise;;;;Orchard Bank;;
"""

WIKIDATA = """{"head": {"vars": ["item", "itemLabel", "itemAltLabel", "label_ru", "label_ko", "officeLabel", "start", "end"]},
 "results": {"bindings": [
  {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"}, "itemLabel": {"xml:lang": "en", "type": "literal", "value": "Timofei Beryozkin"},
   "label_ru": {"xml:lang": "ru", "type": "literal", "value": "Берёзкин, Тимофей Ильич"}, "label_ko": {"xml:lang": "ko", "type": "literal", "value": "티모페이 베료즈킨"},
   "officeLabel": {"xml:lang": "en", "type": "literal", "value": "Minister of Orchards"}, "start": {"type": "literal", "value": "2019-03-04T00:00:00Z"}},
  {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"}, "itemLabel": {"xml:lang": "en", "type": "literal", "value": "Timofei Beryozkin"},
   "itemAltLabel": {"xml:lang": "en", "type": "literal", "value": "Timofei Ilyich Beryozkin"},
   "officeLabel": {"xml:lang": "en", "type": "literal", "value": "Pear Commissioner"}, "start": {"type": "literal", "value": "2012-01-01T00:00:00Z"}}
 ]}}
"""

# What each file is called, what stands beside it, and what it should be taken for.
ALL = {
    "opensanctions-csv": ("targets.simple.csv", SIMPLE),
    "ftm": ("entities.ftm.json", FTM),
    "ofac-csv": ("sdn.csv", SDN),
    "ofac-xml": ("sdn_advanced.xml", ADVANCED),
    "uk-xml": ("uk.xml", UK_XML),
    "uk-csv": ("ConList.csv", UK_CSV),
    "eu-csv": ("eu.csv", EU),
    "wikidata": ("query.json", WIKIDATA),
}
