"""What the journal says of a Night's flare-ups."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.episodes import Correction, Episode, episodes_in, used_in
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.journal import Entry, EntryKind

NIGHT = date(2026, 11, 22)
FIRST = datetime(2026, 11, 22, 23, 40, tzinfo=UTC)


def entry(began: datetime, seconds: float, event: str, detail: str = "", **body: str | float):
    at = began + timedelta(seconds=seconds)
    return Entry(
        NIGHT,
        EntryKind.FLARE_UP,
        at,
        at,
        {"event": event, "detail": detail, "seconds": seconds, "began": began.isoformat(), **body},
    )


def opening(began: datetime, seconds: float = 300, answer: str = "better") -> list[Entry]:
    return [
        entry(began, 0, "opened", "start"),
        entry(began, 5, "part-begun", "move", guide="move-seated"),
        entry(began, 25, "part-done", "move", guide="move-seated", lasted=20.0),
        entry(began, 37, "part-left", "move", guide="move-standing", lasted=12.0),
        entry(began, 40, "answered", answer),
        entry(began, seconds, "closed", "used"),
    ]


def only(entries: list[Entry]) -> Episode:
    (episode,) = episodes_in(entries)
    return episode


def test_an_episode_says_what_was_done_and_how_it_ended():
    episode = only(opening(FIRST))
    assert episode.began == FIRST
    assert episode.ended == FIRST + timedelta(minutes=5)
    assert (episode.rounds, episode.used) == (1, True)
    assert [(p.part, p.guide, p.seconds) for p in episode.done] == [(Part.MOVE, "move-seated", 20)]
    assert [p.seconds for p in episode.parts] == [20, 12]
    assert episode.last_answer is Answer.BETTER


def test_soon_after_the_last_end_it_is_a_round_of_the_same_episode():
    again = FIRST + timedelta(minutes=25)
    episode = only(opening(FIRST, answer="same") + opening(again))
    assert (episode.rounds, episode.openings) == (2, (FIRST, again))
    assert episode.answers == (Answer.SAME, Answer.BETTER)
    assert episode.ended == again + timedelta(minutes=5)


def test_more_than_twenty_minutes_later_it_is_another_episode():
    again = FIRST + timedelta(minutes=25, seconds=1)
    assert len(episodes_in(opening(FIRST) + opening(again))) == 2


def test_another_round_on_the_screen_counts():
    rounds = [*opening(FIRST)[:-1], entry(FIRST, 60, "round", "2"), entry(FIRST, 300, "closed")]
    assert only(rounds).rounds == 2


def test_opened_and_left_at_once_is_not_used():
    left = [entry(FIRST, 0, "opened", "start"), entry(FIRST, 4, "closed", "not-used")]
    assert not only(left).used
    assert used_in(left) == ()
    assert only(left + opening(FIRST + timedelta(minutes=1))).rounds == 1


@pytest.mark.parametrize(
    ("before_the_end", "used"),
    [
        ([], False),
        ([entry(FIRST, 20, "part-begun", "move")], True),
        ([entry(FIRST, 3, "answered", "better")], True),
    ],
)
def test_where_the_program_was_killed_it_is_told_by_what_was_done(
    before_the_end: list[Entry],
    used: bool,  # noqa: FBT001
):
    assert only([entry(FIRST, 0, "opened", "start"), *before_the_end]).used is used


def test_left_alone_it_ended_with_the_last_sign_of_life():
    alone = [*opening(FIRST)[:-1], entry(FIRST, 640, "closed", "left-alone")]
    assert only(alone).ended == FIRST + timedelta(seconds=40)


class TestCorrections:
    def corrected(self, *corrections: Correction) -> Episode:
        later = FIRST + timedelta(hours=8)
        return only(
            opening(FIRST)
            + [Entry(NIGHT, EntryKind.FLARE_UP, later, later, said.body()) for said in corrections]
        )

    def test_the_last_word_stands(self):
        episode = self.corrected(
            Correction(FIRST, answer=Answer.SAME), Correction(FIRST, answer=Answer.WORSE)
        )
        assert episode.answers == (Answer.WORSE,)
        assert episode.corrected

    def test_what_is_not_said_stays(self):
        longer = self.corrected(Correction(FIRST, ended=FIRST + timedelta(minutes=50)))
        assert longer.ended == FIRST + timedelta(minutes=50)
        assert (longer.began, longer.answers) == (FIRST, (Answer.BETTER,))

    def test_opened_by_mistake_it_does_not_count(self):
        assert not self.corrected(Correction(FIRST, used=False)).used

    def test_one_of_another_episode_changes_nothing(self):
        other = Correction(FIRST - timedelta(hours=1), used=False)
        assert self.corrected(other) == only(opening(FIRST))


@given(st.lists(st.integers(0, 600), min_size=1, max_size=8, unique=True))
def test_episodes_never_overlap_and_keep_every_opening(minutes: list[int]):
    began = [FIRST + timedelta(minutes=each) for each in minutes]
    episodes = episodes_in([each for start in began for each in opening(start)])
    assert sorted(each for episode in episodes for each in episode.openings) == sorted(began)
    for one, other in pairwise(episodes):
        assert other.began - one.ended > timedelta(minutes=20)
    assert sum(episode.rounds for episode in episodes) == len(began)
