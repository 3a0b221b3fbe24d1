"""The lab's configuration faults, and what must be said of each: file, line and attribute."""

import re

from tests.suite.running import Outcome

# The fault, the one check that fails, and what its reason names besides.
FAULTS = (
    ("redirection-disabled", "test_redirection_is_started[trk2]",
     r"serverConf.xml, line \d+: web/redirection/@startRedirection = 'false'"),
    ("instance-not-registered", "test_instance_is_registered[trk2]",
     r"config-lab.xml, line \d+: web/redirection/@databaseId is empty"),
    ("database-id-mismatch", "test_tracking_server_knows_the_database[trk2]",
     r"config-lab.xml, line \d+: web/redirection/@databaseId is not XtkDatabaseId$"),
    ("database-id-unicode-prefix", "test_tracking_server_knows_the_database[trk2]",
     r"config-lab.xml, line \d+: web/redirection/@databaseId .* only the leading u is missing"),
    ("tracking-password-mismatch", "test_tracking_passwords_are_the_same",
     r"trk2: config-lab.xml, line \d+, web/redirection/@trackingPassword"),
    ("tracking-password-empty", "test_tracking_server_has_its_password[trk2]",
     r"config-lab.xml, line \d+: web/redirection/@trackingPassword is empty"),
    ("dns-mask-misses-tracking-host", "test_masks_match_the_tracking_hosts[trk2]",
     r"config-lab.xml, line \d+: dataStore/@hosts = .* does not match 127.0.0.12"),
    ("relay-denies-soaprouter", "test_relay_admits_uploads[trk2]",
     r"serverConf.xml, line \d+: web/relay/url\[.*\]/@deny = 'true' for 127.0.0.1"),
    ("zone-refuses-http", "test_zone_admits_uploads[trk2]",
     r"securityZone/@allowHTTP is not true for 127.0.0.1 \(serverConf.xml, line \d+"),
    ("config-file-invalid", "test_files_are_well_formed[trk2]",
     r"serverConf.xml: not well-formed at line \d+, column \d+: .* the element dnsConfig"),
    ("spare-server-missing", "test_every_other_tracking_server_is_a_spare[trk2]",
     r"no web/redirection/spareServer for trk1 \(serverConf.xml, line \d+"),
    ("spare-server-quote-error", "test_spare_server_conditions_are_well_formed[trk2]",
     r"a quote is missing: serverConf.xml, line \d+: spareServer/@enabledIf"),
    ("spare-server-wrong-host", "test_spare_servers_exclude_the_server_that_they_name[trk2]",
     r"serverConf.xml, line \d+: spareServer/@enabledIf excludes"),
    ("spare-server-duplicate-id", "test_spare_server_ids_are_unique[trk2]",
     r"serverConf.xml, line \d+: spareServer/@id = '1'"),
    ("signature-setting-differs", "test_links_are_signed_alike",
     r"trk2: serverConf.xml, line \d+: mta/@signEmailLinks = 'false'"),
    ("unsigned-links-blocked", "test_unsigned_links_are_treated_alike",
     r"trk2: serverConf.xml, line \d+: tracking/@blockRedirectForUnsignedTrackingLink = 'true'"),
    ("shared-memory-too-small", "test_shared_memory_is_large_enough[trk2]",
     r"serverConf.xml, line \d+: trackinglogd/@maxSharedLogs = '5000'"),
    ("trackinglogd-not-enabled", "test_trackinglogd_is_enabled[trk1]",
     r"config-default.xml, line \d+: trackinglogd/@autoStart = 'false'"),
    ("tomcat-port-changed-relay-not", "test_tomcat_has_one_port[trk2]",
     r"server.xml, line \d+: Connector/@port: port 8090"),
    ("proxy-captures-internal-traffic", "test_proxy_leaves_tracking_hosts_alone[app]",
     r"serverConf.xml, line \d+: proxyConfig/@override = 'localhost\*'"),
    ("mta-verify-mode", "test_mails_are_really_sent[app]",
     r"line \d+: mta/@verifyMode = 'true'"),
    ("workflow-affinity-unserved", "test_a_workflow_server_takes_the_tracking_workflow",
     r"app: config-lab.xml, line \d+: wfserver/@affinity = 'reports'"),
    ("stat-server-unreachable", "test_statistics_server_is_named[app]",
     r"line \d+: mta/@statServerAddress = ''"),
)  # fmt: skip


def assert_one_red_line(run: Outcome, check: str, words: str) -> None:
    """Assert that exactly one check fails and names the place, and that all else points at it."""
    reasons = {each["check"]: each["reason"] for each in run.facts["checks"]}
    assert run.with_outcome("failed") == [check], run.terminal
    assert run.with_outcome("error") == []
    assert run.pointers <= {check}
    assert run.exit_status == 1
    assert re.search(words, reasons[check]), reasons[check]
