"""What the documents say: nothing lost, every reference both ways, in our own words."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rlscompanion.adapters.knowledge_files import read_knowledge
from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.knowledge import Claim, Disagreement, RedFlag, Urgency

FOLDER = resources() / "library"
LIBRARY = read_library(FOLDER)
KNOWLEDGE = read_knowledge(FOLDER)
CLAIMS = KNOWLEDGE.claims
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
OURS = ("documents", "claims", "disagreements", "help")

SHARED = Path(__file__).parents[2] / "shared"
DOCUMENTS = SHARED / "documents"
SAFETY = SHARED / "content" / "safety.md"
with_the_documents = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason="the four documents are not beside the checkout"
)
with_the_review = pytest.mark.skipif(
    not SAFETY.is_file(), reason="the safety review is not beside the checkout"
)

CLAIMS_PER_DOCUMENT = {"G": 48, "W": 17, "L": 24, "V": 54}
FOUND_IN = {
    "G": "000_bfffbe6c25cb8c47.txt",
    "W": "001_92c65c443eb27555.txt",
    "L": "002_1ddc67f3ade09070.txt",
    "V": "003_c4cf1529910384c3.txt",
}
# The safety review's list of what is never shown as advice or fact (its S28), but for the offers.
NEVER_ADVICE = {
    *("G03", "L24", "L14", "L15", "L17", "W08", "W15"),
    *("G48", "V13", "V35", "V04", "V20", "G06"),
}
OFFERS = {"G21", "G31", "V53"}
WITH_A_LIMIT = {
    *("G03", "G36", "L15", "L24"),
    *("V09", "V15", "V19", "V20", "V29", "V35", "V36"),
}
AGAINST_GUIDANCE_ONLY = {"D7", "D9", "D17", "D18", "D23"}

PROMISES = re.compile(
    r"\b(treat(s|ed|ing|ments?)?|cur(e|es|ed|ing)|heal(s|ed|ing)?|diagnos(e|es|ed|ing|is)"
    r"|prescribes?|prescribing|reliev(e|es|ed|ing)|clinically proven|safe(ly|r|st|ty)?"
    r"|recommended for you|your dose|streaks?|should|you missed|you failed)\b|!",
    re.IGNORECASE,
)
# Reviewed, final sentences that use such a word to deny it, in its everyday sense, or of what a
# therapist or a medicine does.
ALLOWED_PROMISES = {
    "D10": "it is not a treatment",
    "D11": "treat cold as a brief personal choice",
    "D14": "his own deep-tissue treatment",
    "D15": "a main long-term treatment",
}
DENIED = re.compile(r"dummy treatment|Nothing in it is a diagnosis\.")
"""What the verdict of an experiment and the small print of the report have to say."""
DOSE = re.compile(r"\d\s*(mg|µg|mcg|g|ng|IU|tablets?|capsules?|pills?|drops?)\b", re.IGNORECASE)
NAMES_WITH_A_DIGIT = re.compile(r"\bB6\b|\bomega-3\b")
MANY_WORDS = 6
# The names of things have to be given as they are.
NAMES = {
    *(document.title for document in KNOWLEDGE.documents.values()),
    "Journal of Bodywork and Movement Therapies",
}


def said(value: object, at: str) -> Iterator[tuple[str, str]]:
    """All text a person may read, with its place in the files."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from said(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from said(inner, f"{at}[{index}]")
    elif isinstance(value, str):
        yield at, value


def texts(*files: str) -> list[tuple[str, str]]:
    return [text for file in files for text in said(FILES[file], file)]


def long_sentences(text: str, most: int) -> list[str]:
    return [part for part in re.split(r"[.!?](?:\s|$)", text) if len(part.split()) > most]


def runs(text: str) -> set[tuple[str, ...]]:
    """Each run of six words, whatever their case and what stands between them."""
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", text.casefold()))
    return {
        tuple(words[start : start + MANY_WORDS]) for start in range(len(words) - MANY_WORDS + 1)
    }


@cache
def printed(document: str) -> str:
    return (DOCUMENTS / FOUND_IN[document]).read_text("utf-8")


@cache
def printed_runs() -> frozenset[tuple[str, ...]]:
    return frozenset(run for document in FOUND_IN for run in runs(printed(document)))


# --- Nothing is lost ---


def test_all_four_documents_say_who_wrote_them_and_what_they_sell() -> None:
    assert list(KNOWLEDGE.documents) == list(CLAIMS_PER_DOCUMENT)
    for document in FILES["documents"]["document"]:
        assert all(document.values()), document["id"]


def test_no_claim_is_lost() -> None:
    assert Counter(claim.document for claim in CLAIMS.values()) == CLAIMS_PER_DOCUMENT
    assert list(CLAIMS) == [
        f"{document}{number:02}"
        for document, count in CLAIMS_PER_DOCUMENT.items()
        for number in range(1, count + 1)
    ]


def test_no_id_is_used_twice() -> None:
    rows = [row["id"] for file in OURS for table in FILES[file].values() for row in table]
    assert [each for each, times in Counter(rows).items() if times > 1] == []


def test_a_documents_page_shows_its_claims_in_its_order() -> None:
    for document, count in CLAIMS_PER_DOCUMENT.items():
        page = KNOWLEDGE.claims_of_document(document)
        assert [claim.id for claim in page] == [f"{document}{n:02}" for n in range(1, count + 1)]


def test_every_claim_is_reached_from_a_step_a_disagreement_a_red_flag_or_its_document() -> None:
    reached = {
        *(claim for step in LIBRARY.steps.values() for claim in step.claims),
        *(claim for each in KNOWLEDGE.disagreements.values() for claim in each.claims),
        *(claim for flag in KNOWLEDGE.red_flags.values() for claim in flag.claims),
        *(
            claim.id
            for document in KNOWLEDGE.documents
            for claim in KNOWLEDGE.claims_of_document(document)
        ),
    }
    assert reached == set(CLAIMS)


def test_every_claim_but_the_newsletter_has_a_kind() -> None:
    assert [claim.id for claim in CLAIMS.values() if not claim.kinds] == ["V53"]


# --- Every reference exists both ways ---


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.id)
def test_a_claims_references_point_back(claim: Claim) -> None:
    assert claim.id not in claim.contradicts + claim.also_see
    assert not set(claim.contradicts) & set(claim.also_see)
    assert all(claim.id in CLAIMS[other].contradicts for other in claim.contradicts)
    assert all(claim.id in CLAIMS[other].also_see for other in claim.also_see)


def test_references_stand_in_the_order_of_the_documents() -> None:
    order = list(CLAIMS)
    for claim in CLAIMS.values():
        for references in (claim.contradicts, claim.also_see):
            assert list(references) == sorted(references, key=order.index), claim.id


def test_claims_named_elsewhere_exist() -> None:
    for step in LIBRARY.steps.values():
        assert set(step.claims) <= set(CLAIMS), step.id
    for each in KNOWLEDGE.disagreements.values():
        assert set(each.claims) <= set(CLAIMS), each.id
    for flag in KNOWLEDGE.red_flags.values():
        assert set(flag.claims) <= set(CLAIMS), flag.id


# --- Disagreements ---


def test_all_disagreements_are_there() -> None:
    assert list(KNOWLEDGE.disagreements) == [f"D{number}" for number in range(1, 27)]


@pytest.mark.parametrize("each", KNOWLEDGE.disagreements.values(), ids=lambda each: each.id)
def test_a_disagreement_has_two_sides(each: Disagreement) -> None:
    assert each.topic
    assert each.side_a
    assert each.side_b
    assert each.text
    assert each.claims_a
    assert bool(each.claims_b) == (each.id not in AGAINST_GUIDANCE_ONLY)
    assert not set(each.claims_a) & set(each.claims_b)


def test_a_disagreement_is_found_by_a_claim_of_either_side() -> None:
    assert [each.id for each in KNOWLEDGE.disagreements_on(["V50"])] == ["D4"]
    assert [each.id for each in KNOWLEDGE.disagreements_on(["G24", "L20"])] == ["D4"]
    assert KNOWLEDGE.disagreements_on([]) == ()


@with_the_review
def test_a_disagreement_is_told_in_the_reviewed_sentences() -> None:
    reviewed = dict(
        re.findall(r"^\| (D\d+) [^|]*\| (.*) \|$", SAFETY.read_text("utf-8"), re.MULTILINE)
    )
    assert {each.id: each.text for each in KNOWLEDGE.disagreements.values()} == reviewed


# --- When to get help ---


def test_all_red_flags_are_there_with_their_urgency() -> None:
    assert {flag.id: flag.urgency for flag in KNOWLEDGE.red_flags.values()} == {
        **{f"H{number}": Urgency.NOW for number in range(1, 17)},
        **{f"H{number}": Urgency.SOON for number in range(17, 31)},
        "H-routine": Urgency.ROUTINE,
    }
    assert [len(KNOWLEDGE.red_flags_of(urgency)) for urgency in Urgency] == [16, 14, 1]


@pytest.mark.parametrize("flag", KNOWLEDGE.red_flags.values(), ids=lambda flag: flag.id)
def test_a_red_flag_says_the_signs_and_what_to_do(flag: RedFlag) -> None:
    for text in (flag.text, flag.action):
        assert text.endswith(".")
        assert long_sentences(text, most=18) == []


def test_help_with_a_medicine_never_says_to_stop_it() -> None:
    for flag in ("H20", "H21"):
        assert KNOWLEDGE.red_flags[flag].action.startswith("Do not stop")


def test_the_night_has_its_six_lines() -> None:
    assert KNOWLEDGE.night_lines == tuple(
        LIBRARY.texts[f"help-night-{line}"] for line in range(1, 7)
    )


# --- Figures stand apart, beside their limits ---


def test_these_claims_are_never_advice() -> None:
    assert {claim.id for claim in CLAIMS.values() if claim.never_advice} == NEVER_ADVICE | OFFERS


def test_why_a_claim_is_never_advice_is_said() -> None:
    reasons = {claim for row in FILES["checking"]["never"] for claim in row["claims"]}
    assert reasons - OFFERS == NEVER_ADVICE


def test_a_limit_stands_beside_these_figures() -> None:
    assert {claim.id for claim in CLAIMS.values() if claim.limit} == WITH_A_LIMIT
    for claim in CLAIMS.values():
        assert claim.limit or not DOSE.search(claim.figures), claim.id
        assert not claim.limit or claim.figures or claim.timing, claim.id


def test_the_printed_amount_of_magnesium_stands_beside_both_upper_limits() -> None:
    assert CLAIMS["V20"].figures == "400mg"
    assert "350 mg" in CLAIMS["V20"].limit
    assert "EU 250 mg" in CLAIMS["V20"].limit
    assert "2 hours from gabapentin" in CLAIMS["V20"].limit


def test_no_figure_stands_in_a_claims_text_or_caution() -> None:
    figured = [
        claim.id
        for claim in CLAIMS.values()
        if re.search(r"\d", NAMES_WITH_A_DIGIT.sub("", claim.text + claim.caution))
    ]
    assert figured == []


def test_doses_stand_only_among_figures_and_limits() -> None:
    doses = {at.rsplit(".", 1)[-1] for at, text in texts(*OURS) if DOSE.search(text)}
    assert doses == {"figures", "limit"}


@with_the_documents
@pytest.mark.parametrize(
    "claim", [claim for claim in CLAIMS.values() if claim.figures], ids=lambda claim: claim.id
)
def test_figures_are_exactly_as_printed(claim: Claim) -> None:
    document = printed(claim.document).casefold()
    for figure in claim.figures.split("; "):
        assert figure.casefold() in document


# --- Words ---


def test_no_text_promises_orders_or_blames() -> None:
    found = {text for _, text in texts(*FILES) if PROMISES.search(DENIED.sub("", text))}
    assert found == {KNOWLEDGE.disagreements[each].text for each in ALLOWED_PROMISES}


@pytest.mark.parametrize(("each", "words"), ALLOWED_PROMISES.items())
def test_an_allowed_word_stands_only_where_it_was_allowed(each: str, words: str) -> None:
    text = KNOWLEDGE.disagreements[each].text
    assert words in text
    assert not PROMISES.search(text.replace(words, ""))


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.id)
def test_a_claim_is_told_in_short_sentences_as_someones_words(claim: Claim) -> None:
    assert re.search(r"\b(author|writer|article|letter|comment)\b", claim.text)
    for text in (claim.text, claim.caution, claim.limit):
        assert not text or text.endswith(".")
        assert long_sentences(text, most=18) == []


def test_documents_and_sides_are_told_in_short_sentences() -> None:
    for document in KNOWLEDGE.documents.values():
        for text in (document.sells, document.missing, document.about):
            assert text.endswith(".")
            assert long_sentences(text, most=18) == []
    for each in KNOWLEDGE.disagreements.values():
        assert each.side_a.endswith(".")
        assert each.side_b.endswith(".")


@with_the_documents
def test_the_search_for_copied_words_sees_the_documents_and_all_our_texts() -> None:
    assert len(printed_runs()) > 3000
    assert {*OURS, "steps", "notes", "texts", "guides", "evidence", "checking"} <= set(FILES)
    some = " ".join(printed("V").split()[200:206])
    assert runs(f"Oh: {some}, they say.") & printed_runs()


@with_the_documents
def test_no_six_words_in_a_row_are_taken_from_a_document() -> None:
    named = {run for name in NAMES for run in runs(name)}
    taken = [
        (at, " ".join(run))
        for at, text in texts(*FILES)
        for run in (runs(text) & printed_runs()) - named
    ]
    assert taken == []
