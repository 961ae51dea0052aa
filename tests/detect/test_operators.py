"""The kinds `negation`, `contradiction`, `modality` and `quantifier`, through `compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryabkov_diff import compare, read_text
from ryabkov_diff.detect.operators import OperatorDetector

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison, Finding

KINDS = set(OperatorDetector.kinds)


def compared(*texts: str) -> Comparison:
    return compare([read_text(text, label=f"Outlet {k}") for k, text in enumerate(texts)], same_event=True)


def findings(*texts: str) -> list[Finding]:
    """Compare articles on one event; return what the four kinds say."""
    return [finding for finding in compared(*texts).findings if finding.kind in KINDS]


def texts(finding: Finding) -> tuple[str | None, ...]:
    return tuple(reading.text for reading in finding.readings)


NEGATED = [
    (
        "We closed the pool because of the frost, not because of money, she said.",
        "We closed the pool because of the frost and because of money, she said.",
    ),
    ("The prize is for adults, not children, the jury said.", "The prize is for adults and children, the jury said."),
    ("The union wants shorter hours instead of higher pay.", "The union wants shorter hours and higher pay."),
    ("The money comes from donors, not from the state.", "The money comes from donors as well as from the state."),
    (
        "“He did not act out of need but out of vanity,” the judge said.",
        "“He did not act out of vanity but out of need,” the judge said.",
    ),
    (
        "We closed the pool because of the frost, not because of money, she said.",
        "We closed the pool because of money, not because of the frost, she said.",
    ),
    ("The manager decided to sell the brewery.", "The manager decided against selling the brewery."),
    ("Residents were advised to drink tap water.", "Residents were advised against drinking tap water."),
    ("The files were encrypted, but not copied.", "The files were not encrypted, but copied."),
    (
        "It is not impossible to save the reef, the biologist said.",
        "It is impossible to save the reef, the biologist said.",
    ),
    ("The harbour was closed to ferries during the storm.", "The harbour was not closed to ferries during the storm."),
    ("The goalkeeper trained with the team on Friday.", "The goalkeeper didn’t train with the team on Friday."),
    ("The jury reached a verdict before noon.", "The jury failed to reach a verdict before noon."),
    ("The board will publish the audit this week.", "The board refused to publish the audit this week."),
    ("Rescuers found survivors in the mine.", "Rescuers found no survivors in the mine."),
    ("The director has seen the final cut.", "The director has never seen the final cut."),
    ("The plant can operate with the new permit.", "The plant can operate without the new permit."),
    ("The mayor is able to attend the opening.", "The mayor is unable to attend the opening."),
    (
        "A rescue of the bank is possible, the regulator said.",
        "A rescue of the bank is impossible, the regulator said.",
    ),
    (
        "The vaccine protects children against the new strain.",
        "The vaccine does not protect children against the new strain.",
    ),
    ("“We have received the documents,” the lawyer said.", "“We have not received the documents,” the lawyer said."),
    (
        "The airline plans to cut jobs in the spring, its chief executive said.",
        "The airline has no plans to cut jobs in the spring, its chief executive said.",
    ),
    ("Snow is expected in the valleys on Sunday.", "No snow is expected in the valleys on Sunday."),
    ("Nobody was hurt when the crane collapsed.", "A worker was hurt when the crane collapsed."),
    (
        "The union will accept the offer, its leader told reporters.",
        "The union will not accept the offer, its leader told reporters.",
    ),
    (
        "The drug is approved in Canada but has side effects, the agency warned on Monday.",
        "The drug is not approved in Canada and has side effects, the agency warned on Monday.",
    ),
    (
        "“I regret the decision,” the striker told the newspaper.",
        "“I don’t regret the decision,” the forward told the paper.",
    ),
    ("Police said the driver had been drinking.", "Police said the driver had not been drinking."),
    ("The committee was informed of the leak.", "The committee was never informed about the leak."),
    ("The city has enough money for a new hospital.", "The town does not have enough money for a new hospital."),
    ("The law applies to foreign workers.", "The law doesn't apply to workers from abroad."),
    ("Her answer was convincing.", "Her answer was unconvincing."),
    ("The decision is reversible, the judge stressed.", "The decision is irreversible, the judge stressed."),
    ("The prosecutor has evidence against the banker.", "The prosecutor has no evidence against the banker."),
    ("Turkish officials took part in the summit.", "Turkish officials did not take part in the summit."),
    ("We can rule out sabotage, the engineer said.", "We cannot rule out sabotage, the engineer said."),
    ("The orchestra will play without its conductor.", "The orchestra will play with its conductor."),
    (
        "The central bank saw no need for intervention, while the finance ministry declined to comment on Tuesday.",
        "The central bank saw a need for intervention, while the finance ministry would not comment on Tuesday.",
    ),
    (
        "Asked about the leak, the spokeswoman said the files had been encrypted and that customers were affected.",
        "Asked about the leak, the spokesperson said the files had not been encrypted and customers were affected.",
    ),
    (
        "The defending champion, who has won here three times, will compete in Lyon because of a knee injury.",
        "The defending champion, a three-time winner here, will not compete in Lyon due to a knee injury.",
    ),
    (
        "“There is evidence that the fire was started on purpose,” the fire chief told local radio.",
        "“There is no evidence that the fire was started deliberately,” the fire chief told local radio.",
    ),
    (
        "Farmers who do not vaccinate their herds will be compensated.",
        "Farmers who vaccinate their herds will be compensated.",
    ),
    ("The minister ruled out a tax rise.", "The minister did not rule out a tax rise."),
    ("The thieves left without the jewels.", "The thieves took the jewels."),
    ("He cut the wood without gloves.", "He cut the wood with gloves."),
    ("The town was without water for two days.", "The town had water for two days."),
    ("The referee should not have stopped the fight.", "The referee should have stopped the fight."),
    ("The choir was popular in the village.", "The choir was not popular in the village."),
    ("The two men were released on Sunday.", "The two men were not released on Sunday."),
]

OPPOSED = [
    ("The treasurer was accused of fraud in March.", "The treasurer was cleared of fraud in March."),
    ("The runner was cleared of doping by the panel.", "The runner was found guilty of doping by the panel."),
    ("He attended the ceremony with his wife.", "He attended the ceremony with his sister."),
    ("Anna's brother inherited the vineyard.", "Anna's nephew inherited the vineyard."),
    ("The deputies voted for the budget.", "The deputies voted against the budget."),
    ("Unemployment rose sharply in the first quarter.", "Unemployment fell sharply in the first quarter."),
    ("Her husband drove the van to the border.", "His wife drove the van to the border."),
    ("The suspect was arrested on Tuesday evening.", "The suspect was released on Tuesday evening."),
    ("The senate approved the pension reform.", "The senate rejected the pension reform."),
    (
        "The critics praised the lead actor for his performance.",
        "The critics condemned the lead actor for his performance.",
    ),
    ("The visitors won the cup final in Porto.", "The visitors lost the cup final in Porto."),
    ("The bridge opens to traffic in May.", "The bridge closes to traffic in May."),
    ("The road runs north of the lake.", "The road runs south of the lake."),
    ("The minister said that the talks had failed.", "The minister denied that the talks had failed."),
    ("The coach confirmed that the striker would leave.", "The coach denied that the striker would leave."),
    ("The company agreed to pay the fine.", "The company refused to pay the fine."),
    ("The ballots must be counted before the polls close.", "The ballots must be counted after the polls close."),
    ("Exports increased while the currency weakened.", "Exports decreased while the currency weakened."),
    ("The party supports the new tax on fuel.", "The party opposes the new tax on fuel."),
    ("Shares in the carmaker jumped 4% after the report.", "Shares in the carmaker slumped 4% after the report."),
    ("The euro strengthened against the dollar.", "The euro weakened against the dollar."),
    ("The number of cases has been growing since March.", "The number of cases has been shrinking since March."),
    ("Her older brother won a gold medal in rowing.", "Her younger brother won a gold medal in rowing."),
    ("The singer's mother attended the trial.", "The singer's father attended the trial."),
    ("The minister criticised the judges.", "The minister praised the judges."),
    ("The governor allowed the march.", "The governor banned the march."),
    ("The company made a profit of two million euros.", "The company made a loss of two million euros."),
    ("He entered the building through the back door.", "He entered the building through the front door."),
    (
        "The mayor told the newspaper that the bridge was safe.",
        "The mayor denied to the newspaper that the bridge was safe.",
    ),
    ("The first speaker was booed.", "The last speaker was booed."),
    ("Turnout was higher than in the previous election.", "Turnout was lower than in the previous election."),
    ("The majority of members voted for the merger.", "A minority of members voted for the merger."),
    ("The troops advanced towards the river.", "The troops retreated towards the river."),
    ("Imports of steel doubled last year.", "Exports of steel doubled last year."),
    ("The patient tested positive for the virus.", "The patient tested negative for the virus."),
    ("Their lawyer spoke before the hearing.", "Their lawyer spoke after the hearing."),
    ("The hearing was open to the public.", "The hearing was closed to the public."),
    (
        "The index closed 2.1% higher on Wednesday, its best day since May, led by banks.",
        "The index closed 2.1% lower on Wednesday, led by banks.",
    ),
    (
        "The court upheld the ban on night flights, residents' groups said.",
        "The court overturned the ban on night flights, groups of residents said.",
    ),
    (
        "The crew survived when the trawler sank off Norway on Monday.",
        "The crew died when the trawler sank off Norway on Monday.",
    ),
    (
        "The film's director admitted that scenes had been cut for the Chinese market.",
        "The director denied that scenes of the film had been cut for the Chinese market.",
    ),
    (
        "The ceasefire began at midnight, both armies announced.",
        "The ceasefire ended at midnight, both armies announced.",
    ),
    (
        "Most of the new jobs were created in the public sector.",
        "Most of the new jobs were created in the private sector.",
    ),
    ("The barn is older than the mill.", "The barn is younger than the mill."),
    ("Copper fell faster than zinc.", "Copper fell slower than zinc."),
    ("Visitor numbers doubled last year.", "Visitor numbers tripled last year."),
    ("The price of coffee doubled in May.", "The price of coffee halved in May."),
    ("The driver was fined once for speeding.", "The driver was fined twice for speeding."),
    ("The senate backed the bill on Monday.", "The senate threw out the bill on Monday."),
    ("The council passed the budget on Monday.", "The council voted down the budget on Monday."),
    ("The banker accepts the charges.", "The banker denies the charges."),
    ("The club confirmed reports of a takeover.", "The club dismissed reports of a takeover."),
    ("The bishop supported the strike.", "The bishop condemned the strike."),
    ("The firm agreed to pay compensation.", "The firm declined to pay compensation."),
    ("The minister arrived in Oslo on Monday.", "The minister left Oslo on Monday."),
    ("The gunmen freed two hostages.", "The gunmen killed two hostages."),
    ("The airline has been profitable since 2019.", "The airline has been loss-making since 2019."),
    ("The express was late on Friday.", "The express was on time on Friday."),
]

MODAL = [
    (
        "A deal before Christmas is unlikely, the negotiator said.",
        "A deal before Christmas is impossible, the negotiator said.",
    ),
    ("The bridge is certain to reopen in May.", "The bridge is unlikely to reopen in May."),
    ("The museum will move to the old port.", "The museum is unlikely to move to the old port."),
    ("The central bank will raise rates in June.", "The central bank may raise rates in June."),
    ("Patients must wear masks in the ward.", "Patients should wear masks in the ward."),
    ("The storm will reach the coast by morning.", "The storm might reach the coast by morning."),
    ("“We would not want a second vote,” the chairwoman said.", "“We do not want a second vote,” the chairwoman said."),
    ("The club could sell its captain this summer.", "The club will sell its captain this summer."),
    ("The witness is unlikely to appear in court.", "The witness will not appear in court."),
    ("Tenants have to pay the deposit in advance.", "Tenants may pay the deposit in advance."),
    ("The festival may move to the old harbour.", "The festival is going to move to the old harbour."),
    ("The virus may have escaped from the laboratory.", "The virus escaped from the laboratory."),
    ("Perhaps the museum will reopen in autumn.", "Certainly the museum will reopen in autumn."),
    ("The court will rule on the appeal on Friday.", "The court may rule on the appeal on Friday."),
    ("The government should apologise, the bishop said.", "The government must apologise, the bishop said."),
    ("Doctors can refuse treatment.", "Doctors must refuse treatment."),
    ("“We will sue the publisher,” she announced.", "“We might sue the publisher,” she announced."),
    ("The volcano is going to erupt within days, experts said.", "The volcano could erupt within days, experts said."),
    ("The defender will probably miss the derby.", "The defender will definitely miss the derby."),
    ("The data may have been stolen by an insider.", "The data were stolen by an insider."),
    ("Residents must leave their homes.", "Residents may leave their homes."),
    ("The minister said the pension age would rise to 67.", "The minister said the pension age could rise to 67."),
    (
        "The airport will be closed for several hours on Sunday, the operator said.",
        "The airport may be closed for several hours on Sunday, according to the operator.",
    ),
    (
        "Students must take a test before they enter the building.",
        "Students can take a test before they enter the building.",
    ),
    ("The coastguard should have warned the ferry.", "The coastguard had warned the ferry."),
    ("The referee ought to have stopped the fight.", "The referee stopped the fight."),
    (
        "The reactor should have been shut down in May, the inspector said.",
        "The reactor was shut down in May, the inspector said.",
    ),
]

QUANTIFIED = [
    ("All of the members backed the new statute.", "Half of the members backed the new statute."),
    ("After the repair, all lifts are open.", "After the repair, no lifts are open."),
    ("The ferry never stopped at the island during the war.", "The ferry rarely stopped at the island during the war."),
    ("Only members may borrow books on Sundays.", "All members may borrow books on Sundays."),
    ("Both candidates supported the bridge.", "Neither candidate supported the bridge."),
    ("Everybody in the crew had a life jacket.", "Nobody in the crew had a life jacket."),
    ("All passengers survived the crash.", "Some passengers survived the crash."),
    ("Most of the villages have power again.", "All of the villages have power again."),
    ("Every school in the district will stay open.", "Many schools in the district will stay open."),
    ("Few voters trust the new party.", "Many voters trust the new party."),
    ("The trains are always late, the commuters said.", "The trains are sometimes late, the commuters said."),
    ("The grant is only for small farms.", "The grant is mainly for small farms."),
    ("All of the crew were Filipino.", "Most of the crew were Filipino."),
    ("Some teachers support the strike.", "Most of the teachers support the strike."),
    ("Every patient recovered.", "Several patients recovered."),
    (
        "Police detained all of the protesters on the square.",
        "Police detained several of the protesters in the square.",
    ),
    ("He always visits his parents at Christmas.", "He often visits his parents at Christmas."),
    ("All members of the choir signed the letter.", "Most members of the choir signed the letter."),
    ("Nearly all flights were late.", "Hardly any flights were late."),
    ("Few cafes were open on Sunday.", "Most cafes were open on Sunday."),
    ("Nearly half of the voters backed the plan.", "More than half of the voters backed the plan."),
]


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (kind, *pair)
        for kind, pairs in (
            ("negation", NEGATED),
            ("contradiction", OPPOSED),
            ("modality", MODAL),
            ("quantifier", QUANTIFIED),
        )
        for pair in pairs
    ],
)
def test_a_difference_is_one_finding_of_its_kind(kind: str, first: str, second: str) -> None:
    found = findings(first, second)

    assert {finding.severity for finding in found} == {3}
    assert kind in {name for finding in found for name in (finding.kind, *finding.also)}
    assert len(found) == 1


SAME = [
    (
        "We closed the pool because of the frost, not because of money, she said.",
        "We closed the pool not because of money but because of the frost, she said.",
    ),
    (
        "We closed the pool because of the frost, not because of money, she said.",
        "We closed the pool because of the frost rather than because of money, she said.",
    ),
    ("The film is not about war but about love, she said.", "The film is about love and not about war, she said."),
    (
        "The prize went to the author, not the translator, the jury said.",
        "The prize went to the author, and the translator stayed at home, the jury said.",
    ),
    ("The reform helps families, not only the rich.", "The reform helps the rich and families."),
    ("Rain is rare and not regular in the desert.", "Rain is rare and irregular in the desert."),
    ("The vaccine is not without risk.", "The vaccine has risks."),
    ("Every child needs a vaccine.", "No child should go without a vaccine."),
    ("Residents were told to stay indoors.", "Residents were told not to leave their homes."),
    ("The door was left open.", "The door remained open."),
    ("All six men are safe, the police said.", "None of the six men was hurt, the police said."),
    ("All flights were cancelled on Monday.", "No flights took off on Monday."),
    ("Rescuers did not find any survivors.", "Rescuers found no survivors."),
    ("Half the town was under water.", "Much of the town was under water."),
    ("Both ships and planes were used.", "All ships and planes were used."),
    ("All he said was that he was tired.", "He only said that he was tired."),
    ("A second vote is out of the question.", "A second vote cannot take place."),
    ("It was impossible for the crew to leave the ship.", "The crew were unable to leave the ship."),
    ("He cannot but agree.", "He has to agree."),
    ("The old man can hardly be reached by phone.", "You can't reach the old man by phone."),
    ("Both of natural and artificial origin, the stones are old.", "Some stones are natural, others are made by man."),
    ("Workers will be allowed back on Monday.", "Workers may return on Monday."),
    ("He decided against buying the farm.", "He decided not to buy the farm."),
    ("The harbour joined the fight against smuggling.", "The harbour fights smuggling."),
    ("He attended with his father-in-law.", "He attended with his wife's father."),
    ("She thanked her mother.", "She thanked her mum."),
    ("The road is not closed, it is open.", "The road is open, it is not closed."),
    ("He has not signed the treaty and will not read it.", "He will not read the treaty and has not signed it."),
    ("She was cleared of fraud.", "She was found not guilty of fraud."),
    ("One could hardly make such plans in six months.", "It is impossible to make such plans in six months."),
    ("The search party did not find the climbers.", "The search party failed to find the climbers."),
    ("The match will not take place on Sunday.", "The match on Sunday has been put off."),
    ("No fewer than 300 people signed.", "At least 300 people signed."),
    ("The council rejected the plan.", "The council did not accept the plan."),
    ("The pools remain closed this week.", "The pools will not reopen this week."),
    ("He doesn't think the strike will end soon.", "He thinks the strike will not end soon."),
    ("The tunnel is not only long but also narrow.", "The tunnel is long and also narrow."),
    ("The shop won’t open until Monday.", "The shop will open only on Monday."),
    ("No more than ten guests were invited.", "Ten guests at most were invited."),
    ("The pilot was unable to land.", "The pilot could not land."),
    ("The reforms are unpopular with farmers.", "The reforms are not popular with farmers."),
    ("She left the stage without a word.", "She left the stage and said nothing."),
    ("It is hardly surprising that the fans left early.", "It is no surprise that the fans left early."),
    ("The talks ended without agreement.", "The talks ended and the sides did not agree."),
    ("The company ruled out a merger.", "The company said there would be no merger."),
    ("The road is still blocked.", "The road is not yet clear."),
    ("He never misses a rehearsal.", "He attends every rehearsal."),
    ("Drivers must show a permit.", "Drivers have to show a permit."),
    ("Farmers need to register their herds.", "Farmers must register their herds."),
    ("Visitors can take photographs.", "Visitors may take photographs."),
    ("Visitors are allowed to take photographs.", "Visitors may take photographs."),
    ("The minister said he would resign.", "The minister said: “I will resign.”"),
    ("The bank is going to close forty branches.", "The bank will close forty branches."),
    ("The bank plans to close forty branches.", "The bank will close forty branches."),
    ("The prime minister is to visit the camp.", "The prime minister will visit the camp."),
    ("He said the dam could burst.", "“The dam may burst,” he said."),
    ("She said they had lost contact.", "“We have lost contact,” she said."),
    ("You must not feed the bears.", "You cannot feed the bears."),
    ("The concert won't be repeated.", "The concert is not going to be repeated."),
    ("All members voted for the budget.", "Every member voted for the budget."),
    ("Each player received a medal.", "All players received a medal."),
    ("Many shops were looted.", "A lot of shops were looted."),
    ("Numerous flights were cancelled.", "Many flights were cancelled."),
    ("The offer is only for pensioners.", "The offer is solely for pensioners."),
    ("Some 500 people were evacuated.", "About 500 people were evacuated."),
    ("We don't expect any delays.", "We expect no delays."),
    ("Not all of the victims were local.", "Some of the victims were not local."),
    ("Several houses burned down.", "A number of houses burned down."),
    ("The army sold the trucks to a dealer.", "A dealer bought the trucks from the army."),
    ("Lea Brandt and her husband Tom run the farm.", "Tom Brandt and his wife Lea run the farm."),
    ("Prices rose less than in May.", "Prices did not rise as much as in May."),
    ("The patient is no longer in danger.", "The patient is out of danger."),
    ("The film came out before the book.", "The book came out after the film."),
    ("The court acquitted the banker.", "The court did not convict the banker."),
    ("The river did not fall below two metres.", "The river stayed above two metres."),
    ("The judge denied the request for bail.", "The judge refused the request for bail."),
    ("The spokesman denied that anyone had been hurt.", "The spokesman said that nobody had been hurt."),
    ("He refuted claims that the yacht was stolen.", "He said the yacht was not stolen."),
    ("The new stadium is not unlike the old one.", "The new stadium is like the old one."),
    ("The ferry did not leave on time.", "The ferry left late."),
    ("The factory lacks skilled workers.", "The factory does not have skilled workers."),
    ("The singer declined to comment.", "The singer did not comment."),
    ("The disease is rarely fatal.", "The disease is not often fatal."),
    ("There is little hope of finding survivors.", "There is hardly any hope of finding survivors."),
    ("Nobody knows what caused the fire.", "It is unknown what caused the fire."),
    ("The two sides disagree on fishing rights.", "The two sides do not agree on fishing rights."),
    ("The play isn't bad.", "The play is good."),
    ("Inflation slowed in March, the bank said.", "Inflation did not accelerate in March, the bank said."),
    ("Without the subsidy, the theatre would close.", "The theatre would close if it did not get the subsidy."),
    ("We have no doubt that the pilot will recover.", "We are sure that the pilot will recover."),
    ("The mine is unsafe.", "The mine is dangerous."),
    ("Rather than raise fares, the city will borrow money.", "The city will not raise fares but will borrow money."),
    ("They have yet to identify the body.", "They have not identified the body so far."),
    ("The goalkeeper is likely to miss the final.", "The goalkeeper will probably miss the final."),
    ("The rule applies to everyone.", "The rule applies to all people."),
    ("The exhibition is not free.", "Visitors have to pay for the exhibition."),
    ("The wine is neither sweet nor dry.", "The wine is not sweet and not dry."),
    ("“It would be wrong to wait,” said the doctor.", "“It is wrong to wait,” said the doctor."),
    ("The law is to be changed next year.", "The law should be changed next year."),
    ("Work on the bridge has stopped.", "Work on the bridge is not continuing."),
    ("The union called off the strike.", "The union's strike will not go ahead."),
    ("It's not that he lacks talent.", "He does not lack talent."),
    ("The volcano is not active any more.", "The volcano is no longer active."),
    ("The ship sank in less than an hour.", "It took the ship less than one hour to sink."),
    ("He is the last speaker of the language.", "He is the only remaining speaker of the language."),
    ("Schools stayed open despite the snow.", "Schools did not close despite the snow."),
    ("The senator left the party.", "The senator is no longer a member of the party."),
    ("The actress was not present.", "The actress was absent."),
    ("The report was not made public.", "The report was kept secret."),
    ("The champion is not as fast as last year.", "The champion is slower than last year."),
    ("No one may enter the cave.", "It is forbidden to enter the cave."),
    ("Motorists are advised to avoid the pass.", "Motorists should avoid the pass."),
    ("The building can't be saved.", "It is impossible to save the building."),
    (
        "The band has sold more than a million records.",
        "The band's records have been bought by more than a million people.",
    ),
    ("The Blues lost to United in the final.", "United won the final against the Blues."),
    ("The minister arrived in Rome on Monday.", "The minister left for Rome on Monday."),
    ("She came to Paris in 1990.", "She went to Paris in 1990."),
    ("The price of bread went up.", "Bread has become more expensive."),
    ("He's no longer afraid.", "He has stopped being afraid."),
    ("The old law was better.", "The new law is worse."),
    ("The mine was closed last year.", "The mine has not been open since last year."),
    ("There were no survivors.", "All on board died."),
    ("The data cannot be recovered.", "The data is lost."),
    ("The bill is unlikely to pass this year.", "The bill will hardly pass this year."),
    ("Nothing has been decided yet.", "A decision has yet to be made."),
    ("The damage is not serious.", "The damage is minor."),
    ("The judge said it wasn't a crime.", "It was no crime, the judge said."),
    ("They could not agree on a price.", "They were unable to reach an agreement on the price."),
    ("Without rain the harvest will fail.", "If it doesn't rain, the harvest will fail."),
    ("The company does not comment on rumours.", "The company refused to comment on rumours."),
    ("He is not the only one who complained.", "Others complained too."),
    ("We shouldn't forget the victims.", "We must remember the victims."),
    ("It may rain tomorrow.", "Rain is possible tomorrow."),
    ("The train could be delayed.", "The train may be late."),
    ("People aren't allowed to swim here.", "Swimming is prohibited here."),
    ("You don't have to be an expert.", "You need not be an expert."),
    ("The mayor would like to meet the families.", "The mayor wants to meet the families."),
    ("He wanted to leave the club.", "He intended to leave the club."),
    ("The reform is supposed to save money.", "The reform is meant to save money."),
    ("It is necessary to rebuild the dam.", "The dam must be rebuilt."),
    ("The dam has to be rebuilt.", "The dam needs rebuilding."),
    ("Any adult can apply.", "All adults can apply."),
    ("The whole village came.", "All of the village came."),
    ("A few of the statues were damaged.", "Some statues were damaged."),
    ("It happens often.", "It frequently happens."),
    ("Just two members objected.", "Only two members objected."),
    ("Both sides signed the treaty.", "The two sides signed the treaty."),
    ("Most people like the design.", "The majority of people like the design."),
    ("He said nothing about the money.", "He did not say anything about the money."),
    ("The team has never lost at home.", "The team is unbeaten at home."),
    ("She was not injured.", "She was unhurt."),
    ("The play is far from perfect.", "The play is not perfect."),
    ("The plan has no support among doctors.", "Doctors oppose the plan."),
    ("Taxes will not be raised before the election.", "Taxes will be raised after the election."),
    ("Temperatures will drop below zero.", "Temperatures will not rise above zero."),
    ("The river rose by two metres.", "The water level climbed by two metres."),
    ("The talks are not over.", "The talks are continuing."),
    ("The firm denied wrongdoing.", "The firm said it had done nothing wrong."),
    ("The firm denies the allegations.", "The firm rejects the allegations."),
    ("The minister dismissed the report as untrue.", "The minister said the report was not true."),
    ("Not many spectators came.", "Few spectators came."),
    ("Hardly anyone noticed.", "Almost nobody noticed."),
    (
        "The new rules take effect in July, not in June as planned.",
        "The new rules, planned for June, take effect in July.",
    ),
    ("“There's no reason to panic,” he said.", "“Don't panic,” he said."),
    ("The author has died aged 90.", "The author is no longer alive; he was 90."),
    ("The road isn't passable.", "The road is impassable."),
    ("The airline has not ruled out job cuts.", "The airline says job cuts are possible."),
    ("It took him no more than an hour.", "It took him less than an hour."),
    ("He neither confirmed nor denied the report.", "He did not confirm or deny the report."),
    ("They won't stop until the mine is closed.", "They will continue until the mine is closed."),
    ("The senator failed to mention the loan.", "The senator did not mention the loan."),
    ("The boy was found alive.", "The boy was found; he had not died."),
    (
        "“Never before have I seen such waves,” the sailor said.",
        "“I have not seen such waves before,” the sailor said.",
    ),
    ("The bank is not in a position to lend.", "The bank cannot lend."),
    ("There is no alternative to the merger.", "The merger is the only option."),
    ("The evidence is insufficient.", "There isn't enough evidence."),
    ("The vote was not unanimous.", "Some voted against."),
    ("The queen did not attend the service.", "The queen was absent from the service."),
    (
        "The bank left its key rate unchanged at 4%, as economists had expected, and gave no hint of cuts.",
        "As expected by economists, the bank did not change its key rate of 4% and offered no hint about reductions.",
    ),
    (
        "“I have never been so happy in my life,” the winner said after the race.",
        "The winner said after the race that she had never been happier.",
    ),
    ("The ministry has not yet decided whether to appeal.", "It is still unclear whether the ministry will appeal."),
    (
        "The airline will not resume flights before the end of March.",
        "The airline will resume flights at the end of March at the earliest.",
    ),
    (
        "Without naming names, the coach criticised some players.",
        "The coach criticised some of the players but did not name them.",
    ),
    ("The storm weakened before it reached land.", "The storm reached land after it had weakened."),
    ("The actor's lawyer said his client was innocent.", "The actor is not guilty, his lawyer said."),
    (
        "The museum, closed since 2019, will open its doors again in June.",
        "The museum, which has not been open since 2019, reopens in June.",
    ),
    ("Residents were told not to drink tap water.", "Residents were warned against drinking tap water."),
    ("Few people believed her at first.", "At first hardly anybody believed her."),
    ("The club said that it would not comment on speculation.", "“We don't comment on speculation,” the club said."),
    (
        "The deal is not a done deal, the chief executive cautioned.",
        "The deal is far from done, the chief executive cautioned.",
    ),
    ("The volcano has been quiet for a century.", "The volcano has not erupted for a hundred years."),
    ("He has been out of work since the mine closed.", "He has not had a job since the mine closed."),
    ("The prosecutor dropped the charges.", "The prosecutor will not press charges."),
    ("The government must not give in, he said.", "The government should not give in, he said."),
    ("The prize money cannot be paid out in cash.", "The prize money is not paid out in cash."),
    ("Voters will decide on Sunday.", "Voters decide on Sunday."),
    ("She said the team could be proud.", "“The team can be proud,” she said."),
    ("The dog was not allowed on the train.", "The dog was refused entry to the train."),
    ("More than half of the members abstained.", "Fewer than half of the members voted."),
    ("Her condition is no worse than yesterday.", "Her condition has not got worse since yesterday."),
    ("The city doesn't have enough teachers.", "The city has too few teachers."),
    ("The dam didn't hold.", "The dam gave way."),
    ("The report leaves no room for doubt.", "The report leaves no doubt."),
    ("It is not clear who will lead the party.", "It is unclear who will lead the party."),
    ("The exit was not marked.", "The exit was unmarked."),
    ("He was not the first to warn of the danger.", "Others had warned of the danger before him."),
    ("No sooner had the match begun than it rained.", "It began to rain as soon as the match had begun."),
    ("The law did not come into force until 2020.", "The law came into force in 2020."),
    ("The runner is one of the fastest of all time.", "The runner is among the fastest ever."),
    ("He is nothing but a thief.", "He is only a thief."),
    ("The company has repeatedly denied any wrongdoing.", "The company has always said it did nothing wrong."),
    ("The pilot survived.", "The pilot was not killed."),
    ("Investors were not convinced.", "Investors remained sceptical."),
    ("The building isn't insured.", "The building has no insurance."),
    (
        "“Don't worry,” the mayor said, “the water is safe.”",
        "“There is no need to worry,” the mayor said. “The water is safe.”",
    ),
    (
        "The mayor said the water was safe and people should not worry.",
        "“Don't worry, the water is safe,” said the mayor.",
    ),
    ("The talks produced no result.", "The talks were fruitless."),
    ("It was the club's first defeat of the season.", "The club had been unbeaten this season."),
    ("He could not have known about the plan.", "He can't have known about the plan."),
    ("The bus drivers' strike is over.", "The bus drivers are no longer on strike."),
    ("Every second child in the region is overweight.", "Half of all children in the region are overweight."),
    ("The two teams have never met before.", "It is the first time that the two teams meet."),
    (
        "We have never bought, leased or sold any land there.",
        "We never bought land there, did not lease it and have not sold any.",
    ),
    ("The barn is older than the mill.", "The mill is younger than the barn."),
    ("Ada is taller than Nell.", "Nell is shorter than Ada."),
    ("Few cafes were open on Sunday.", "Most cafes were closed on Sunday."),
    ("Nearly all trains were late.", "Hardly any train was on time."),
    ("The band has not been so popular since 1990.", "The band is at its most popular since 1990."),
    ("The players could not have been happier with the result.", "The players were very happy with the result."),
    (
        "“Nothing is more important than peace,” the bishop said.",
        "“Peace is the most important thing,” the bishop said.",
    ),
    ("Sales were flat in the first quarter.", "Sales did not change in the first quarter."),
    ("The two men remain in custody.", "The two men have not been released."),
    ("The court dismissed the claim that the dismissal was unfair.", "The court ruled that the dismissal was fair."),
    ("There is a chance that it will snow on Sunday.", "It may snow on Sunday."),
    ("Most of the forest burned down.", "The greater part of the forest burned down."),
    ("The envoy arrived in Oslo on Monday.", "The envoy left for Oslo on Monday."),
    # what should have been done was not done
    ("The referee should have stopped the fight.", "The referee did not stop the fight."),
    ("The referee should have stopped the fight.", "The referee failed to stop the fight."),
    ("The referee should not have stopped the fight.", "The referee stopped the fight."),
    ("The referee should have stopped the fight.", "The referee had a duty to have stopped the fight."),
    # the words of modality are of other verbs and other subjects
    ("The bridge will reopen to drivers in May.", "Drivers can use the bridge again in May."),
    ("The mill will reopen on Monday, the owner said.", "Workers can use the mill again on Monday, the owner said."),
    # what one is without has been taken away
    (
        "Some 400 homes were left without electricity after the storm.",
        "The storm cut electricity to some 400 homes.",
    ),
    ("The town was without water for two days.", "Water to the town was cut for two days."),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_what_means_the_same_is_no_difference(first: str, second: str) -> None:
    assert [(finding.kind, finding.message) for finding in findings(first, second)] == []


def test_a_negation_names_what_is_negated_and_its_counterpart() -> None:
    (finding,) = findings("Police searched the yacht in Split.", "Police did not search the yacht in Split.")

    assert (finding.kind, finding.rule) == ("negation", "negated-once")
    assert texts(finding) == ("searched", "not search")
    assert finding.cues == ("not",)


def test_a_part_that_is_set_off_is_shown_with_what_joins_it_in_the_other() -> None:
    (finding,) = findings(
        "The ban covers cigars, not pipes, the ministry said.", "The ban covers cigars and pipes, the ministry said."
    )

    assert (finding.kind, finding.rule) == ("negation", "set-off-once")
    assert texts(finding) == ("not pipes", "and pipes")
    assert finding.cues == ("not",)


def test_a_negated_quantifier_is_shown_whole() -> None:
    (finding,) = findings("Every mayor got a text message.", "Not every mayor got a text message.")

    assert texts(finding) == ("Every mayor", "Not every mayor")


def test_a_verb_that_ends_its_clause_may_be_all_that_is_negated() -> None:
    first = "“The players must be asked before the season starts, and they are not,” she said."
    (finding,) = findings(first, first.replace("are not", "are"))

    assert texts(finding) == ("they are not", "they are")
    assert findings(first, first.replace("are not", "aren’t")) == []


def test_how_often_and_never_are_one_finding() -> None:
    (finding,) = findings("My father never spoke of Angola.", "My father often spoke of Angola.")

    assert (finding.kind, texts(finding)) == ("quantifier", ("never", "often"))


def test_a_contraction_is_shown_with_its_verb() -> None:
    (finding,) = findings("Police searched the yacht in Split.", "Police didn’t search the yacht in Split.")

    assert texts(finding) == ("searched", "didn’t search")


def test_a_prefix_is_a_negation_and_not_a_contradiction() -> None:
    (finding,) = findings("The jury thought the witness reliable.", "The jury thought the witness unreliable.")

    assert (finding.kind, finding.rule) == ("negation", "negative-prefix")
    assert texts(finding) == ("reliable", "unreliable")


def test_a_negation_takes_the_place_of_the_words_that_were_added() -> None:
    a, b = "The dam was inspected in spring.", "The dam was not inspected in spring."
    (finding,) = compared(a, b).findings

    assert (finding.kind, finding.also) == ("negation", ("specificity",))


def test_two_negations_of_two_statements_are_two_findings() -> None:
    found = findings(
        "The orchestra will tour Japan. The choir has a new conductor.",
        "The orchestra will not tour Japan. The choir has no new conductor.",
    )

    assert [finding.kind for finding in found] == ["negation", "negation"]
    assert len({finding.passage for finding in found}) == 2


def test_a_denial_outside_of_the_statement_is_about_all_of_it_and_names_the_verbs() -> None:
    a = "“The bridge is safe,” the mayor told reporters in Zagreb."
    b = "The mayor denied that the bridge was safe."
    (finding,) = findings(a, b)

    assert (finding.kind, finding.rule) == ("contradiction", "statement-denied")
    assert texts(finding) == ("The bridge is safe", "the bridge was safe.")
    assert finding.cues == ("told", "denied")
    assert finding.message == "“told” ~ “denied”"


def test_what_is_quoted_of_one_who_denies_something_else_is_not_denied() -> None:
    first = "Hruska denied reports of a quarrel with the conductor: “We argue every day. Rehearsals are for that.”"
    second = "Hruska said of the quarrel with the conductor: “We argue every day. Rehearsals are for that.”"

    assert findings(first, second) == []


def test_a_denied_statement_keeps_the_findings_about_its_words() -> None:
    found = compared(
        "The mayor said that the bridge was safe for 40 trucks.",
        "The mayor denied that the bridge was safe for 50 trucks.",
    ).findings

    assert {"contradiction", "number"} <= {finding.kind for finding in found}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The minister denied that the plant would close.", "The minister said that the plant might close."),
        ("The director denied she would leave.", "The director told reporters she might leave."),
    ],
)
def test_how_sure_a_denied_statement_is_is_told_with_the_denial(first: str, second: str) -> None:
    (finding,) = findings(first, second)

    assert (finding.kind, finding.also) == ("contradiction", ("modality",))


def test_a_denial_tells_nothing_of_how_sure_another_statement_is() -> None:
    found = findings(
        "The mayor denied that the pool would close. The mayor said that the hall may be sold.",
        "The mayor said that the pool would close. The mayor said that the hall will be sold.",
    )

    assert [finding.kind for finding in found] == ["contradiction", "modality"]


def test_what_should_have_happened_is_shown_with_what_happened() -> None:
    (finding,) = findings("The clinic should have been told.", "The clinic had been told.")

    assert (finding.severity, finding.rule, finding.cues) == (3, "called-for", ("should",))
    assert texts(finding) == ("should have been told", "had been told")


def test_words_of_modality_are_shown_with_their_verbs_and_are_the_cues() -> None:
    (finding,) = findings("The bank will raise its rate in June.", "The bank may raise its rate in June.")

    assert texts(finding) == ("will raise", "may raise")
    assert finding.cues == ("will", "may")


def test_need_against_want_is_worth_a_look() -> None:
    (finding,) = findings("“We do not need it,” the bishop said.", "“We do not want it,” the bishop said.")

    assert (finding.kind, finding.severity, texts(finding)) == ("modality", 2, ("need", "want"))


def test_a_hypothetical_wish_is_a_finding_in_direct_quotations_only() -> None:
    quoted = findings("“We would welcome a new vote,” she said.", "“We welcome a new vote,” she said.")
    reported = findings("She said they would welcome a new vote.", "She said they welcome a new vote.")

    assert [finding.rule for finding in quoted] == ["hypothetical"]
    assert reported == []


def test_neighbouring_ranks_differ_by_degree() -> None:
    (finding,) = findings("Some bakers support the strike.", "Many bakers support the strike.")

    assert (finding.kind, finding.severity) == ("quantifier", 2)


def test_any_differs_from_some_but_not_under_a_condition() -> None:
    (plain,) = findings("They expect some results from the talks.", "They expect any results from the talks.")
    conditional = findings("If some guests complain, the hotel pays.", "If any guests complain, the hotel pays.")

    assert (plain.kind, plain.severity) == ("quantifier", 2)
    assert conditional == []


def test_a_misspelt_quantifier_is_read_as_what_it_stands_for() -> None:
    a = "We can expect some results only if the other shipyards take part."
    (finding,) = findings(a, "Ant results can be expected only if the other shipyards take part.")

    assert (finding.kind, finding.severity, texts(finding)) == ("quantifier", 2, ("some", "Ant"))


def test_an_unsure_passage_has_no_findings_of_these_kinds() -> None:
    assert findings("My grandmother.", "From my grandfather’s ledgers.") == []


def test_three_articles_share_one_finding() -> None:
    found = findings(
        "The senate approved the pension reform.",
        "The senate rejected the pension reform.",
        "The senate approved the pension reform on Friday.",
    )

    assert [finding.kind for finding in found] == ["contradiction"]
    assert set(found[0].sigla) == {"A", "B", "C"}


# A comparison takes a tenth of a second.
FEW = settings(max_examples=25)

EVERY = [text for pair in (*NEGATED, *OPPOSED, *MODAL, *QUANTIFIED, *SAME) for text in pair]


@FEW
@given(st.lists(st.sampled_from(EVERY), min_size=1, max_size=3, unique=True))
def test_an_article_against_itself_has_no_finding(sentences: list[str]) -> None:
    assert findings(" ".join(sentences), " ".join(sentences)) == []


@FEW
@given(st.sampled_from([*NEGATED, *OPPOSED, *MODAL, *QUANTIFIED, *SAME]))
def test_swapping_the_articles_swaps_the_readings_and_nothing_else(pair: tuple[str, str]) -> None:
    def said(first: str, second: str) -> list[tuple[str, str, int, float, tuple[str | None, ...]]]:
        found = findings(first, second)
        return [(one.kind, one.rule, one.severity, one.confidence, texts(one)) for one in found]

    swapped = [(*head, own[::-1]) for *head, own in said(*pair[::-1])]
    assert sorted(said(*pair), key=str) == sorted(swapped, key=str)


@FEW
@given(st.sampled_from([*NEGATED, *OPPOSED, *MODAL, *QUANTIFIED]))
def test_evidence_lies_in_its_segment(pair: tuple[str, str]) -> None:
    comparison = compared(*pair)
    for finding in comparison.findings:
        for reading in finding.readings:
            place = reading.selector
            assert place is not None
            assert any(
                one.article in reading.articles and one.start <= place.start <= place.end <= one.end
                for one in comparison.segments
            )


def test_most_that_only_grades_is_no_quantifier() -> None:
    assert not [
        one
        for one in findings("The jury chose the most dangerous rivals.", "The jury chose all of the dangerous rivals.")
        if "most" in one.message
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Leeds beat Derby on Sunday.", "Derby beat Leeds on Sunday."),
        ("Nell Harper sued Ada Brook over the song.", "Ada Brook sued Nell Harper over the song."),
    ],
)
def test_who_acts_and_who_bears_it_may_not_change_places(first: str, second: str) -> None:
    (finding,) = findings(first, second)

    assert (finding.kind, finding.rule, finding.severity) == ("contradiction", "exchanged", 3)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Leeds beat Derby on Sunday.", "Derby were beaten by Leeds on Sunday."),
        ("Leeds met Derby on Sunday.", "Derby met Leeds on Sunday."),
        ("Leeds beat Derby on Sunday.", "Derby lost to Leeds on Sunday."),
    ],
)
def test_the_other_side_of_one_event_is_the_same_event(first: str, second: str) -> None:
    assert findings(first, second) == []


def test_a_verb_is_not_negated_by_a_name_in_its_place() -> None:
    """“Need not hurry” has no counterpart in “told Fjordbladet”."""
    found = findings(
        "Norway's chief epidemiologist Arne Holm said on Saturday that healthy adults need not hurry with their second "
        "dose, because about a third of the stock will be kept for hospitals.",
        "Arne Holm, who heads the Norwegian institute of epidemiology, has told Fjordbladet in an interview that a "
        "quarter of all doses will be set aside for hospitals.",
    )

    assert found == []
