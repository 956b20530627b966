"""The evidence behind the steps, held against safety.md's source labels and wording rules."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from rlscompanion.adapters.evidence_files import read_evidence
from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.evidence import Sureness

FOLDER = resources() / "library"
DOCUMENTS = Path(__file__).parents[2] / "shared" / "documents"
EVIDENCE = read_evidence(FOLDER)
STEPS = read_library(FOLDER).steps
FINDINGS = [finding for findings in EVIDENCE.findings.values() for finding in findings]

OUR_SEARCH = "Our search for this app"
SLEEP_DOCTORS = "American Academy of Sleep Medicine"
SEEN_ONLY_AT_SECOND_HAND = [
    "droracle",
    "consensus.app",
    "nutri-facts",
    "megatopx",
    "welly",
    "daily mail",
    "clinicalgate",
    "bodybackhealthcenter",
    "dialinginforhealth",
    "paperzilla",
    "elbiruniblogspot",
    "globalauthorid",
    "deroyal",
    "viva-interiors",
    "constantcontact",
    "libbyapp",
    "thesheridanpress",
    "docslib",
    "huggingface",
    "emedicinehealth",
    "newsmax",
    "rxlist",
    "hakimian",
    "yagi",
    "nccih",
]
TO_CONFIRM = {
    ("compression", "NHS advice on compression stockings"),
    ("dim-lights", "Brown 2022, PLoS Biology"),
    ("dim-lights", "NHS page on restless legs"),
    ("gaba", "Boonstra 2015, Frontiers in Psychology"),
    ("hard-burst", "American Heart Association statement, Franklin 2020, Circulation"),
    ("iron", "General knowledge, trials not yet read"),
    ("iron", "Wang 2009, Sleep Medicine"),
    ("lights-out", "NHS page on restless legs"),
    ("magnesium", "American Academy of Sleep Medicine guideline 2025"),
    ("morning-light", "Brown 2022, PLoS Biology"),
    ("no-alcohol", "American Academy of Sleep Medicine guideline 2025"),
    ("no-caffeine", "American Academy of Sleep Medicine guideline 2025"),
    ("omega-3", "Gencer 2021, Circulation"),
    ("passion-flower", "Fisher 2000"),
    ("taurine", "Suliman 2002"),
    ("valerian", "American Academy of Sleep Medicine guideline 2025"),
    ("vibration-plate", "American Academy of Neurology guideline 2016"),
    ("warm-bath", "Japan's Consumer Affairs Agency"),
}
SEARCHED_IN_VAIN = {
    "compression",  # ordinary socks
    "magnesium",  # the glycinate form
    "slow-breathing",
    "contrast-shower",
    "hard-burst",
    "magnesium-skin",
    "zinc",
    "omega-3",
    "taurine",
    "l-theanine",
    "passion-flower",
}
NEVER = {
    ("G03",),
    ("L24",),
    ("L14",),
    ("L15", "L17"),
    ("W08",),
    ("W15",),
    ("G48",),
    ("V13",),
    ("V35",),
    ("V04",),
    ("V20",),
    ("G06",),
    (),
}
BANNED = re.compile(
    r"\b(treat(s|ed|ing|ments?)?|cur(e|es|ed|ing)|heal(s|ed|ing)?|diagnos(e|es|ed|ing|is)"
    r"|prescribes?|prescribing|reliev(e|es|ed|ing)|clinically proven|safe(ly|r|st|ty)?"
    r"|recommended for you|your dose|streaks?|should)\b|!",
    re.IGNORECASE,
)
DOSE = re.compile(
    r"\d\s*(mg|milligrams?|µg|mcg|micrograms?|g|grams?|IU|tablets?|capsules?|pills?|drops?)\b",
    re.IGNORECASE,
)


def prose() -> Iterator[str]:
    """The texts that are sentences."""
    yield from (finding.text for finding in FINDINGS)
    yield from (check.text for check in EVIDENCE.checks)
    yield from (never.text for never in EVIDENCE.never)


def said() -> Iterator[str]:
    """All text a person may read."""
    yield from prose()
    for finding in FINDINGS:
        yield finding.source
        yield finding.in_whom
    yield from (check.title for check in EVIDENCE.checks)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.!?](?:\s|$)", text) if part]


def doses(text: str) -> list[str]:
    """The sentences that name a dose and are not about an upper limit."""
    return [
        sentence
        for sentence in re.split(r"(?<=[.!?])\s", text)
        if DOSE.search(sentence) and not sentence.startswith("Usual upper limit")
    ]


def sixes(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold().replace("’", "'"))
    return {tuple(words[at : at + 6]) for at in range(len(words) - 5)}


# --- Everything is there ---


def test_every_step_has_a_finding_and_no_finding_is_of_an_unknown_step() -> None:
    assert set(EVIDENCE.findings) == set(STEPS)
    assert len(FINDINGS) > 100


def test_a_step_says_a_thing_once() -> None:
    assert len({(each.step, each.text) for each in FINDINGS}) == len(FINDINGS)


def test_guidance_comes_first() -> None:
    for step, findings in EVIDENCE.findings.items():
        for before, after in pairwise(findings):
            assert before.is_guidance or not after.is_guidance, step


def test_only_where_safety_records_it_was_a_trial_looked_for_in_vain() -> None:
    searched = [each for each in FINDINGS if each.source == OUR_SEARCH]
    assert all(re.search(r"\bNo .* was found", each.text) for each in searched)
    read = {each.step for each in searched if each.sureness is Sureness.READ}
    assert read == SEARCHED_IN_VAIN


def test_a_step_with_trials_in_its_tag_has_one_behind_it() -> None:
    for step in STEPS.values():
        if step.evidence.startswith("Small trials"):
            assert any(
                not each.is_guidance and each.source != OUR_SEARCH
                for each in EVIDENCE.findings[step.id]
            ), step.id


def test_a_step_with_a_guideline_in_its_tag_has_one_that_was_read() -> None:
    for step in STEPS.values():
        if step.evidence == "Guideline":
            assert EVIDENCE.findings[step.id][0].is_guidance
            assert EVIDENCE.findings[step.id][0].sureness is Sureness.READ


def test_worth_checking_first_names_four_things() -> None:
    assert [check.id for check in EVIDENCE.checks] == [
        "iron-tests",
        "medicines",
        "sleep-apnoea",
        "caffeine-alcohol",
    ]
    assert "Never stop one alone" in EVIDENCE.checks[1].text
    assert "do not stop suddenly" in EVIDENCE.checks[3].text


def test_what_is_never_advice_is_the_reviewed_list() -> None:
    claims = [never.claims for never in EVIDENCE.never]
    assert len(claims) == len(NEVER)
    assert set(claims) == NEVER
    assert all(re.fullmatch(r"[GWLV]\d\d", claim) for each in claims for claim in each)
    assert all(len(sentences(never.text)) == 1 for never in EVIDENCE.never)


# --- Sources ---


@pytest.mark.parametrize("step", STEPS)
def test_a_finding_says_who_found_it_when_and_in_whom(step: str) -> None:
    for finding in EVIDENCE.findings[step]:
        assert finding.source
        assert finding.in_whom
        assert not finding.in_whom.endswith(".")
        years = re.findall(r"\b(?:19|20)\d\d\b", finding.source)
        assert (str(finding.year) in years) if finding.year else not years, finding.source


def test_only_these_are_still_to_be_confirmed() -> None:
    unsure = {
        (each.step, each.source)
        for each in FINDINGS
        if each.sureness is Sureness.TO_CONFIRM and each.source != OUR_SEARCH
    }
    assert unsure == TO_CONFIRM


def test_nothing_was_taken_from_a_page_that_only_repeats_others() -> None:
    files = "".join(
        (FOLDER / name).read_text(encoding="utf-8").casefold()
        for name in ("evidence.toml", "checking.toml")
    )
    assert [site for site in SEEN_ONLY_AT_SECOND_HAND if site in files] == []


def test_sleep_doctors_are_not_made_to_advise_against_magnesium() -> None:
    (finding,) = (each for each in EVIDENCE.findings["magnesium"] if SLEEP_DOCTORS in each.source)
    assert "no recommendation" in finding.text
    assert finding.sureness is Sureness.TO_CONFIRM
    for text in prose():
        if "magnesium" in text.casefold():
            assert not re.search(r"\bagainst\b|\bnot us(e|ing)\b", text), text


# --- Words ---


def test_no_text_promises_or_orders() -> None:
    assert [text for text in said() if BANNED.search(text)] == []


def test_no_text_names_a_dose_but_as_an_upper_limit() -> None:
    assert [text for text in said() if doses(text)] == []


def test_the_dose_filter_catches_a_dose_and_lets_an_upper_limit_pass() -> None:
    assert doses("Sleep well. People took 250 mg a day.") == ["People took 250 mg a day."]
    assert doses("Usual upper limit a day: 350 mg.") == []
    assert doses("In 12 good sleepers, 24 hours, 75 or less.") == []


def test_no_sentence_is_longer_than_eighteen_words() -> None:
    long = [each for text in prose() for each in sentences(text) if len(each.split()) > 18]
    assert long == []


def test_a_text_is_one_or_two_whole_sentences() -> None:
    assert [text for text in prose() if not text.endswith(".")] == []
    assert [text for text in prose() if len(sentences(text)) > 2] == []


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the articles are not beside this checkout")
def test_no_six_words_in_a_row_are_an_articles() -> None:
    articles = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    assert articles
    taken = {six for article in articles for six in sixes(article)}
    ours = [
        *prose(),
        *(each.in_whom for each in FINDINGS),
        *(each.title for each in EVIDENCE.checks),
    ]
    assert [text for text in ours if sixes(text) & taken] == []
