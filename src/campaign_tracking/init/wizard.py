"""What of the deployment wizard's options can be declared."""

from collections.abc import Callable, Iterator

from campaign_tracking.campaign.options import Options
from campaign_tracking.environment import ServerUrl, Tracking
from campaign_tracking.init.answers import Answers, Question, by_field, by_type
from campaign_tracking.init.draft import Wizard

_URL, _SECURE_URL = "NmsTracking_ServerUrl", "NmsTracking_SecureServerUrl"
_URL_LIST = "NmsTracking_ServerUrlList"
_EXTERNAL_URL = Question(
    option="--tracking-url",
    words="The platform holds no external URL that could be declared; which should it hold",
    check=by_type(ServerUrl),
)


def declarable(held: Options, answers: Answers) -> Wizard:
    """Return what *held* amounts to; without any external URL it is asked for.

    What cannot be declared is left out and told: the checks report it as the platform's fault.

    Raises:
        WrongUsageError: If there is nobody to ask.
        click.Abort: If whoever is asked gives up.
    """
    left_out: list[str] = []

    def usable(name: str, value: str, check: Callable[[str], str]) -> str:
        try:
            return _checked(value, check) if value else ""
        except ValueError as error:
            left_out.append(f"{name}: {value!r} is left out: {error}")
            return ""

    url = usable(_URL, held.value(_URL).strip(), by_field(Tracking, "url"))
    secure_url = held.value(_SECURE_URL).strip()
    secure_url = usable(_SECURE_URL, secure_url, by_field(Tracking, "secure_url"))
    listed = [usable(_URL_LIST, each, by_type(ServerUrl)) for each in held.server_urls]
    if not (url or secure_url):
        given = answers.ask(_EXTERNAL_URL)
        url, secure_url = (given, "") if given.startswith("http:") else ("", given)
    return Wizard(
        url=url,
        secure_url=secure_url,
        internal_urls={f"trk{n}": each for n, each in enumerate(filter(None, listed), start=1)},
        left_out=tuple(left_out),
    )


def in_words(found: Wizard) -> Iterator[str]:
    """Yield what was found, a line each."""
    yield f"external URL    {found.url or 'none'}"
    yield f"secure URL      {found.secure_url or 'none'}"
    for id_, url in found.internal_urls.items():
        yield f"internal URL    {id_} = {url}"
    if not found.internal_urls:
        yield "internal URLs   none: the wizard's list is empty, or not told"
    yield from found.left_out


def _checked(value: str, check: Callable[[str], str]) -> str:
    if not value.isprintable():
        raise ValueError("it holds characters that nobody sees")
    return check(value)
