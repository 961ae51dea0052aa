"""Invented news articles of any length and number, the same ones each time: what `benchmarks.growth` measures on.

A statement is a template filled with names, places, numbers and days; each template has two forms, so that a second
outlet says the same thing in other words, at another place, quoted or not, and leaves some of it out. No sentence is
anybody's.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ryabkov_diff.read import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Article

    # Things, and what they are for.
    Field = tuple[Sequence[str], Sequence[str]]

__all__ = ["invent_articles", "invent_pair"]

# Two forms of each statement. In the first the speaker is mostly quoted, in the second mostly reported.
TEMPLATES = (
    ("“We will open {number} {things} in {place} by {month},” {speaker} said.",
     "By {month}, {number} {things} are to open in {place}, according to {speaker}."),
    ("{speaker} said the {adjective} {thing} in {place} had cost {number} million euros.",
     "“The {adjective} {thing} in {place} cost {number} million euros,” said {speaker}."),
    ("“I have spoken with {person} about the {thing}, and we don’t agree on it,” {speaker} added.",
     "{speaker} admitted that talks with {person} on the {thing} had ended without agreement."),
    ("The {thing} of {place} was closed on {day} after {number} complaints.",
     "Following {number} complaints, {place} shut its {thing} on {day}."),
    ("“Nobody in {place} wants a second {thing},” {speaker} told reporters.",
     "{speaker} told reporters that people in {place} do not want another {thing}."),
    ("{person}, who leads the {adjective} {things} of {place}, rejected the plan.",
     "The plan was turned down by {person}, the head of {place}’s {adjective} {things}."),
    ("“The {thing} must be repaired before {month}, or {place} will be cut off,” {speaker} warned.",
     "{speaker} warned that {place} would be isolated unless the {thing} is mended before {month}."),
    ("More than {number} people in {place} have signed a letter about the {adjective} {thing}.",
     "A letter on the {adjective} {thing} has over {number} signatures in {place}."),
    ("“Prices of {things} rose by {percent} per cent in {month},” {speaker} said.",
     "In {month}, {things} became {percent}% more expensive, {speaker} noted."),
    ("{speaker} recalled that {person} had promised {place} a {adjective} {thing} in {year}.",
     "“In {year}, {person} promised {place} a {adjective} {thing},” {speaker} recalled."),
    ("“We have never asked {place} for its {things},” {speaker} stressed.",
     "{speaker} underlined that {place} had not once been asked for its {things}."),
    ("Between {number} and {larger} {things} stand empty in {place}, {speaker} estimated.",
     "{speaker} put the number of unused {things} in {place} at {number} to {larger}."),
    ("The court in {place} fined {person} {number} euros over the {thing} on {day}.",
     "On {day}, {person} was ordered by a court in {place} to pay {number} euros because of the {thing}."),
    ("“It is possible that the {adjective} {thing} will be sold to {place},” {speaker} said.",
     "The {adjective} {thing} may be sold to {place}, {speaker} acknowledged."),
    ("{person} and the council of {place} signed an agreement on {things} on {day}.",
     "An agreement on {things} was concluded on {day} by the council of {place} and {person}."),
    ("“All {things} were checked, and {number} of them failed,” {speaker} said of {place}.",
     "In {place}, {number} {things} did not pass the inspection, {speaker} said."),
    ("Engineers from {place} will build the {thing} within {number} days.",
     "The {thing} will be built in {number} days by engineers who come from {place}."),
    ("“I regret what {person} said about {place},” {speaker} said on {day}.",
     "On {day}, {speaker} expressed regret at the words of {person} about {place}."),
    ("{speaker} called the {adjective} {thing} a burden for {place}.",
     "The {adjective} {thing} is a burden for {place}, in the opinion of {speaker}."),
    ("“Only {number} of the {larger} {things} that {place} ordered have arrived,” {speaker} complained.",
     "{speaker} complained that {place} had received just {number} of {larger} {things} it had ordered."),
)  # fmt: skip

FIRST_NAMES = (
    "Ada Bela Carl Dora Elin Frida Gustav Hanna Igor Jonas Karin Lars Mira Nils Olga Petra Quentin Rosa Stefan "
    "Tilda Ulrik Vera Walter Xenia Yara Zoltan"
).split()
SYLLABLES = "bar bel dor fal gar hol kes lan mer nor pel ros sal tor ulm var wen yor zel kin".split()
LAST_ENDINGS = "ström ova berg ini ander ley mann sson escu ides".split()
PLACE_ENDINGS = "ville ford burg haven stad mouth field wick".split()
# What the speakers of an event speak about: things, and what they are for. Two fields have little in common, as most
# news of an archive have, and they are so many that few events are of one.
FIELDS = tuple(
    (things.split(), matters.split())
    for things, matters in (
        ("hospital ward pharmacy", "nurses patients vaccines surgery antibiotics midwives cancer ambulances"),
        ("school kindergarten classroom", "pupils teachers homework grammar arithmetic exams textbooks truancy"),
        ("orchard vineyard greenhouse", "apples cherries frost tractors beekeeping pesticides harvests cider"),
        ("tram railway depot", "locomotives timetables commuters signalling fares drivers sleepers platforms"),
        ("theatre museum gallery", "actors sculptures premieres costumes operas paintings puppets curators"),
        ("stadium club league", "footballers referees penalties coaches transfers goalkeepers injuries medals"),
        ("reactor turbine dam", "electricity uranium megawatts fuel blackouts coal transformers emissions"),
        ("prison court tribunal", "murderers verdicts lawyers parole burglary juries appeals bail"),
        ("bank fund exchange", "interest inflation mortgages bonds dividends shareholders currencies debt"),
        ("missile treaty garrison", "warheads diplomats ceasefires soldiers sanctions submarines espionage envoys"),
        ("trawler harbour lighthouse", "herring sailors tides nets whales storms lifeboats oysters"),
        ("glacier reserve forest", "wolves hikers wildfires timber reindeer avalanches moss rangers"),
        ("laboratory telescope satellite", "galaxies physicists genes rockets lasers asteroids microbes quarks"),
        ("parliament ballot coalition", "voters ministers pensions budgets referendums lobbyists mayors scandals"),
        ("kitchen brewery bakery", "bread barley recipes butter chefs cheese sausages yeast"),
        ("runway hangar airliner", "pilots turbulence luggage passports jets stewards parachutes radar"),
        ("mosque chapel monastery", "pilgrims bishops hymns sermons relics fasting monks baptisms"),
        ("newsroom printer archive", "journalists headlines libel editors leaks columnists subscribers satire"),
        ("server cable modem", "hackers passwords viruses bandwidth robots chips malware programmers"),
        ("mine quarry smelter", "copper gold miners dynamite ore shafts cobalt lithium"),
        ("loom tannery boutique", "wool silk tailors leather fashion buttons weavers dresses"),
        ("aquarium zoo kennel", "tigers dolphins vets parrots leashes elephants puppies cages"),
        ("bridge tunnel viaduct", "concrete cranes girders cement potholes asphalt lorries tolls"),
        ("mill granary silo", "wheat flour drought fertiliser combines locusts subsidies rice"),
        ("orchestra choir ballroom", "violins sopranos conductors waltzes trumpets encores cellos melodies"),
        ("observatory barometer buoy", "hurricanes rainfall heatwaves floods snowfall lightning tornadoes forecasts"),
        ("checkpoint shelter frontier", "migrants smugglers asylum deportations citizenship interpreters visas quotas"),
        ("cinema studio screen", "directors sequels stuntmen scripts trailers festivals cameras subtitles"),
        ("library bookshop press", "novelists poems translations manuscripts royalties readers sonnets plagiarism"),
        ("chessboard casino lottery", "gamblers jackpots grandmasters dice bluffing roulette pawns wagers"),
        ("cycle velodrome scooter", "helmets doping sprinters pedals brakes climbs punctures cyclists"),
        ("piste rink toboggan", "skiers skaters slalom ice hockey snowboards lifts curling"),
        ("canal sluice reservoir", "barges dredging irrigation algae droughts pumps leaks plumbers"),
        ("landfill incinerator sewer", "plastic recycling rats compost methane batteries bins litter"),
        ("factory foundry warehouse", "strikes overtime welders unions robots wages forklifts layoffs"),
        ("tenement attic condominium", "landlords rents evictions squatters architects mould tenants lodgers"),
        ("pipeline refinery tanker", "gas oil spills barrels embargoes drilling kerosene shale"),
        ("castle tomb excavation", "archaeologists mummies coins pottery looters kings mosaics dinosaurs"),
        ("hotel beach ferry", "tourists cruises souvenirs sunbathers backpackers bookings hostels lagoons"),
        ("crib nursery playground", "babies adoption fathers toys lullabies nannies births toddlers"),
        ("hospice cemetery crematorium", "funerals wills mourners widows coffins ashes graves dementia"),
        ("garage chassis dashboard", "mechanics airbags recalls diesel hybrids tyres mileage crashes"),
        ("distillery vat cellar", "whisky wine grapes corks drunkards hops tastings rum"),
        ("embassy consulate palace", "monarchs ambassadors coronations protocol banquets heirs princes anthems"),
        ("barracks trench bunker", "recruits tanks artillery mines drones snipers veterans conscripts"),
        ("clinic spa gymnasium", "obesity vitamins yoga smokers allergies dentists insomnia diets"),
        ("market stall supermarket", "shoppers discounts vegetables cashiers coupons imports queues counterfeits"),
        ("island reef volcano", "eruptions corals lava earthquakes turtles tsunamis geologists evacuations"),
    )
)
ADJECTIVES = "new old municipal northern flooded unfinished private famous wooden historic disputed regional".split()
MONTHS = "January February March April May June July September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
OUTLETS = "Courier Globe Post Echo Sun Star Herald Tribune Gazette Mirror".split()

# Of the statements of an event, the share that a further outlet leaves out, and of its own that it adds.
LEFT_OUT, OWN = 0.15, 0.1
# The share of statements that a further outlet words anew; the others are as the first one has them.
REWORDED = 0.7
# The share of statements in which a further outlet has another number.
MISTAKEN = 0.05
# Statements that stay together when an outlet tells them in another order.
BLOCK = 8
# After so many statements a long article comes to speak of other people and places.
SAME_PLACES = 40
# After the full name the last one is mostly enough.
LAST_NAME = 0.7
# Of its field, what is spoken of on an event.
THINGS_OF_EVENT, MATTERS_OF_EVENT = 2, 4
# Statements in a paragraph at most.
PARAGRAPH = 3
# Statements in an article of many, at least and at most; and the outlets that report an event.
SHORTEST, LONGEST = 12, 30
OUTLETS_OF_EVENT = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """What a statement says.

    Attributes:
        template: Index into `TEMPLATES`.
        slots: What fills it, by name.
    """

    template: int
    slots: Mapping[str, str]

    def worded(self, form: int) -> str:
        """Return the sentence in one of its two forms."""
        return TEMPLATES[self.template][form].format_map(self.slots)

    def mistaken(self, chance: random.Random) -> Fact:
        """Return the fact with another number."""
        return Fact(self.template, {**self.slots, "number": str(chance.randint(2, 999))})


@dataclass(frozen=True, slots=True)
class Event:
    """An occasion on which somebody speaks.

    Attributes:
        speaker: Who speaks.
        field: About what; a part of one of `FIELDS`.
        day: Of the publications.
        facts: What is said, in order.
    """

    speaker: str
    field: Field
    day: dt.date
    facts: tuple[Fact, ...]

    @classmethod
    def invent(cls, statements: int, chance: random.Random) -> Event:
        """Invent an event with so many statements."""
        speaker, people = _person(chance), [_person(chance) for _ in range(4)]
        things, matters = chance.choice(FIELDS)
        # Two events of one field are mostly about other things.
        field = chance.sample(things, THINGS_OF_EVENT), chance.sample(matters, MATTERS_OF_EVENT)
        places = [_place(chance) for _ in range(6)]
        facts = []
        for number in range(statements):
            if number % SAME_PLACES == SAME_PLACES - 1:
                people, places = [_person(chance) for _ in people], [_place(chance) for _ in places]
            facts.append(_fact(speaker, people, places, field, chance))
        return cls(speaker, field, dt.date(2024, 1, 1) + dt.timedelta(days=chance.randrange(700)), tuple(facts))

    def article(self, outlet: str, chance: random.Random, *, first: bool) -> Article:
        """Write what an outlet reports of the event: all of it in the first form, or as a further outlet does."""
        lines = [fact.worded(0) for fact in self.facts] if first else list(self._retold(chance))
        headline = f"{self.speaker} speaks about the {self.facts[0].slots['thing']} of {self.facts[0].slots['place']}"
        head = f"{headline}\n\n{self.day:%B} {self.day.day}, {self.day.year}"
        return read_text("\n\n".join((head, *_paragraphs(lines, chance))), label=outlet)

    def _retold(self, chance: random.Random) -> Iterator[str]:
        blocks = [self.facts[start : start + BLOCK] for start in range(0, len(self.facts), BLOCK)]
        chance.shuffle(blocks)
        for block in blocks:
            for fact in block:
                if chance.random() < LEFT_OUT:
                    continue
                told = fact.mistaken(chance) if chance.random() < MISTAKEN else fact
                yield told.worded(int(chance.random() < REWORDED))
                if chance.random() < OWN:
                    yield _fact(self.speaker, [_person(chance)], [_place(chance)], self.field, chance).worded(
                        chance.randrange(2)
                    )


def invent_pair(statements: int, seed: int = 0) -> tuple[Article, Article]:
    """Invent two articles on one event, the first with so many statements; the second retells them in another order."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    event = Event.invent(statements, chance)
    return event.article(OUTLETS[0], chance, first=True), event.article(OUTLETS[1], chance, first=False)


def invent_articles(count: int, seed: int = 0) -> list[Article]:
    """Invent so many articles, five on each event, not in the order of the events."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    articles: list[Article] = []
    while len(articles) < count:
        event = Event.invent(chance.randint(SHORTEST, LONGEST), chance)
        outlets = chance.sample(OUTLETS, OUTLETS_OF_EVENT)
        number = len(articles) // OUTLETS_OF_EVENT
        articles += (
            event.article(f"{outlet} {number}", chance, first=place == 0) for place, outlet in enumerate(outlets)
        )
    del articles[count:]
    chance.shuffle(articles)
    return articles


def _fact(speaker: str, people: Sequence[str], places: Sequence[str], field: Field, chance: random.Random) -> Fact:
    """Invent a fact about people, places and things."""
    things, matters = field
    thing, what_for = chance.choice(things), " and ".join(chance.sample(matters, 2))
    number = chance.randint(2, 999)
    slots = {
        "speaker": speaker.rsplit(maxsplit=1)[-1] if chance.random() < LAST_NAME else speaker,
        "person": chance.choice(people),
        "place": chance.choice(places),
        "thing": f"{thing} for {what_for}",
        "things": f"{thing[:-1]}ies for {what_for}" if thing.endswith("y") else f"{thing}s for {what_for}",
        "adjective": chance.choice(ADJECTIVES),
        "number": str(number),
        "larger": str(number + chance.randint(1, 500)),
        "percent": f"{chance.randint(1, 40)}.{chance.randint(1, 9)}",
        "year": str(chance.randint(1990, 2022)),
        "month": chance.choice(MONTHS),
        "day": chance.choice(WEEKDAYS),
    }
    return Fact(chance.randrange(len(TEMPLATES)), slots)


def _person(chance: random.Random) -> str:
    return f"{chance.choice(FIRST_NAMES)} {''.join(chance.sample(SYLLABLES, 2)).title()}{chance.choice(LAST_ENDINGS)}"


def _place(chance: random.Random) -> str:
    return f"{''.join(chance.sample(SYLLABLES, 2)).title()}{chance.choice(PLACE_ENDINGS)}"


def _paragraphs(lines: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Yield paragraphs of one to a few statements."""
    start = 0
    while start < len(lines):
        end = start + chance.randint(1, PARAGRAPH)
        yield " ".join(lines[start:end])
        start = end
