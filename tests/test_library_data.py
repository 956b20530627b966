"""The library's own files, held against themselves and against their wording rules."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from rlscompanion.adapters.library_files import COMPILED, compiled, read_library
from rlscompanion.assets import resources
from rlscompanion.domain.flareup import puzzles_in
from rlscompanion.domain.library import Code, Group, Guide, Kind, Step

FOLDER = resources() / "library"
LIBRARY = read_library(FOLDER)
KNOWLEDGE = {"documents", "claims", "disagreements", "help", "evidence", "checking"}
"""What the articles print, with figures and all: held to its own rules."""
FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in FOLDER.glob("*.toml")
    if path.stem not in KNOWLEDGE
}

CELLS_PER_COLUMN = {
    "stretching": 16,
    "seated-moves": 5,
    "standing-moves": 22,
    "night-walk": 21,
    "slow-breathing": 3,
    "warm-bath": 26,
    "contrast-shower": 25,
    "cold": 24,
    "self-massage": 16,
    "compression": 18,
    "hard-burst": 30,
    "vibration-plate": 29,
    "red-light": 17,
    "dim-lights": 3,
    "morning-light": 5,
    "daytime-exercise": 23,
    "evening-snack": 9,
    "magnesium": 28,
    "magnesium-skin": 17,
    "iron": 19,
    "vitamin-c": 12,
    "zinc": 14,
    "vitamin-b6": 12,
    "vitamin-d": 15,
    "omega-3": 21,
    "taurine": 28,
    "glycine": 20,
    "l-theanine": 29,
    "gaba": 29,
    "passion-flower": 31,
    "potassium-food": 13,
    "melatonin": 30,
    "valerian": 29,
}
CELLS_PER_CODE = {
    Code.BLOCK: 122,
    Code.ASK: 301,
    Code.SPACED_2: 8,
    Code.SPACED_4: 3,
    Code.SPACED_6: 3,
    Code.CAUTION: 202,
}
SPACED = {Code.SPACED_2, Code.SPACED_4, Code.SPACED_6}
WITHOUT_A_COLUMN = {
    "screens-off",
    "no-caffeine",
    "no-alcohol",
    "no-late-training",
    "lights-out",
}
OPEN_WITH_A_COLUMN = {
    "stretching",
    "seated-moves",
    "standing-moves",
    "night-walk",
    "slow-breathing",
    "dim-lights",
    "morning-light",
    "daytime-exercise",
    "evening-snack",
}
STALE_AFTER_A_MONTH = {
    "clot-now",
    "pregnant",
    "breastfeeding",
    "tetracycline-quinolone",
    "leg-wound",
    "hip-knee",
}
NOT_OFFERED = {"vibration-plate", "red-light", "gaba", "melatonin", "valerian"}
OF_ONE_ACT = {
    *("lights-out", "no-caffeine", "no-alcohol", "no-late-training"),
    *("evening-snack", "potassium-food"),
    *NOT_OFFERED,
}
ON_IN_A_NEW_ROUTINE = {"dim-lights", "stretching", "screens-off", "slow-breathing", "lights-out"}
MEDICINE_CLASSES = {"antacid", "calcium", "multivitamin", "iron-prescribed", "other"}
OWN_STEPS_IN_RULES = {"milk", "coffee", "tea"}
EVIDENCE = {
    "Guideline",
    "Small trials",
    "Small trials, other people",
    "Expert advice",
    "Author opinion",
    "Conflicts with guidance",
}
PICTURES = {
    "ankle-pumps",
    "heel-raises",
    "marching",
    "walk",
    "calf-left",
    "calf-right",
    "hamstring-left",
    "hamstring-right",
    "massage",
    "cold",
    "compression",
    "half-squat",
    "squat",
    "star-jump",
    "running",
    "breathe",
    "seated",
    "seated-heels",
}
FLARE_UP_SECONDS = {
    "move-seated": 20,
    "move-seated-heels": 20,
    "move-standing": 45,
    "move-marching": 45,
    "walk": 60,
    "stretch-flare": 100,
    "breathe-flare": 120,
    "breathe-even": 121,
    "breathe-holds": 128,
    "aid-cold": 60,
    "aid-massage": 60,
    "aid-compression": 60,
    "burst-half-squats": 30,
    "burst-squats": 30,
    "burst-star-jumps": 30,
    "burst-running": 30,
}

UPPER_LIMITS = (
    "Add up all your products. "
    "Usual upper limits a day: magnesium 350 mg from supplements (EU 250), iron 45 mg. "
    "Zinc 40 mg (EU 25), vitamin B6 12 mg (EU). "
    "Vitamin D 4,000 IU, EPA and DHA 3 g together."
)
WITH_UPPER_LIMITS = {
    "magnesium",
    "iron",
    "vitamin-c",
    "zinc",
    "vitamin-b6",
    "vitamin-d",
    "omega-3",
}
BANNED = re.compile(
    r"\b(treat(s|ed|ing|ments?)?|cur(e|es|ed|ing)|heal(s|ed|ing)?|diagnos(e|es|ed|ing|is)"
    r"|prescribes?|prescribing|reliev(e|es|ed|ing)|clinically proven|safe(ly|r|st|ty)?"
    r"|recommended for you|your dose|streaks?|should|you missed|you failed)\b|!",
    re.IGNORECASE,
)
DUMMY = "dummy treatment"
"""What a placebo is called in the words that stand under every verdict of an experiment."""
NO_DIAGNOSIS = "Nothing in it is a diagnosis."
"""What the small print of the report has to say."""
DOSE = re.compile(r"\d\s*(mg|µg|mcg|g|IU|tablets?|capsules?|pills?|drops?)\b", re.IGNORECASE)


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


TEXTS = [text for name, file in FILES.items() if name != "matrix" for text in said(file, name)]
STEPS = LIBRARY.steps.values()
PROSE = ("what", "why", "who_not", "stop", "caution", "question", "text")


def prose() -> list[tuple[str, str]]:
    """The texts that are sentences: no ids, titles, claims."""
    return [
        (at, text)
        for at, text in TEXTS
        if at.rsplit(".", 1)[-1] in PROSE
        or at.startswith(("acts.", "notes.code", "notes.rule", "spacing.window", "texts."))
    ]


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.!?](?:\s|$)", text) if part]


def reason(step: str, condition: str) -> str | None:
    """The note that speaks for a cell: the first that names it."""
    return next(
        (n.text for n in LIBRARY.notes if step in n.steps and condition in n.conditions), None
    )


def seconds(guide: Guide) -> float:
    return guide.rounds * sum(cue.seconds for cue in guide.cues)


# --- Everything is there, once ---


@pytest.mark.parametrize(
    ("file", "table", "held"),
    [
        ("steps", "step", LIBRARY.steps),
        ("conditions", "condition", LIBRARY.conditions),
        ("guides", "guide", LIBRARY.guides),
    ],
)
def test_no_id_is_used_twice(file: str, table: str, held: dict[str, object]) -> None:
    assert len(FILES[file][table]) == len(held)


def test_the_compiled_library_is_that_of_the_files() -> None:
    stored = (FOLDER / COMPILED).read_bytes()
    assert stored == compiled(FOLDER), "run .ci/compile_library.py after a change"


def test_no_name_is_listed_twice() -> None:
    with (FOLDER / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(LIBRARY.names) == 349


def test_the_matrix_has_as_many_cells_as_the_reviewed_tables() -> None:
    assert {step: len(column) for step, column in LIBRARY.cells.items()} == CELLS_PER_COLUMN
    assert sum(CELLS_PER_COLUMN.values()) == 639


def test_the_matrix_has_as_many_of_each_code_as_the_reviewed_tables() -> None:
    codes = Counter(code for column in LIBRARY.cells.values() for code in column.values())
    assert codes == CELLS_PER_CODE


@pytest.mark.parametrize(
    ("step", "condition", "code"),
    [
        ("magnesium", "kidney-disease", Code.BLOCK),
        ("magnesium", "gabapentinoid", Code.SPACED_2),
        ("warm-bath", "severe-heart-failure", Code.BLOCK),
        ("hard-burst", "pregnant", Code.BLOCK),
        ("glycine", "clozapine", Code.BLOCK),
        ("melatonin", "fluvoxamine", Code.BLOCK),
        ("iron", "levothyroxine", Code.SPACED_4),
        ("zinc", "tetracycline-quinolone", Code.SPACED_6),
        ("stretching", "hip-knee", Code.ASK),
        ("evening-snack", "allergy", Code.CAUTION),
    ],
)
def test_well_known_cells_are_where_they_belong(step: str, condition: str, code: Code) -> None:
    assert LIBRARY.cells[step][condition] is code


# --- Every name means something, both ways ---


def test_every_column_is_a_step_and_every_other_step_is_known_to_have_none() -> None:
    assert set(LIBRARY.steps) - set(LIBRARY.cells) == WITHOUT_A_COLUMN
    assert set(LIBRARY.cells) <= set(LIBRARY.steps)


def test_every_row_is_a_condition_and_every_condition_but_tonights_alcohol_is_a_row() -> None:
    rows = {condition for column in LIBRARY.cells.values() for condition in column}
    assert set(LIBRARY.conditions) - rows == {"alcohol-tonight"}
    assert rows <= set(LIBRARY.conditions)


def test_every_note_names_known_steps_and_conditions() -> None:
    for note in LIBRARY.notes:
        assert note.steps <= set(LIBRARY.steps), note.text
        assert note.conditions <= set(LIBRARY.conditions), note.text


def test_every_note_is_the_first_to_speak_for_some_cell() -> None:
    spoken = {
        reason(step, condition) for step, column in LIBRARY.cells.items() for condition in column
    }
    assert [note.text for note in LIBRARY.notes if note.text not in spoken] == []


def test_no_note_names_a_step_or_condition_in_vain() -> None:
    for note in LIBRARY.notes:
        for step in note.steps:
            assert note.conditions & set(LIBRARY.cells[step]), (step, note.text)
        for condition in note.conditions:
            assert any(condition in LIBRARY.cells[step] for step in note.steps), note.text


def test_every_blocked_cell_has_its_own_words() -> None:
    wordless = [
        (step, condition)
        for step, column in LIBRARY.cells.items()
        for condition, code in column.items()
        if code is Code.BLOCK and reason(step, condition) is None
    ]
    assert wordless == []


def test_left_out_is_said_of_blocked_cells_only() -> None:
    for step, column in LIBRARY.cells.items():
        for condition, code in column.items():
            if "left out" in (reason(step, condition) or ""):
                assert code is Code.BLOCK, (step, condition)


def test_only_notes_on_medicines_wait_for_the_name_of_one() -> None:
    for note in LIBRARY.notes:
        if "{medicine}" in note.text:
            groups = {LIBRARY.conditions[condition].group for condition in note.conditions}
            assert groups == {Group.MEDICINES}, note.text


def test_every_code_has_a_sentence() -> None:
    assert set(LIBRARY.code_texts) == set(Code)


def test_only_these_texts_wait_for_names() -> None:
    waiting = {at: set(re.findall(r"\{(\w+)\}", text)) for at, text in TEXTS if "{" in text}
    told = {at: names for at, names in waiting.items() if at.startswith("experiments.text.")}
    assert set[str]().union(*told.values()) == {
        *("step", "with", "without", "difference", "near", "far", "night"),
    }
    reported = {at for at in waiting if at.startswith("report.text.")}
    noted = {at for at in waiting if at.startswith("notes.note[")}
    assert all(waiting[at] == {"medicine"} for at in noted)
    assert {at: waiting[at] for at in waiting.keys() - told.keys() - reported - noted} == {
        **{f"notes.code.{code}": {"condition", "step"} for code in Code},
        "notes.rule.own-name": {"why"},
        "spacing.window.window": {"step"},
        "texts.text.too-close": {"step", "other"},
        "texts.text.after-screens": {"step", "other"},
        "texts.text.refused": {"name"},
    }


def test_every_spacing_rule_names_steps_conditions_or_medicine_classes() -> None:
    known = {*LIBRARY.steps, *LIBRARY.conditions, *MEDICINE_CLASSES, *OWN_STEPS_IN_RULES}
    for rule in LIBRARY.spacing:
        assert rule.items <= set(LIBRARY.steps), rule.text
        assert rule.others <= known, rule.text
        assert not rule.items & rule.others, rule.text


def test_every_spaced_cell_has_exactly_one_rule_of_its_code() -> None:
    for step, column in LIBRARY.cells.items():
        for condition, code in column.items():
            rules = [
                rule.id
                for rule in LIBRARY.spacing
                if rule.id in SPACED and step in rule.items and condition in rule.others
            ]
            assert rules == ([code.value] if code in SPACED else []), (step, condition)


def test_the_gate_keeps_every_pair_of_the_spacing_rules_apart_by_the_reviewed_hours() -> None:
    hours = {rule.id: (rule.hours_before, rule.hours_after) for rule in LIBRARY.spacing}
    assert hours == {
        "T2": (2, 2),
        "T4": (4, 4),
        "T6": (8, 4),
        "S-a": (2, 2),
        "S-b": (2, 2),
        "S-f": (2, 2),
        "S-i": (0.5, 0),
        "S-t": (0.5, 4),
        "S-q": (24, 24),
    }


def test_rules_that_are_words_are_texts_and_name_known_steps() -> None:
    spoken: list[dict[str, Any]] = FILES["spacing"]["spoken"]
    assert {row["id"] for row in spoken} == {f"S-{letter}" for letter in "cgjklmopru"}
    for row in spoken:
        assert set(row["steps"]) <= set(LIBRARY.steps)
        assert LIBRARY.texts[row["id"]] == row["text"]


def test_every_rule_the_gate_and_the_planner_speak_of_has_its_sentence() -> None:
    assert set(LIBRARY.rule_texts) == {
        *("X1", "X2", "X4", "X5", "X6", "X8"),
        *("iron-none", "iron-low", "iron-enough", "iron-enough-no-tsat", "iron-high-tsat"),
        *("vitamin-c-none", "vitamin-c-low", "vitamin-c-enough"),
        *("vitamin-c-high", "vitamin-c-high-tsat", "zinc-low"),
        *("not-offered", "unchecked", "own-name", "fine"),
        *("S-d", "S-e", "S-h", "S-n", "window", "no-time"),
    }


def test_every_name_maps_to_a_step_a_condition_or_a_class() -> None:
    known = {*LIBRARY.steps, *LIBRARY.conditions, *MEDICINE_CLASSES, "refused"}
    assert {name.maps_to for name in LIBRARY.names.values()} <= known
    assert {name.kind for name in LIBRARY.names.values()} == {
        "medicine",
        "supplement",
        "refused-step",
        "antacid",
    }


# --- The steps keep to the product's promises ---


def test_a_new_routine_has_these_steps_and_no_others() -> None:
    assert {step.id for step in STEPS if step.default_on} == ON_IN_A_NEW_ROUTINE


def test_these_steps_are_open_and_no_others() -> None:
    assert {step.id for step in STEPS if step.open} == OPEN_WITH_A_COLUMN | WITHOUT_A_COLUMN


def test_these_steps_are_not_offered() -> None:
    assert {step.id for step in STEPS if not step.offered} == NOT_OFFERED


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_a_step_says_all_that_its_page_shows(step: Step) -> None:
    assert step.title
    assert step.what
    assert step.why
    assert step.who_not
    assert step.stop
    assert step.evidence in EVIDENCE
    assert step.claims
    assert all(re.fullmatch(r"[GWLV]\d\d", claim) for claim in step.claims)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_a_default_time_lies_in_the_window_and_is_of_one_kind(step: Step) -> None:
    assert step.before_bed is None or step.clock is None
    if step.before_bed is not None and step.earliest is not None and step.latest is not None:
        assert step.latest <= step.before_bed <= step.earliest
    assert (step.before_bed is None and step.clock is None) == (
        step.moment == "flare-up" or not step.offered
    )


def test_every_supplement_sends_to_a_pharmacist_or_doctor_first() -> None:
    for step in STEPS:
        if step.kind is Kind.SUPPLEMENT:
            assert step.caution.startswith("Check with a pharmacist or doctor first."), step.id


def test_the_upper_limits_stand_on_every_mineral_and_vitamin() -> None:
    assert {step.id for step in STEPS if UPPER_LIMITS in step.caution} == WITH_UPPER_LIMITS


def test_the_cautions_everyone_sees_are_there() -> None:
    steps = LIBRARY.steps
    assert "do not stop suddenly; ask a doctor first" in steps["no-alcohol"].caution
    assert steps["screens-off"].caution == "Not for alarms or glucose monitors."
    assert "Keep stairs and bathroom lit" in steps["dim-lights"].caution


def test_every_step_says_its_acts_in_order_but_those_of_one_act() -> None:
    assert set(LIBRARY.steps) - set(LIBRARY.acts) == OF_ONE_ACT
    assert set(LIBRARY.acts) <= set(LIBRARY.steps)
    for step, acts in LIBRARY.acts.items():
        assert 3 <= len(acts) <= 6, step
        assert len(set(acts)) == len(acts), step
        assert all(len(act.split()) <= 15 for act in acts), step


def test_the_acts_of_a_supplement_begin_with_a_clinician() -> None:
    for step in STEPS:
        if step.kind is Kind.SUPPLEMENT and step.id in LIBRARY.acts:
            first = LIBRARY.acts[step.id][0]
            assert re.match(r"Ask your (pharmacist or )?doctor", first), step.id


def test_the_acts_keep_the_cautions_that_come_before_the_doing() -> None:
    acts = {step: " ".join(told) for step, told in LIBRARY.acts.items()}
    for step in ("warm-bath", "hard-burst", "glycine", "l-theanine", "passion-flower"):
        assert "alcohol" in acts[step], step
    assert "40 °C" in acts["warm-bath"]
    assert "numb" in acts["cold"]
    assert "swollen and painful" in acts["self-massage"]
    assert "before sleep" in acts["compression"]
    assert "low light" in acts["night-walk"]


def test_a_no_lasts_a_month_where_things_change_fast_else_a_year() -> None:
    lasts = {condition.id: condition.no_lasts_days for condition in LIBRARY.conditions.values()}
    assert {each for each, days in lasts.items() if days == 30} == STALE_AFTER_A_MONTH
    assert set(lasts.values()) == {30, 365}


@pytest.mark.parametrize("condition", LIBRARY.conditions.values(), ids=lambda each: each.id)
def test_a_condition_is_one_plain_question(condition: Any) -> None:
    assert condition.question.count("?") == 1
    assert condition.question.endswith("?")
    assert len(condition.title.split()) <= 6


# --- Guides ---


def test_every_guide_a_step_names_exists() -> None:
    assert {step.guide for step in STEPS if step.guide} <= set(LIBRARY.guides)


@pytest.mark.parametrize("guide", LIBRARY.guides.values(), ids=lambda guide: guide.id)
def test_a_cue_is_short_and_has_a_known_picture(guide: Guide) -> None:
    assert guide.cues
    for cue in guide.cues:
        assert len(cue.text.split()) <= 8, cue.text
        assert cue.picture in PICTURES
        assert cue.seconds > 0


@pytest.mark.parametrize("guide", LIBRARY.guides.values(), ids=lambda guide: guide.id)
def test_a_picture_of_one_side_goes_with_that_side(guide: Guide) -> None:
    for cue in guide.cues:
        if cue.picture.endswith(("-left", "-right")):
            assert cue.picture.endswith(cue.side), cue.text


def test_evening_guides_last_three_to_ten_minutes_and_fit_their_step() -> None:
    for step in STEPS:
        if step.guide:
            assert 180 <= seconds(LIBRARY.guides[step.guide]) <= 60 * step.minutes, step.id


def test_the_flare_ups_parts_last_as_long_as_designed() -> None:
    evening = {step.guide for step in STEPS}
    parts = {g.id: seconds(g) for g in LIBRARY.guides.values() if g.id not in evening}
    assert parts == FLARE_UP_SECONDS


# --- Words ---


def test_the_wording_rules_see_the_texts() -> None:
    assert len(TEXTS) > 1000
    assert len(prose()) > 400


@pytest.mark.parametrize("word", ["treats", "Safe", "heal", "should", "clinically proven", "Go!"])
def test_the_word_filter_catches(word: str) -> None:
    assert BANNED.search(f"It {word} you")


@pytest.mark.parametrize("text", ["healthy", "prescriber", "prescribed", "secure", "curt"])
def test_the_word_filter_leaves_alone(text: str) -> None:
    assert not BANNED.search(text)


def _plain(text: str) -> str:
    return text.replace(DUMMY, "").replace(NO_DIAGNOSIS, "")


def test_no_text_promises_orders_or_blames() -> None:
    assert [(at, text) for at, text in TEXTS if BANNED.search(_plain(text))] == []


def test_no_text_names_a_dose_but_the_upper_limits() -> None:
    assert [(at, text) for at, text in TEXTS if DOSE.search(text.replace(UPPER_LIMITS, ""))] == []


def test_what_to_do_has_at_most_fifteen_words() -> None:
    assert [step.what for step in STEPS if len(step.what.split()) > 15] == []


def test_no_sentence_is_longer_than_eighteen_words() -> None:
    long = [
        (at, sentence)
        for at, text in prose()
        for sentence in sentences(text)
        if len(sentence.split()) > 18
    ]
    assert long == []


def test_every_sentence_ends_as_one() -> None:
    exempt = {"texts.text.just-move"}
    unended = [
        (at, text)
        for at, text in prose()
        if not text.endswith((".", "?")) and not at.startswith("guides.") and at not in exempt
    ]
    assert unended == []


def test_the_nights_first_words_are_eight_and_its_help_is_six_lines() -> None:
    assert LIBRARY.texts["flareup-start"] == "Small light on. Sit up. Go slow."
    assert [key for key in LIBRARY.texts if key.startswith("help-night-")] == [
        f"help-night-{line}" for line in range(1, 7)
    ]


def test_every_quiet_puzzle_is_one_short_line_and_another_one() -> None:
    puzzles = puzzles_in(LIBRARY.texts)
    assert len(puzzles) == len(set(puzzles)) >= 10
    assert all(len(puzzle.split()) <= 8 for puzzle in puzzles)


# --- What an experiment may test ---


def test_only_reversible_habits_of_one_night_may_be_tested() -> None:
    tested = {step.id for step in LIBRARY.steps.values() if step.tested_as}
    assert tested == {
        "stretching",
        "warm-bath",
        "self-massage",
        "screens-off",
        "slow-breathing",
        "no-caffeine",
        "no-alcohol",
        "no-late-training",
    }
    assert all(LIBRARY.steps[step].offered for step in tested)
