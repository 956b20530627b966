import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library import LIBRARY, answered
from rlscompanion.domain.chosen import rule_step, substances_of
from rlscompanion.domain.library import MULTIVITAMIN
from rlscompanion.domain.own_steps import (
    IsMedicine,
    Refused,
    TakesColumn,
    Unchecked,
    drinks_in,
    plain_name,
    recognise,
    why_refused,
)
from rlscompanion.domain.profile import Answer, Profile
from rlscompanion.domain.routine import BeforeBed, RoutineStep
from rlscompanion.domain.safety import Gate, Verdict
from strategies import TODAY, titles

SUPPLEMENTS = [
    (name.name, name.maps_to)
    for name in LIBRARY.names.values()
    if name.kind == "supplement" and name.maps_to in LIBRARY.cells
]
MEDICINES = [name.name for name in LIBRARY.names.values() if name.kind in {"medicine", "antacid"}]
REFUSED = [name.name for name in LIBRARY.names.values() if name.kind == "refused-step"]
LIKE_A_NAME = [
    "Ironing shirts",
    "Ironed shirts away",
    "Iron shirts",
    "Iron the shirts",
    "Wash, then iron my work clothes",
    "Coffee mug cleaning",
    "Ambient music",
    "Lyrical dance",
    "Eisenbahn bauen",
    "Sportcentrum",
    "Bitter lemonade",
    "Natural calming sounds",
    "Slow kicks",
    "Vitamin box away",
]
"""Titles that begin like a name and mean something else."""


def own(title: str) -> RoutineStep:
    return RoutineStep("own/it", title=title, when=BeforeBed(60))


@pytest.mark.parametrize(("name", "step"), SUPPLEMENTS)
def test_a_supplement_takes_the_column_of_its_step(name: str, step: str) -> None:
    assert recognise(LIBRARY, name) == TakesColumn((step,))


@given(
    found=st.sampled_from(SUPPLEMENTS),
    forms=st.lists(
        st.sampled_from(
            ["tablet", "capsules", "drops", "spray", "powder", "tea", "mg", "ml", "400"]
        ),
        max_size=3,
    ),
    in_front=st.booleans(),
    shouted=st.booleans(),
)
@settings(deadline=None, derandomize=True, max_examples=200)
def test_form_words_numbers_and_case_do_not_hide_a_supplement(
    *, found: tuple[str, str], forms: list[str], in_front: bool, shouted: bool
) -> None:
    name, step = found
    title = " ".join([*forms, name] if in_front else [name, *forms])
    assert recognise(LIBRARY, title.upper() if shouted else title) == TakesColumn((step,))


@pytest.mark.parametrize(
    ("title", "step"),
    [
        ("Magnesium 400mg", "magnesium"),
        ("magnesium (tablets)", "magnesium"),
        ("Omega-3 capsules", "omega-3"),
        ("Vitamin C 500 mg", "vitamin-c"),
        ("  Eisen   Tropfen 20 ml", "iron"),
        ("Magnesiumbisglycinat", "magnesium"),
        ("Eisentabletten", "iron"),
        ("Iron bisglycinate", "iron"),
        ("Zinc picolinate", "zinc"),
        ("Vitamin B 6", "vitamin-b6"),
        ("Iron, then the shirts", "iron"),
        ("Iron the shirts and take iron", "iron"),
        ("A warm magnesium bath", "magnesium-skin"),
        ("Omega 3 with dinner", "omega-3"),
        ("Fischölkapseln", "omega-3"),
        ("Two bananas, sliced", "potassium-food"),
        ("ZINC", "zinc"),
    ],
)
def test_titles_as_people_type_them(title: str, step: str | None) -> None:
    found = recognise(LIBRARY, title)
    assert found == (TakesColumn((step,)) if step else Unchecked())


@pytest.mark.parametrize("name", MEDICINES)
def test_a_medicine_is_no_step(name: str) -> None:
    assert isinstance(recognise(LIBRARY, name), IsMedicine)
    assert isinstance(recognise(LIBRARY, f"{name} 20 mg tablets"), IsMedicine)


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_should_take_for_this_is_refused(name: str) -> None:
    assert isinstance(recognise(LIBRARY, name), Refused)


@pytest.mark.parametrize("name", ["melatonin", "Valerian drops", "GABA", "tonic water", "Quinine"])
def test_the_names_of_the_interface_are_refused(name: str) -> None:
    assert isinstance(recognise(LIBRARY, name), Refused)


@pytest.mark.parametrize("title", ["Foot soak", "Read a book", "Puzzle 500 pieces", *LIKE_A_NAME])
def test_anything_else_is_unchecked_and_said_so(title: str) -> None:
    assert recognise(LIBRARY, title) == Unchecked()
    ruling = rule_step(Gate(LIBRARY, Profile(), TODAY), own(title))
    assert ruling.verdict is Verdict.UNCHECKED
    assert not ruling.locks


@given(titles)
@settings(deadline=None, derandomize=True, max_examples=200)
def test_any_title_is_recognised_as_something(title: str) -> None:
    assert recognise(LIBRARY, title)
    assert plain_name(plain_name(title)) == plain_name(title)


def test_an_own_supplement_takes_the_lock_of_its_step() -> None:
    kidneys = answered(TODAY, but={"kidney-disease": Answer.YES})
    gate = Gate(LIBRARY, kidneys, TODAY)
    ruling = rule_step(gate, own("Magnesium 300 mg"))
    assert ruling.verdict is Verdict.BLOCKED
    assert ruling.step == "own/it"
    assert ruling.reasons == gate.rule(LIBRARY.steps["magnesium"]).reasons


def test_a_multivitamin_takes_the_strictest_of_its_minerals_and_counts_as_each() -> None:
    multivitamin = own("Multivitamin")
    assert substances_of(LIBRARY, multivitamin) == MULTIVITAMIN
    gate = Gate(LIBRARY, answered(TODAY), TODAY)
    assert rule_step(gate, multivitamin).verdict is gate.rule(LIBRARY.steps["iron"]).verdict


@pytest.mark.parametrize(
    ("title", "drinks"),
    [
        ("Coffee with Ann", {"coffee"}),
        ("Warm milk and tea", {"milk", "tea"}),
        ("Milch", {"milk"}),
        ("Teapot cleaning", set()),
    ],
)
def test_drinks_that_spacing_speaks_of_are_found_in_titles(title: str, drinks: set[str]) -> None:
    assert drinks_in(title) == drinks
    assert substances_of(LIBRARY, own(title)) == drinks


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Take gabapentin", "gabapentin"),
        ("Take my Neurontin", "neurontin"),
        ("left-over tramadol", "tramadol"),
        ("Dihydrocodeine", "codeine"),
        ("Magnesium, then calcium", "calcium"),
        ("My St John’s wort", "st john's wort"),
    ],
)
def test_a_medicine_inside_a_title_is_no_step(title: str, name: str) -> None:
    found = recognise(LIBRARY, title)
    assert isinstance(found, IsMedicine)
    assert found.name.replace("'", "") == name.replace("'", "")
    said = why_refused(LIBRARY, title)
    assert said is not None
    assert "add it as a medicine" in said


@pytest.mark.parametrize(
    "title",
    ["Glass of tonic water", "Melatonin gummies", "Take gabapentin and melatonin", "Baldriantee"],
)
def test_what_is_refused_is_refused_inside_a_title(title: str) -> None:
    assert isinstance(recognise(LIBRARY, title), Refused)
    assert why_refused(LIBRARY, title)


def test_a_product_of_several_takes_the_columns_of_all() -> None:
    assert recognise(LIBRARY, "Zinc with magnesium") == TakesColumn(("zinc", "magnesium"))
    zma = own("Zinc with magnesium and milk")
    assert substances_of(LIBRARY, zma) == {"zinc", "magnesium", "milk"}
    gate = Gate(LIBRARY, answered(TODAY), TODAY)
    ruling = rule_step(gate, own("Evening zinc with iron"))
    assert ruling.verdict is Verdict.BLOCKED
    both = {
        reason for name in ("zinc", "iron") for reason in gate.rule(LIBRARY.steps[name]).reasons
    }
    assert set(ruling.reasons) == both


def strictness(title: str) -> int:
    """Return a figure that is smaller the stricter the recognition."""
    kinds = (Refused, IsMedicine, TakesColumn, Unchecked)
    return kinds.index(type(recognise(LIBRARY, title)))


EVERYDAY_WORDS = ["my", "take", "the", "evening", "left-over", "gummies", "bisglycinate", "2", "("]


@given(
    name=st.sampled_from([*SUPPLEMENTS, *((one, "") for one in MEDICINES + REFUSED)]),
    before=st.lists(st.sampled_from(EVERYDAY_WORDS), max_size=3),
    after=st.lists(st.sampled_from(EVERYDAY_WORDS), max_size=3),
    punctuation=st.sampled_from([" ", ", ", " - ", "/", " + "]),
)
@settings(deadline=None, derandomize=True, max_examples=400)
def test_words_round_a_known_name_never_make_it_less_strict(
    *, name: tuple[str, str], before: list[str], after: list[str], punctuation: str
) -> None:
    alone, column = name
    title = punctuation.join([*before, alone, *after])
    assert strictness(title) <= strictness(alone)
    found = recognise(LIBRARY, title)
    if isinstance(found, TakesColumn):
        assert column in found.steps
        assert substances_of(LIBRARY, own(title)) >= substances_of(LIBRARY, own(alone))
    gate = Gate(LIBRARY, answered(TODAY), TODAY)
    if column:
        round_it = rule_step(gate, own(title)).verdict.strictness
        assert round_it <= rule_step(gate, own(alone)).verdict.strictness


@pytest.mark.parametrize("title", ["Take my Neurontin", "Glass of tonic water"])
def test_an_older_step_whose_title_names_a_medicine_is_left_out_in_words(title: str) -> None:
    gate = Gate(LIBRARY, answered(TODAY), TODAY)
    ruling = rule_step(gate, own(title))
    assert ruling.verdict is Verdict.BLOCKED
    assert [reason.condition for reason in ruling.reasons] == ["name"]
    assert (why_refused(LIBRARY, title) or "nothing").rstrip(".") in ruling.reasons[0].text
    assert substances_of(LIBRARY, own(title))
