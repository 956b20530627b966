import pytest

from rlscompanion.assets import resources
from rlscompanion.ui.theme.tokens import Mode, Tokens, load_tokens

GROUNDS = ("window", "nav", "surface", "card", "inset", "now", "accent-soft", "ember-soft")
NEEDS = {"ink": 7.0, "ink-2": 4.5, "accent": 4.5, "ember-text": 4.5, "line-strong": 3, "focus": 3}
PAIRS = (
    ("on-accent", "accent", 4.5),
    ("on-ember", "ember-soft", 7.0),
    ("on-pri", "pri-fill", 4.5),
    ("on-ember", "flare-fill", 4.5),
    ("knob-on", "pri-fill", 3),
    ("heat-on-lo", "heat-0", 4.5),
    ("heat-on-lo", "heat-1", 4.5),
    ("heat-on-lo", "heat-2", 4.45),
    ("heat-on-hi", "heat-3", 4.5),
    ("on-light", "light-day", 4.5),
    ("on-light", "light-evening", 4.5),
    ("on-light-night", "light-night", 4.5),
    ("data-a", "surface", 3),
    ("data-b", "surface", 3),
    ("figure", "window", 3),
    ("on-pri-down", "pri-down", 4.5),
    ("on-flare-down", "flare-down", 4.5),
    ("preview-ink", "preview", 7.0),
    ("preview-ink-2", "preview", 4.5),
    ("preview-icon", "preview", 3),
    ("ink", "line", 4.5),
    ("ember", "window", 3),
)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=list(Mode))
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return load_tokens()[Mode(request.param)]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", NEEDS)
def test_every_ink_can_be_read_on_every_ground(tokens: Tokens, name: str, ground: str):
    found = contrast(tokens.colour(name), tokens.colour(ground))
    assert round(found, 1) >= NEEDS[name]


@pytest.mark.parametrize(("name", "ground", "need"), PAIRS)
def test_the_other_pairs_can_be_told_apart(tokens: Tokens, name: str, ground: str, need: float):
    if (name, ground) == ("on-ember", "ember-soft") and tokens.mode is not Mode.NIGHT:
        ground, need = "ember", 4.5
    assert contrast(tokens.colour(name), tokens.colour(ground)) >= need


def test_no_night_colour_is_bright_or_blue():
    for name, colour in load_tokens()[Mode.NIGHT].colours.items():
        assert luminance(colour) <= 0.40, name
        assert int(colour[5:], 16) <= 14, name


def test_every_light_names_the_same_colours():
    assert len({frozenset(tokens.colours) for tokens in load_tokens().values()}) == 1


def test_the_pictures_of_the_style_sheet_have_the_colours_of_the_tokens(tokens: Tokens):
    for picture, token in (("check", "on-pri"), ("down", "ink-2")):
        drawing = resources() / "style" / f"{picture}-{tokens.mode}.svg"
        assert f'stroke="{tokens.colour(token)}"' in drawing.read_text(encoding="utf-8")
