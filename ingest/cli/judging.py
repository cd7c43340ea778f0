"""`hearsay judgements`: what people decide about links and claims, kept in a file that wins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from ingest import pipeline, versions
from ingest.cli import exchanging, judgement_file, reviewing
from ingest.cli.options import (
    ConfigOption,
    JudgementsOption,
    StoreOption,
    WhoOption,
    WhyOption,
    configuration,
)
from ingest.errors import HearsayError
from ingest.judgements import (
    NAME,
    WITHDRAWN,
    Aspect,
    Judgement,
    Kind,
    Undecided,
    by_weight,
    checked,
    kind_of,
    subject_key,
)
from ingest.model import Certainty, Polarity
from ingest.settings import Configuration
from ingest.store import open_store
from ingest.text import normalise_wording

judgements_app = typer.Typer(
    help="Correct links and claims: what people decide is kept in a file, and wins over the machine.",
    epilog="Start with `hearsay judgements review`.",
    no_args_is_help=True,
)
judgements_app.command("review")(reviewing.review)

SubjectArgument = Annotated[
    str, typer.Argument(metavar="SUBJECT", help="An actor's or claim's IRI, or a name.", show_default=False)
]


@judgements_app.command()
def accept(
    subjects: Annotated[
        list[str],
        typer.Argument(metavar="SUBJECT…", help="IRIs of actors or claims, or names.", show_default=False),
    ],
    who: WhoOption = None,
    why: WhyOption = "",
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Let stand what the machine found: a claim, or an actor's link or likeliest proposal.

    A name stands for the actors of that name that are undecided now; `set` decides a name for good.

        hearsay judgements accept https://w3id.org/hearsay/article/…/claim/… --who Ada

        hearsay judgements accept "Chasov Yar" --who Ada --why "the town near Bakhmut"
    """
    desk = _Desk(configuration(config, store, judgements=judgements), who, why)
    subjects = list(dict.fromkeys(subjects))
    claims = [each for each in subjects if kind_of(_subject(each)) is Kind.CLAIM]
    made = [desk.judge(each, Aspect.CLAIM, "accepted") for each in claims]
    others = [each for each in subjects if each not in claims]
    if others:
        machine = _machine(desk.configured, others)
        for subject in others:
            found = _best(_meant(subject, machine))
            made += [desk.judge(actor.actor, Aspect.ENTITY, qid) for actor, qid in found]
    desk.add(made)


@judgements_app.command()
def reject(
    subject: SubjectArgument,
    qid: Annotated[
        str | None,
        typer.Argument(
            metavar="[QID]", help="Which entity an actor is not; the machine's, if none is given."
        ),
    ] = None,
    who: WhoOption = None,
    why: WhyOption = "",
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Reject what the machine found: a claim, or that an actor or name is a certain entity.

    A rejected claim stays in the graph as the machine's, and no shipped query counts it.

        hearsay judgements reject https://w3id.org/hearsay/article/…/claim/… --who Ada --why "a question"

        hearsay judgements reject "Moscow" Q649 --who Ada
    """
    desk = _Desk(configuration(config, store, judgements=judgements), who, why)
    if kind_of(_subject(subject)) is Kind.CLAIM:
        if qid is not None:
            raise HearsayError(f"{subject} is a claim, and no entity.", "Leave the QID out.")
        desk.add([desk.judge(subject, Aspect.CLAIM, "rejected")])
    elif qid is not None:
        desk.add([desk.judge(_subject(subject), Aspect.NOT, qid)])
    else:
        machine = _machine(desk.configured, [subject])
        found = _best(_meant(subject, machine))
        desk.add([desk.judge(actor.actor, Aspect.NOT, qid) for actor, qid in found])


@judgements_app.command("set")
def set_entity(
    subject: Annotated[
        str, typer.Argument(metavar="NAME|ACTOR", help="A name, in every article, or an actor's IRI.")
    ],
    qid: Annotated[str, typer.Argument(metavar="QID|nil", help="The entity, or nil: none is known.")],
    who: WhoOption = None,
    why: WhyOption = "",
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Say which Wikidata entity an actor is, or whoever bears a name in any article.

    hearsay judgements set "Chasov Yar" Q2415330 --who Ada

    hearsay judgements set https://w3id.org/hearsay/article/…/actor/… nil --who Ada --why "a namesake"
    """
    desk = _Desk(configuration(config, store, judgements=judgements), who, why)
    desk.add([desk.judge(_subject(subject), Aspect.ENTITY, qid)])


@judgements_app.command()
def same(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the person across articles.")],
    actors: Annotated[
        list[str], typer.Argument(metavar="ACTOR…", help="IRIs of actors.", show_default=False)
    ],
    who: WhoOption = None,
    why: WhyOption = "",
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Say that actors of several articles, whom Wikidata does not know, are one.

    hearsay judgements same "Rozhin (Telegram)" https://w3id.org/hearsay/article/…/actor/… --who Ada
    """
    desk = _Desk(configuration(config, store, judgements=judgements), who, why)
    desk.add([desk.judge(actor, Aspect.IDENTITY, name) for actor in actors])


@judgements_app.command()
def claim(
    claim_iri: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's IRI.", show_default=False)],
    accepted: Annotated[bool, typer.Option("--accept", help="It is right.")] = False,
    rejected: Annotated[
        bool, typer.Option("--reject", help="It is no claim, or not this article's.")
    ] = False,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Who said it, innermost.")
    ] = None,
    certainty: Annotated[
        str | None,
        typer.Option(
            "--certainty",
            metavar="WORD",
            help=f"One of {', '.join(Certainty)}; `possible: perhaps` also names the article's words.",
        ),
    ] = None,
    polarity: Annotated[
        str | None,
        typer.Option(
            "--polarity", metavar="WORD", help=f"{' or '.join(Polarity)}; words as for --certainty."
        ),
    ] = None,
    wording: Annotated[
        str | None, typer.Option("--wording", metavar="WORDS", help="Its words, as the article has them.")
    ] = None,
    who: WhoOption = None,
    why: WhyOption = "",
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Accept, reject or correct a claim. The machine's stays beside it, marked as corrected.

    hearsay judgements claim https://w3id.org/hearsay/article/…/claim/… --speaker "Dmitry Peskov" --who Ada

    hearsay judgements claim https://w3id.org/hearsay/article/…/claim/… --certainty possible --who Ada
    """
    if accepted and rejected:
        raise HearsayError("A claim is accepted or rejected, not both.", "Give --accept or --reject.")
    verdict = "accepted" if accepted else "rejected" if rejected else None
    given = {
        Aspect.CLAIM: verdict,
        Aspect.SPEAKER: speaker,
        Aspect.CERTAINTY: certainty,
        Aspect.POLARITY: polarity,
        Aspect.WORDING: wording,
    }
    desk = _Desk(configuration(config, store, judgements=judgements), who, why)
    made = [desk.judge(claim_iri, aspect, value) for aspect, value in given.items() if value is not None]
    if not made:
        raise HearsayError(
            "Nothing is said of the claim.",
            "Give --accept, --reject, --speaker, --certainty, --polarity or --wording.",
        )
    desk.add(made)


@judgements_app.command()
def withdraw(
    subject: SubjectArgument,
    aspect: Annotated[str, typer.Argument(metavar="ASPECT", help=f"One of {', '.join(Aspect)}.")],
    who: WhoOption = None,
    why: WhyOption = "",
    store: StoreOption = None,
    config: ConfigOption = None,
    judgements: JudgementsOption = None,
) -> None:
    """Take back what was judged of a subject: what the machine found holds again.

    hearsay judgements withdraw "Chasov Yar" entity --who Ada
    """
    desk = _Desk(configuration(config, store, judgements=judgements), who, why)
    withdrawal = desk.judge(_subject(subject), aspect, WITHDRAWN)
    held, _ = judgement_file.judgements(desk.configured)
    if all(each.key != withdrawal.key for each in held.current):
        raise HearsayError(
            f"Nothing that holds was judged of the {withdrawal.aspect} of {subject}.",
            "`hearsay judgements list` shows what was.",
        )
    desk.add([withdrawal])


judgements_app.command()(reviewing.cluster)
judgements_app.command("list")(reviewing.list_)
judgements_app.command("import")(exchanging.import_)
judgements_app.command("export")(exchanging.export)
judgements_app.command()(exchanging.apply)


class _Desk:
    """Where judgements are made: by whom, when and why."""

    def __init__(self, configured: Configuration, who: str | None, why: str) -> None:
        self.configured = configured
        self._who = judgement_file.judge_of(configured, who)
        self._why = why
        self._when = judgement_file.now()

    def judge(self, subject: str, aspect: str, value: str) -> Judgement:
        """Make a judgement.

        Raises:
            HearsayError: it cannot hold.
        """
        return checked(self._when, self._who, subject, aspect, value, self._why)

    def add(self, made: list[Judgement]) -> None:
        """Keep judgements and apply them."""
        judgement_file.add(self.configured, made)


def _subject(text: str) -> str:
    """Take what is no IRI for a name."""
    return text if "://" in text or text.startswith(NAME) else NAME + text


def _machine(configured: Configuration, subjects: list[str]) -> list[Undecided]:
    """Return the actors of whom nobody judged, in the articles that name one of these subjects."""
    held, _ = judgement_file.judgements(configured, new=True)
    names = {normalise_wording(_subject(each).removeprefix(NAME)) for each in subjects}
    with open_store(configured.store) as opened:
        among = sorted(versions.articles_naming(opened, names, set(subjects)), key=str)
        return by_weight(pipeline.review(opened, held, linked=True, among=among))


def _meant(subject: str, machine: list[Undecided]) -> list[Undecided]:
    """Return the actors that an IRI or name stands for, among those of whom nobody judged.

    Raises:
        HearsayError: there is none.
    """
    wanted = subject_key(_subject(subject))
    if wanted.startswith(NAME):
        found = [each for each in machine if subject_key(NAME + each.name) == wanted]
    else:
        found = [each for each in machine if each.actor == subject]
    if not found:
        raise HearsayError(
            f"The store has no undecided actor {subject}.",
            "`hearsay judgements review` lists them; `hearsay judgements set` decides without a proposal.",
        )
    return found


def _best(actors: list[Undecided]) -> Iterator[tuple[Undecided, str]]:
    """Give the actors with the entity that the machine takes them for, or thinks likeliest.

    Raises:
        HearsayError: it knows none for any of them.
    """
    found = False
    for each in actors:
        qids = [each.link.qid if each.link else None, *(one.qid for one in each.proposals)]
        best = next(filter(None, qids), None)
        if best:
            found = True
            yield each, best
    if not found:
        raise HearsayError(
            f"The machine proposes nobody for {actors[0].name}.",
            "Give the QID with `hearsay judgements set`.",
        )
