"""The options that the deployment wizard writes (configuring-campaign-options.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from campaign_tracking.campaign.envelope import text
from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.session import Session
from campaign_tracking.seal import Seal

READ = (
    "NmsTracking_Available",
    "NmsTracking_ServerUrl",
    "NmsTracking_SecureServerUrl",
    "NmsTracking_ServerUrlList",
    "NmsTracking_Instance",
    "NmsTracking_Password",
    "NmsTracking_ExtAccount",
    "NmsTracking_Pointer",
    "NmsTracking_LastConsolidation",
    "NmsTracking_ClickFormula",
    "NmsTracking_OpenFormula",
    "NmsTracking_WebFormula",
    "NmsServer_MirrorPageUrl",
    "NmsServer_LastPostUpgrade",
    "NmsTracking_WebTrackingMode",
    "NmsCleanup_TrackingLogPurgeDelay",
    "XtkDatabaseId",
)
HIDDEN = ("NmsTracking_Password", "NmsTracking_Pointer")  # never kept, parsed or printed
SEALED = ("XtkDatabaseId",)  # compared with what tracking servers hold, and never shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the options hold.

    Attributes:
        values: Name to value; of hidden ones and those that do not exist the value is empty, of
            sealed ones it is the seal.
        present: The options that exist and are not empty.
        unreadable: Why reading stopped; empty if all were read.
        read_at: When; None if it is not known.
    """

    values: Mapping[str, str]
    present: tuple[str, ...]
    unreadable: str
    read_at: datetime | None = None

    @property
    def externalised(self) -> bool:
        """Whether tracking is carried by a mid-sourcing server (NmsTracking_ExtAccount)."""
        return bool(self.value("NmsTracking_ExtAccount").strip())

    def value(self, name: str) -> str:
        """Return the option's value; empty if it is absent."""
        return self.values.get(name, "")

    @property
    def server_urls(self) -> list[str]:
        """The internal URLs as the wizard's list holds them: comma separated (A-03)."""
        listed = self.value("NmsTracking_ServerUrlList")
        return [part.strip() for part in listed.split(",")] if listed.strip() else []


def read_options(
    session: Session, names: Sequence[str] = READ, seal: Seal | None = None
) -> Options:
    """Read options, one ``xtk:session#GetOption`` each; by default all that the checks look at.

    Args:
        session: Where.
        names: Which.
        seal: Seals what must not be shown; without one it is not kept at all.
    """
    values: dict[str, str] = {}
    present: list[str] = []
    unreadable, read_at = "", datetime.now(UTC)
    for name in names:
        try:
            answer = session.call("xtk:session#GetOption", [text("name", name)])
        except CampaignError as error:
            unreadable = f"{name}: {error}"
            break
        value = (answer[0].element.text or "") if answer else ""
        if value.strip():
            present.append(name)
        values[name] = _kept(name, value, seal)
    return Options(values=values, present=tuple(present), unreadable=unreadable, read_at=read_at)


def _kept(name: str, value: str, seal: Seal | None) -> str:
    if name in HIDDEN:
        return ""
    if name in SEALED:
        return seal(value) if seal else ""
    return value
