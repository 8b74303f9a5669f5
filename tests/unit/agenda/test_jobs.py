"""Jobs that are done again and again, on a clock that only goes forward."""

from datetime import timedelta

import pytest

from dicu.agenda.jobs import Jobs


@pytest.fixture
def jobs() -> Jobs:
    made = Jobs()
    made.register("agenda", timedelta(minutes=1), lambda: None)
    made.register("checkpoint", timedelta(minutes=10), lambda: None)
    return made


def test_at_the_start_everything_is_done(jobs: Jobs) -> None:
    assert [job.name for job in jobs.due({}, 0.0)] == ["agenda", "checkpoint"]
    assert jobs.rest({}, 0.0, 30.0) == 0.0


def test_each_job_has_its_own_time(jobs: Jobs) -> None:
    last = {"agenda": 100.0, "checkpoint": 100.0}
    assert [job.name for job in jobs.due(last, 159.9)] == []
    assert [job.name for job in jobs.due(last, 160.0)] == ["agenda"]
    assert [job.name for job in jobs.due(last, 700.0)] == ["agenda", "checkpoint"]
    assert jobs.rest(last, 150.0, 30.0) == 10.0 and jobs.rest(last, 100.0, 30.0) == 30.0


def test_a_name_stands_once_and_a_job_is_no_busy_loop(jobs: Jobs) -> None:
    with pytest.raises(ValueError, match="registered already"):
        jobs.register("agenda", timedelta(minutes=1), lambda: None)
    with pytest.raises(ValueError, match="every second at most"):
        jobs.register("spin", timedelta(0), lambda: None)
