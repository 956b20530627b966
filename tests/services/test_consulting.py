"""The pages of the library, from the real files."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fakes import FakeClock
from library import answered
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.evidence import Sureness
from rlscompanion.domain.knowledge import Urgency
from rlscompanion.domain.library import Kind
from rlscompanion.domain.profile import Answer
from rlscompanion.domain.safety import Verdict
from rlscompanion.services.consulting import Consulting, Place, StepPage

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


@pytest.fixture
def companion(home: Path) -> Companion:
    return Companion(home_folders(home), FakeClock(NOW))


@pytest.fixture
def consulting(companion: Companion) -> Consulting:
    return companion.consulting


@pytest.fixture
def magnesium(consulting: Consulting) -> StepPage:
    return consulting.step("magnesium")


# --- Who says I should take magnesium, what do they sell, who disagrees, and who must not? ---


def test_all_four_say_something_of_magnesium_each_in_its_own_claims(magnesium: StepPage) -> None:
    assert {
        view.document.id: [one.claim.id for one in view.statements] for view in magnesium.views
    } == {
        "G": ["G12", "G42"],
        "W": ["W07"],
        "L": ["L18", "L19"],
        "V": ["V04", "V20", "V21", "V40"],
    }


def test_each_view_says_who_wrote_it_and_what_they_sell(magnesium: StepPage) -> None:
    for view in magnesium.views:
        assert view.document.author
        assert view.document.site
        assert "sell" in view.document.sells.lower() or view.document.id in "WV"
        assert view.document.sells


def test_the_opposite_view_stands_on_the_same_page(magnesium: StepPage) -> None:
    (lavine,) = [view for view in magnesium.views if view.document.id == "L"]
    assert "little luck" in lavine.statements[1].claim.text
    found = {each.id for each in magnesium.disagreements}
    assert found >= {"D5", "D6", "D24"}


def test_who_must_not_is_said_in_words_and_from_the_table(magnesium: StepPage) -> None:
    assert "kidney disease" in magnesium.step.who_not
    never = {condition.id for condition in magnesium.never_with}
    assert {"kidney-disease", "severe-heart-failure", "myasthenia", "under-18"} <= never
    assert "pregnant" in {condition.id for condition in magnesium.ask_first_with}
    assert "H10" in {flag.id for flag in magnesium.red_flags}


def test_guidance_comes_before_trials_and_says_what_is_not_confirmed(magnesium: StepPage) -> None:
    assert magnesium.findings == magnesium.guidance + magnesium.trials
    assert magnesium.guidance[0].sureness is Sureness.TO_CONFIRM
    assert magnesium.trials
    assert all(finding.in_whom and finding.source for finding in magnesium.findings)


# --- Figures, limits, advice ---


def test_figures_come_one_by_one_and_a_dose_never_without_its_limit(consulting: Consulting) -> None:
    statements = [one for page in consulting.documents() for one in page.statements]
    v20 = next(one for one in statements if one.claim.id == "V20")
    assert v20.figures == ("400mg",)
    assert "350 mg" in v20.claim.limit
    g01 = next(one for one in statements if one.claim.id == "G01")
    assert g01.figures == ("2 hours sleep", "4 or 5 times")
    assert all(one.figures == () for one in statements if not one.claim.figures)


def test_what_is_never_advice_always_says_why_and_nothing_else_does(consulting: Consulting) -> None:
    for page in consulting.documents():
        for one in page.statements:
            assert bool(one.why_never) == one.claim.never_advice, one.claim.id


# --- Nothing is out of reach ---


def test_every_claim_is_reached_through_its_document(consulting: Consulting) -> None:
    pages = consulting.documents()
    assert [len(page.statements) for page in pages] == [48, 17, 24, 54]
    assert {one.claim.id for page in pages for one in page.statements} == set(
        consulting.knowledge.claims
    )


def test_every_step_has_a_page_with_all_its_claims(consulting: Consulting) -> None:
    pages = consulting.steps()
    assert [page.step.id for page in pages] == list(consulting.library.steps)
    for page in pages:
        shown = {one.claim.id for view in page.views for one in view.statements}
        assert shown == set(page.step.claims), page.step.id
        assert page.step.who_not
        assert page.step.evidence


def test_every_step_is_listed_under_its_kind_what_is_offered_first(consulting: Consulting) -> None:
    listed = [step for kind in Kind for step in consulting.steps_of(kind)]
    assert {step.id for step in listed} == set(consulting.library.steps)
    for kind in Kind:
        offered = [step.offered for step in consulting.steps_of(kind)]
        assert offered == sorted(offered, reverse=True)


def test_disagreements_name_the_claims_of_both_sides(consulting: Consulting) -> None:
    pages = {page.disagreement.id: page for page in consulting.disagreements()}
    assert len(pages) == 26
    one, other = pages["D1"].sides
    assert [claim.id for claim in one.claims] == ["L14"]
    assert "V14" in [claim.id for claim in other.claims]
    assert "iron" in {step.id for step in pages["D1"].steps}
    assert pages["D7"].sides[1].claims == ()


def test_help_comes_by_urgency(consulting: Consulting) -> None:
    assert [(urgency, len(flags)) for urgency, flags in consulting.red_flags()] == [
        (Urgency.NOW, 16),
        (Urgency.SOON, 14),
        (Urgency.ROUTINE, 1),
    ]
    assert len(consulting.checks()) == 4


def test_an_unknown_step_is_a_key_error(consulting: Consulting) -> None:
    with pytest.raises(KeyError):
        consulting.step("dancing")


# --- The verdict ---


def test_the_verdict_follows_the_stored_answers(companion: Companion) -> None:
    assert companion.consulting.step("magnesium").ruling.verdict is Verdict.QUESTIONS
    assert companion.consulting.step("magnesium").unanswered
    told = answered(date(2026, 11, 22), but={"kidney-disease": Answer.YES})
    companion.profiles.save(told, NOW)
    page = companion.consulting.step("magnesium")
    assert page.ruling.verdict is Verdict.BLOCKED
    assert page.unanswered == ()


# --- Search ---


def test_a_step_is_found_first_by_its_title(consulting: Consulting) -> None:
    found = consulting.search("magnesium")
    assert (found[0].place, found[0].id) == (Place.STEP, "magnesium")
    places = [each.place for each in found]
    assert Place.DISAGREEMENT in places
    assert Place.CLAIM in places
    assert Place.HELP in places


def test_all_words_must_occur_in_any_order_and_case(consulting: Consulting) -> None:
    both = consulting.search("KIDNEY magnesium")
    assert both == consulting.search("magnesium kidney")
    assert 0 < len(both) < len(consulting.search("kidney"))


def test_titles_come_before_texts(consulting: Consulting) -> None:
    titled = ["kidney" in each.title.casefold() for each in consulting.search("kidney")]
    assert titled == sorted(titled, reverse=True)


@pytest.mark.parametrize("words", ["", "  ", "qwertz"])
def test_nothing_is_found_for_nothing(consulting: Consulting, words: str) -> None:
    assert consulting.search(words) == ()


def test_each_claim_is_found_by_its_id(consulting: Consulting) -> None:
    for name in consulting.knowledge.claims:
        assert name in {each.id for each in consulting.search(name)}


def test_an_author_is_found(consulting: Consulting) -> None:
    assert (Place.DOCUMENT, "L") in {
        (each.place, each.id) for each in consulting.search("lavine chiropractor")
    }


# --- Read late ---


def test_nothing_of_it_is_read_before_it_is_asked_for(companion: Companion) -> None:
    companion.planning.tonight()
    companion.arranging.view()
    assert not {"knowledge", "evidence", "consulting"} & set(vars(companion))
    assert companion.consulting.step("stretching")
    assert {"knowledge", "evidence"} <= set(vars(companion))
