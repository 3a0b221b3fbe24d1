"""What must be known to log on to an application server; the same for a mid-sourcing server."""

import shlex
from pathlib import Path
from typing import Any

from campaign_tracking.access import Access
from campaign_tracking.environment import ApplicationServer, ServerUrl, TokenUrl
from campaign_tracking.init.answers import Answers, Question, by_type, one_of, something
from campaign_tracking.init.options import IMS_KINDS, WAYS, Asked
from campaign_tracking.init.secrets import SECRETS, TypedSecrets
from campaign_tracking.redirection.client import make_ssl_context
from campaign_tracking.secret import SecretSource

_NOT_KNOWN_YET = "unknown"  # the instance: the platform tells it once we are logged on


def ask_server(asked: Asked, answers: Answers, secrets: TypedSecrets, url: str = "") -> Access:
    """Return how to log on, as far as it can be known before anybody was.

    Args:
        asked: Which server.
        answers: Who answers.
        secrets: Where secrets go that are typed.
        url: Its URL, if that was asked before.

    Raises:
        WrongUsageError: If an answer is missing or cannot be.
        click.Abort: If whoever is asked gives up.
    """
    keys: dict[str, Any] = {"url": url or answers.ask(url_of(asked))}
    keys["auth"] = answers.ask(
        Question(
            option=asked.option("auth"),
            words=f"How to log on there ({', '.join(WAYS)})",
            check=one_of(*WAYS),
            default=WAYS[0],
        )
    )
    keys |= _LOGON_KEYS[keys["auth"]](asked, answers)
    for name in SECRETS[keys["auth"]]:
        key = f"{name}_command"
        if command := _command(asked, key, answers):
            keys[key] = command
        source = SecretSource(table=asked.table, name=name, command=command)
        secrets.demand(source, asked.option(key))
    if answers.given(asked.option("ca_file")):
        keys["ca_file"] = ask_ca_file(asked, answers)
    server = ApplicationServer.model_validate({**keys, "instance": _NOT_KNOWN_YET})
    return Access(table=asked.table, server=server, own=False)


def ask_ca_file(asked: Asked, answers: Answers) -> Path:
    """Return the file of a private authority's certificates."""
    question = Question(
        option=asked.option("ca_file"),
        words="The file with the private authority's certificates, in PEM",
        check=_certificates,
    )
    return answers.ask(question)


def url_of(asked: Asked) -> Question[str]:
    """Return the question for the server's URL."""
    return Question(
        option=asked.option("url"),
        words=f"URL of the {asked.words}, as in https://campaign.example.com",
        check=by_type(ServerUrl),
    )


def _password_keys(asked: Asked, answers: Answers) -> dict[str, Any]:
    question = Question(
        option=asked.option("login"), words="Login of the operator", check=something
    )
    return {"login": answers.ask(question)}


def _ims_keys(asked: Asked, answers: Answers) -> dict[str, Any]:
    client_id = Question(
        option=asked.option("client_id"),
        words="Client id of the server-to-server credential",
        check=something,
    )
    scopes = Question(
        option=asked.option("scopes"),
        words="Its scopes, separated by commas or blanks",
        check=_scopes,
    )
    keys: dict[str, Any] = {"client_id": answers.ask(client_id), "scopes": answers.ask(scopes)}
    for key, check in (("token_url", by_type(TokenUrl)), ("ims", one_of(*IMS_KINDS))):
        if answers.given(asked.option(key)):
            keys[key] = answers.ask(Question(option=asked.option(key), words=key, check=check))
    return keys


def _session_token_keys(asked: Asked, answers: Answers) -> dict[str, Any]:
    del asked, answers  # the token itself is all it takes
    return {}


_LOGON_KEYS = {
    "password": _password_keys,
    "ims": _ims_keys,
    "session-token": _session_token_keys,
}


def _command(asked: Asked, key: str, answers: Answers) -> str:
    option = asked.option(key)
    if not answers.given(option):
        return ""
    return answers.ask(Question(option=option, words=key, check=_a_command))


def _a_command(text: str) -> str:
    if not shlex.split(text):
        raise ValueError("it is empty")
    return text


def _scopes(text: str) -> tuple[str, ...]:
    scopes = tuple(text.replace(",", " ").split())
    something(" ".join(scopes))
    return scopes


def _certificates(text: str) -> Path:
    path = Path(something(text)).expanduser().absolute()
    try:
        make_ssl_context(path)
    except OSError as error:
        raise ValueError(f"{path} is no readable file of certificates") from error
    return path
