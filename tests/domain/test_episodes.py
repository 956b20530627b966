"""What the journal says of a Night's flare-ups."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.episodes import (
    BadCorrection,
    Correction,
    Episode,
    Room,
    checked,
    episodes_in,
    retellings_in,
    used_in,
)
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.insight import FLARE_UPS_COUNTED, flare_ups, flare_ups_by_hour
from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.nights import records_of
from rlscompanion.domain.nights_table import table_of_nights

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


def glance(began: datetime) -> list[Entry]:
    return [entry(began, 0, "opened", "move"), entry(began, 4, "closed", "not-used")]


@pytest.mark.parametrize("minutes", [-15, 20])
def test_opened_and_left_at_once_beside_a_flare_up_it_makes_that_no_longer(minutes: int):
    glanced = FIRST + timedelta(minutes=minutes)
    episode = only(opening(FIRST) + glance(glanced))
    assert episode.openings == tuple(sorted((FIRST, glanced)))
    assert (episode.began, episode.ended) == (FIRST, FIRST + timedelta(minutes=5))
    assert (episode.rounds, episode.used) == (1, True)


def test_opened_and_left_at_once_it_joins_no_two_flare_ups():
    later = FIRST + timedelta(minutes=36)
    between = FIRST + timedelta(minutes=20)
    episodes = episodes_in(opening(FIRST) + glance(between) + opening(later))
    assert [episode.began for episode in episodes] == [FIRST, later]


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

    def test_the_times_may_be_others(self):
        began, ended = FIRST - timedelta(minutes=12), FIRST + timedelta(minutes=1)
        moved = self.corrected(Correction(FIRST, began=began, ended=ended))
        assert (moved.began, moved.ended, moved.corrected) == (began, ended, True)
        assert moved.openings == (FIRST,)

    def test_an_answer_can_be_taken_back(self):
        unsaid = self.corrected(Correction(FIRST, unanswered=True))
        assert unsaid.last_answer is None

    def test_what_is_said_as_it_was_is_not_called_corrected(self):
        again = self.corrected(
            Correction(FIRST, answer=Answer.WORSE), Correction(FIRST, answer=Answer.BETTER)
        )
        assert not again.corrected

    def test_each_is_kept_with_what_stood_before(self):
        later = FIRST + timedelta(hours=8)
        moved = FIRST - timedelta(minutes=5)
        said = Correction(FIRST, began=moved).body()
        (told,) = retellings_in(
            [*opening(FIRST), Entry(NIGHT, EntryKind.FLARE_UP, later, later, said)]
        )
        assert (told.recorded, told.before.began, told.after.began) == (later, FIRST, moved)

    def test_moved_past_another_they_are_told_in_their_new_order(self):
        second = FIRST + timedelta(hours=2)
        early = Correction(second, began=FIRST - timedelta(hours=1), ended=FIRST)
        entries = [*opening(FIRST), *opening(second)]
        told = episodes_in([*entries, Entry(NIGHT, EntryKind.FLARE_UP, FIRST, FIRST, early.body())])
        assert [one.openings[0] for one in told] == [second, FIRST]


def test_what_is_learned_and_reported_goes_by_the_corrected_times():
    entries: list[Entry] = []
    for n in range(FLARE_UPS_COUNTED):
        began = FIRST + timedelta(days=n)
        said = Correction(began, began - timedelta(hours=2), began + timedelta(minutes=-90)).body()
        right = Entry(NIGHT, EntryKind.FLARE_UP, began, began, said)
        entries += [
            Entry(NIGHT + timedelta(days=n), each.kind, each.at, each.recorded, each.body)
            for each in (*opening(began), right)
        ]
    utc = ZoneInfo("UTC")
    records = records_of(NIGHT, NIGHT + timedelta(days=FLARE_UPS_COUNTED - 1), entries, utc)
    assert flare_ups_by_hour(flare_ups(records), utc) == {21: FLARE_UPS_COUNTED}
    columns, *rows = table_of_nights(entries)
    assert {row[columns.index("flare-up-minutes")] for row in rows} == {"30"}


class TestWhereTimesMayBe:
    WHOLE = Room(FIRST - timedelta(hours=11), FIRST + timedelta(hours=8))
    SECOND = FIRST + timedelta(hours=2)

    @pytest.fixture
    def episodes(self) -> tuple[Episode, ...]:
        return episodes_in(opening(FIRST) + opening(self.SECOND))

    @pytest.mark.parametrize(
        ("began", "ended", "why"),
        [
            (timedelta(minutes=9), timedelta(minutes=8), "ends after it begins"),
            (timedelta(hours=-12), timedelta(minutes=5), "not in that night"),
            (timedelta(minutes=1), timedelta(hours=9), "not in that night"),
            (timedelta(minutes=1), timedelta(hours=3), "Another flare-up"),
        ],
    )
    def test_elsewhere_they_are_refused_in_one_sentence(
        self, episodes: tuple[Episode, ...], began: timedelta, ended: timedelta, why: str
    ):
        said = Correction(FIRST, began=FIRST + began, ended=FIRST + ended)
        with pytest.raises(BadCorrection, match=why):
            checked(said, episodes, self.WHOLE)

    def test_only_the_end_said_it_is_held_against_the_beginning_that_stands(
        self, episodes: tuple[Episode, ...]
    ):
        with pytest.raises(BadCorrection, match="ends after it begins"):
            checked(Correction(FIRST, ended=FIRST - timedelta(minutes=1)), episodes, self.WHOLE)

    def test_into_one_that_was_opened_by_mistake_they_may_be_moved(self):
        mistaken = Entry(
            NIGHT, EntryKind.FLARE_UP, FIRST, FIRST, Correction(self.SECOND, used=False).body()
        )
        episodes = episodes_in([*opening(FIRST), *opening(self.SECOND), mistaken])
        checked(Correction(FIRST, ended=self.SECOND + timedelta(hours=1)), episodes, self.WHOLE)

    def test_of_a_flare_up_that_is_not_there_nothing_can_be_said(
        self, episodes: tuple[Episode, ...]
    ):
        with pytest.raises(BadCorrection, match="not in that night"):
            checked(Correction(FIRST + timedelta(minutes=1), used=False), episodes, self.WHOLE)


corrections = st.builds(
    Correction,
    st.just(FIRST),
    began=st.none() | st.integers(-60, 0).map(lambda n: FIRST + timedelta(minutes=n)),
    ended=st.none() | st.integers(0, 60).map(lambda n: FIRST + timedelta(minutes=n)),
    answer=st.none() | st.sampled_from(Answer),
    used=st.none() | st.booleans(),
)


@given(st.lists(corrections, max_size=5))
def test_taken_back_one_by_one_all_stands_as_it_was(said: list[Correction]):
    entries = opening(FIRST)[:-2]  # unanswered, and killed
    stood = [episodes_in(entries)]
    back: list[Correction] = []

    def write(correction: Correction) -> None:
        entries.append(Entry(NIGHT, EntryKind.FLARE_UP, FIRST, FIRST, correction.body()))

    for correction in said:
        back.append(checked(correction, stood[-1], TestWhereTimesMayBe.WHOLE))
        write(correction)
        stood.append(episodes_in(entries))
    for correction in reversed(back):
        assert episodes_in(entries) == stood.pop()
        write(correction)
    assert episodes_in(entries) == stood.pop()


@given(st.lists(st.integers(0, 600), min_size=1, max_size=8, unique=True))
def test_episodes_never_overlap_and_keep_every_opening(minutes: list[int]):
    began = [FIRST + timedelta(minutes=each) for each in minutes]
    episodes = episodes_in([each for start in began for each in opening(start)])
    assert sorted(each for episode in episodes for each in episode.openings) == sorted(began)
    for one, other in pairwise(episodes):
        assert other.began - one.ended > timedelta(minutes=20)
    assert sum(episode.rounds for episode in episodes) == len(began)
