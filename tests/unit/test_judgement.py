"""One broken thing, one red line: what a check amounts to, from facts alone."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.judgement import (
    Absent,
    Check,
    Judged,
    Judgement,
    LookUp,
    NotApplicable,
    NotConfigured,
    explained_by,
    judge,
    label,
    prejudged,
)


def facts(**known: object) -> LookUp:
    """Return a look-up of the facts given; there are no others."""
    return known.get


def asked_before(server: str, servers: Mapping[str, str]) -> list[str]:
    """Name the first server, unless this is the one."""
    return [id_ for id_, port in servers.items() if id_ == "first" and port != server]


@explained_by(of=asked_before)
def check_port(server: str) -> None:
    """A check of each server, explained by the first server's."""
    assert server == "open", f"port {server}"


@explained_by(check_port)
def check_page(server: str, page: str) -> None:
    """A check of each server that needs another fact."""
    assert page == "fine", f"page {page} behind port {server}"


@explained_by(check_page)
def check_all(page: str) -> None:
    """A check of no server, explained by those of all."""
    assert page == "fine", "not all fine"


def test_holds() -> None:
    """A check whose assertion holds, holds, whatever else is broken."""
    look_up = facts(every_server={"trk1": "closed"}, servers={}, page="fine")

    assert judge(check_all, "", look_up) == Judgement(judged=Judged.HOLDS)
    assert judge(check_page, "trk1", look_up).judged is Judged.HOLDS


def test_fails_where_it_breaks() -> None:
    """The first check of the walk that does not hold is the one that fails."""
    look_up = facts(every_server={"trk1": "closed"}, servers={}, page="gone")

    assert judge(check_port, "trk1", look_up) == Judgement(judged=Judged.FAILS, why="port closed")


def test_is_blocked_by_the_root() -> None:
    """What hangs on it is blocked, and points to the root with its server, however far away."""
    servers = {"trk1": "open", "trk2": "closed"}
    look_up = facts(every_server=servers, servers=servers, page="gone")

    judged = judge(check_all, "", facts(every_server={"trk2": "closed"}, servers={}, page="gone"))

    assert judged.reason == "blocked by check_port[trk2]: port closed"
    assert judge(check_page, "trk2", look_up).root == "check_port[trk2]"


def test_explained_by_another_server() -> None:
    """A check can be explained by the same check of a server that was asked before."""
    servers = {"first": "closed", "second": "shut"}

    judged = judge(check_port, "second", facts(every_server=servers, servers=servers))

    assert judged.reason == "blocked by check_port[first]: port closed"


def test_missing_fact_is_never_green() -> None:
    """A fact that is not there fails the check that needs it, if nothing explains it."""
    judged = judge(check_all, "", facts())

    assert (judged.judged, judged.why) == (Judged.FAILS, "nothing is known of: page")


def test_absent_on_purpose() -> None:
    """A fact that is rightly absent gives its outcome to whatever needs it, directly or not."""
    absent = Absent(judged=Judged.NOT_CONFIGURED, why="declare it")

    @explained_by(check_port)
    def check_later(later: object) -> None:
        """Need a fact that came of the absent one."""
        assert later, "later"

    look_up = facts(every_server={"trk1": absent}, later=None)

    assert judge(check_port, "trk1", look_up).reason == "not configured: declare it"
    assert judge(check_later, "", look_up).reason == "not configured: declare it"


def test_earlier_not_applicable_explains_no_bad_fact() -> None:
    """A bad fact that was seen fails, although an earlier check says nothing about it."""

    def check_first() -> None:
        """Say nothing."""
        raise NotApplicable("not here")

    @explained_by(check_first)
    def check_second(page: str) -> None:
        """Say something."""
        assert page == "fine", "page is bad"

    assert judge(check_first, "", facts()).reason == "not applicable: not here"
    assert judge(check_second, "", facts(page="bad")).judged is Judged.FAILS


def check_not_here() -> None:
    """Say nothing about this platform."""
    raise NotApplicable("not here")


def check_not_declared() -> None:
    """Need something declared."""
    raise NotConfigured("declare it")


@pytest.mark.parametrize(
    ("explaining", "reason"),
    [
        ([check_not_here], "not applicable: not here"),
        ([check_not_here, check_not_declared], "not configured: declare it"),
        ([check_not_declared, check_not_here], "not configured: declare it"),
        (
            [check_not_here, check_not_declared, check_port],
            "blocked by check_port[trk2]: port shut",
        ),
        ([check_port, check_not_here], "blocked by check_port[trk2]: port shut"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(one.__name__ for one in value),
)
def test_what_is_broken_explains_a_missing_fact_first(explaining: list[Check], reason: str) -> None:
    """A fact is missing for what fails, else for what is not declared, else for what there is not.

    The nearest explanation may say nothing about this platform: that hides no failure behind it.
    """

    @explained_by(*explaining)
    def check_later(later: object) -> None:
        """Need a fact that never came."""
        assert later, "later"

    look_up = facts(every_server={"trk1": "open", "trk2": "shut"}, later=None)

    assert judge(check_later, "", look_up).reason == reason


def test_not_configured_from_within() -> None:
    """A check can say itself what must be configured."""

    def check() -> None:
        """Need a right."""
        raise NotConfigured("grant it")

    assert judge(check, "", facts()).reason == "not configured: grant it"


def test_error_in_a_check_is_an_error() -> None:
    """A mistake of ours in a check is not taken for a broken platform."""

    def check(page: Mapping[str, str]) -> None:
        """Make a mistake."""
        assert page["nothing"], "nothing"

    with pytest.raises(KeyError):
        judge(check, "", facts(page={}))


@given(
    st.dictionaries(
        st.sampled_from(["first", "trk2", "trk3"]), st.sampled_from(["open", "shut", "locked"])
    )
)
def test_blocked_points_to_a_failure(servers: dict[str, str]) -> None:
    """Whatever is broken: a blocked check points to a check that fails, any other to none."""
    look_up = facts(every_server=servers, servers=servers, page="gone")
    judged = {
        label(check.__name__, subject): judge(check, subject, look_up)
        for check, subjects in ((check_port, servers), (check_page, servers), (check_all, [""]))
        for subject in subjects
    }

    for judgement in judged.values():
        if judgement.judged is Judged.BLOCKED:
            assert judged[judgement.root].judged is Judged.FAILS
        else:
            assert not judgement.root


# Machines whose files may be read, beside the tracking servers that they are.


def by_role(machine: object) -> Judgement | None:
    """Say what a machine amounts to that is of another role, or was not read."""
    if machine == "unread":
        return Judgement(judged=Judged.FAILS, why="not read", unseen=True)
    return Judgement(judged=Judged.NOT_APPLICABLE, why="a role") if machine == "other" else None


@prejudged(by_role)
def check_file(machine: str) -> None:
    """A check of each machine's file; it may have a role that it is not about."""
    assert machine == "valid", f"file {machine}"


@explained_by(check_file, needed=False)
@explained_by(check_port)
def check_answer(server: str, answer: str) -> None:
    """A check from outside that a file may explain, and that does without it."""
    assert answer == "fine", f"answer {answer} of {server}"


def named(names: str) -> list[str]:
    """Return the servers that are complained of."""
    return names.split()


@explained_by(check_port, check_file, of=named, needed=False, each=True)
def check_names(names: str) -> None:
    """A complaint of several servers, each of which must be explained."""
    assert not names, f"complained of {names}"


@pytest.mark.parametrize(
    ("file", "judged", "root"),
    [
        ("broken", Judged.BLOCKED, "check_file[trk1]"),
        ("valid", Judged.FAILS, ""),
        ("other", Judged.FAILS, ""),
        ("unread", Judged.FAILS, ""),
    ],
)
def test_file_of_the_same_machine_explains(file: str, judged: Judged, root: str) -> None:
    """What is wrong in a file explains what is seen from outside; what was not read does not."""
    look_up = facts(
        every_server={"trk1": "open"},
        servers={"trk1": "open"},
        every_machine={"trk1": file, "trk2": "broken"},
        answer="gone",
    )

    found = judge(check_answer, "trk1", look_up)

    assert (found.judged, found.root) == (judged, root)


def test_undeclared_machine_is_no_reason() -> None:
    """A check from outside that fails is no less red because nobody may read the files."""
    absent = Absent(judged=Judged.NOT_CONFIGURED, why="declare it")
    look_up = facts(
        every_server={"trk1": "open"}, servers={}, every_machine={"trk1": absent}, answer=None
    )

    assert judge(check_answer, "trk1", look_up).judged is Judged.FAILS


@pytest.mark.parametrize(
    ("ports", "files", "judged"),
    [
        (("shut", "shut"), ("valid", "valid"), Judged.BLOCKED),
        (("shut", "open"), ("valid", "broken"), Judged.BLOCKED),
        (("shut", "open"), ("valid", "valid"), Judged.FAILS),
        (("open", "open"), ("unread", "broken"), Judged.FAILS),
    ],
)
def test_every_one_must_be_explained(
    ports: tuple[str, str], files: tuple[str, str], judged: Judged
) -> None:
    """What is wrong with one server does not explain a complaint of another."""
    ids = ("trk1", "trk2")
    every_server = dict(zip(ids, ports, strict=True))
    look_up = facts(
        every_server=every_server,
        servers=every_server,
        every_machine=dict(zip(ids, files, strict=True)),
        names="trk1 trk2",
    )

    assert judge(check_names, "", look_up).judged is judged
