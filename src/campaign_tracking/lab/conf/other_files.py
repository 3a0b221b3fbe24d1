"""The texts of ``config-default.xml``, ``config-<instance>.xml`` and Tomcat's ``server.xml``.

Which processes start: of multi-instance ones it stands in the first, of mono-instance ones in the
second (configuring-campaign-server.md); what starts where by the examples of
standard-deployment.md, enterprise-deployment.md and mid-sourcing-server.md.
"""

from campaign_tracking.lab.assumptions import TOMCAT_PORT
from campaign_tracking.lab.conf.outline import Outline


def config_default(outline: Outline) -> str:
    """Return which multi-instance processes start; trackinglogd does on a tracking server."""
    logs = str(outline.registration is not None).lower()
    return f"""<?xml version='1.0'?>
<serverconf>
  <!-- processes that serve all instances -->
  <web args="-tomcat" autoStart="true"/>
  <syslogd autoStart="true"/>
  <trackinglogd autoStart="{logs}"/>
</serverconf>
"""


def config_instance(outline: Outline) -> str:
    """Return the instance's own parameters, and which mono-instance processes start."""
    return f"""<?xml version='1.0'?>
<serverconf>
  <shared>
    <dataStore hosts="{",".join(outline.hosts)}" lang="en_US">
      <mapping logical="*" physical="default"/>
    </dataStore>
  </shared>
{_registration(outline)}
{_processes(outline)}
</serverconf>
"""


def tomcat_server() -> str:
    """Return Tomcat's file."""
    return f"""<?xml version='1.0' encoding='utf-8'?>
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="{TOMCAT_PORT}" protocol="HTTP/1.1" connectionTimeout="20000"
               maxThreads="75" minSpareThreads="5"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps"/>
    </Engine>
  </Service>
</Server>
"""


def _registration(outline: Outline) -> str:
    known = outline.registration
    if known is None:
        return "  <!-- tracking is on the redirection servers -->"
    return f"""  <web>
    <redirection databaseId="{known.database_id}"
                 trackingPassword="{known.password}"/>
  </web>"""


def _processes(outline: Outline) -> str:
    sends, works = str(outline.sends).lower(), str(outline.runs_workflows).lower()
    stat = 'autoStart="true" statServerAddress="localhost" verifyMode="false"'
    mta = stat if outline.sends else 'autoStart="false"'
    return f"""  <mta {mta}/>
  <wfserver autoStart="{works}" affinity=""/>
  <inMail autoStart="{sends}"/>
  <stat autoStart="{sends}"/>
  <sms autoStart="false"/>
  <listProtect autoStart="false"/>"""
