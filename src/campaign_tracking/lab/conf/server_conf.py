"""The text of ``serverConf.xml``: technical parameters of a machine, for all its instances."""

from collections.abc import Sequence

from campaign_tracking.lab.assumptions import TOMCAT_PORT
from campaign_tracking.lab.conf.outline import Outline, SpareServer
from campaign_tracking.lab.conf.relay_text import relay_text
from campaign_tracking.lab.conf.zones_text import authentication_text
from campaign_tracking.lab.machine import SERVER_FILE, EditError, Machine


def server_conf(outline: Outline) -> str:
    """Return the file's text."""
    return f"""<?xml version='1.0'?>
<!-- Parameters of this machine, for all instances; config-<instance>.xml comes before it.
     After a change: nlserver config -reload -->
<serverConf>
  <shared>
{authentication_text(outline)}
    <dnsConfig localDomain="client.example" nameServers="" retry="4" timeout="5000"/>
    <proxyConfig enabled="false" override="localhost*" useSingleProxy="false"/>
    <urlPermission action="deny">
      <url dnsSuffix="client.example" urlRegEx="https://.*"/>
    </urlPermission>
  </shared>

  <mta signEmailLinks="true" xMailer="nlserver, Build $(PRODUCT_VERSION)"
       dataLogPath="" processRestartTime="06:00:00">
    <relay address="" port="25"/>
    <master maxSpareServers="2" dataBasePoolPeriodSec="30"/>
  </mta>
  <wfserver dataBasePoolPeriodSec="20" processRestartTime="06:00:00"/>
  <syslogd maxFileSizeMb="10" maxNumberOfLoginsFiles="365"/>

  <tracking blockRedirectForUnsignedTrackingLink="false" logCountPerRequest="1000"
            consolidationPeriodSec="300" dedupOpenPeriodMin="1" processRestartTime="06:00:00"/>
  <trackinglogd maxSharedLogs="25000" maxLogsSizeOnDiskMb="500" purgeLogsPeriod="50000"
                maxCreateFileRetry="5" webTrackingParamSize="64" processRestartTime="06:00:00"/>

  <web httpPort="{TOMCAT_PORT}" controlPort="8005" MaxThreads="75" MinSpareThreads="5"
       maxDeliveryQueueSize="50" processRestartTime="06:00:00">
{_redirection(outline)}
{relay_text()}
  </web>
</serverConf>
"""


def _redirection(outline: Outline) -> str:
    shows = str(outline.shows_source_ip).lower()
    return f"""    <redirection startRedirection="true" startRedirectionInModule="true"
                 showSourceIP="{shows}" expirationURL="" cookieDomain=""
                 defLogCount="30" maxJobsInCache="100" trackWebVisitors="false">
{_spare_servers(outline.spares)}
    </redirection>"""


def _spare_servers(spares: Sequence[SpareServer]) -> str:
    """Return one line for each server: the expression takes a server's own out of its list."""
    if not spares:
        return "      <!-- no redirection server beside this machine -->"
    lines = [_spare_server(number, spare) for number, spare in enumerate(spares, start=1)]
    return "".join(lines).rstrip()


def _spare_server(number: int, spare: SpareServer) -> str:
    expression = f"$(hostname)!='{spare.hostname}'"
    return f'      <spareServer enabledIf="{expression}" id="{number}" url="{spare.url}"/>\n'


def spare_line(machine: Machine, hostname: str) -> str:
    """Return the line of the server of that host name in a machine's list, with its end.

    Raises:
        EditError: If there is not exactly one.
    """
    lines = machine.files[SERVER_FILE].splitlines(keepends=True)
    found = [line for line in lines if f"$(hostname)!='{hostname}'" in line]
    if len(found) != 1:
        raise EditError(f"{machine.name} has {len(found)} spareServer lines for {hostname}")
    return found[0]
