"""An answer comes from its option or from the terminal, is checked, and is asked for again."""

from contextlib import suppress

import pytest
from click import Abort
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.environment import Id, ServerUrl, Tracking
from campaign_tracking.init.answers import Answers, Question, by_field, by_type, one_of
from campaign_tracking.init.errors import WrongUsageError

LETTER = Question(option="--letter", words="Which letter", check=one_of("a", "b"))


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Type these lines at the terminal, and then give up."""
    left = list(lines)

    def read(_prompt: str = "") -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    monkeypatch.setattr("click.termui.visible_prompt_func", read)


def test_option_answers() -> None:
    """What an option says is not asked for; blanks around it are nothing."""
    assert Answers({"--letter": " a "}, terminal=True).ask(LETTER) == "a"


def test_option_that_cannot_be() -> None:
    """A wrong option ends it, even where somebody could be asked; its value is not repeated."""
    with pytest.raises(WrongUsageError, match="--letter: allowed: a, b") as error:
        Answers({"--letter": "hunter2"}, terminal=True).ask(LETTER)

    assert "hunter2" not in str(error.value)


def test_asks_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever is asked hears what is wrong, and is asked again."""
    typing(monkeypatch, "", "c", "b")

    assert Answers({}, terminal=True).ask(LETTER) == "b"
    assert "Not so: allowed: a, b" in capsys.readouterr().out


def test_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the input is the end of it."""
    typing(monkeypatch, "c")

    with pytest.raises(Abort):
        Answers({}, terminal=True).ask(LETTER)


def test_nobody_to_ask() -> None:
    """Without a terminal the missing answer is named by its option."""
    question = Question(
        option="--letter", words="Which letter", check=one_of("a", ""), default="", refusal="--none"
    )

    with pytest.raises(WrongUsageError, match=r"Which letter.*pass --letter \(or --none\)"):
        Answers({}, terminal=False).ask(question)


def test_default_needs_nobody() -> None:
    """A question with a default is answered by it."""
    question = Question(option="--letter", words="Which letter", check=one_of("a"), default="a")

    assert Answers({}, terminal=False).ask(question) == "a"


def test_every_answer_must_be_needed() -> None:
    """An option that nothing asks for is refused: somebody meant something by it."""
    answers = Answers({"--letter": "a", "--other": "x", "--no-mailbox": "yes"}, terminal=False)
    answers.ask(LETTER)

    with pytest.raises(WrongUsageError, match="--other answers nothing"):
        answers.demand_all_used()


@pytest.mark.parametrize("said", ["a\x00b", "a\x1b[31m", "a\udcff", "a\u202eb"])
def test_what_nobody_sees_is_no_answer(said: str) -> None:
    """Characters that a terminal acts on, or that no file can hold, are refused."""
    question = Question(option="--any", words="Anything", check=str)

    with pytest.raises(WrongUsageError, match="characters that nobody sees"):
        Answers({"--any": said}, terminal=False).ask(question)


def test_checks_are_those_of_the_environment() -> None:
    """An answer is refused in the words in which the file would be."""
    with pytest.raises(ValueError, match="allowed: scheme, host and port, without a path"):
        by_type(ServerUrl)("http://t.example.com/r/")
    with pytest.raises(ValueError, match="the https one belongs into secure_url"):
        by_field(Tracking, "url")("https://t.example.com")


@given(st.text())
def test_any_text_is_checked(text: str) -> None:
    """Whatever is answered is taken or refused; nothing else happens."""
    for check in (by_type(ServerUrl), by_type(Id), by_field(Tracking, "url")):
        with suppress(ValueError):
            assert check(text)
