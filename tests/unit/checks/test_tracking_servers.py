"""Step 1, check by check: what each amounts to on which tracking servers."""

from dataclasses import replace
from datetime import timedelta

from campaign_tracking.redirection.silence import Silence
from checks import test_1_network as network
from checks import test_1_tracking_servers as step
from tests.unit.checks.healthy import (
    ELSEWHERE_RTEST,
    EXPIRED_TLS,
    NOT_ASKED,
    NOW,
    OTHER_FRONT,
    RTEST,
    SILENT_RTEST,
    SOAP_ROUTER,
    THIRD_FRONT,
    TLS,
    TOMCAT,
    closed,
    of_two,
    proxied,
    redir,
    server,
    servers,
    unresolved,
)
from tests.unit.checks.rows import Row, blocked, fails, holds, not_applicable, table
from tests.unit.samples import environment

NO_ROUTE = replace(unresolved("trk1"), without_route=("2001:db8::7",))
NO_ROUTE = replace(
    NO_ROUTE, name=replace(NO_ROUTE.name, silence=None, words="") if NO_ROUTE.name else None
)
NAMED_1, NAMED_2 = "http://web1.example.net", "http://web2.example.net"
REFUSES_AND_OTHER = of_two(closed("external"), closed("external", ip=OTHER_FRONT))
OPENS_AND_OTHER = of_two(server("external"), closed("external", ip=OTHER_FRONT))
OPENS_AND_THIRD = of_two(server("external-secure"), closed("external-secure", ip=THIRD_FRONT))
NOT_FOUND = replace(RTEST, status_code=404, redir={}, text="<title>Not Found</title>")
TO_SECURE = replace(RTEST, redirected_to="https://t.example.com/r/test", location_followed=True)
TOMCAT_HEALTHY = server(TOMCAT)
ENDS_SOON = server("external-secure", tls=replace(TLS, not_after=NOW + timedelta(days=13)))
EXPIRED = server("external-secure", tls=EXPIRED_TLS)

NAME = (
    holds(network.test_name_resolves, "healthy", "trk1"),
    holds(
        network.test_name_resolves, "of-two-addresses", "external", servers=servers(OPENS_AND_OTHER)
    ),
    fails(
        network.test_name_resolves,
        "not-found",
        "t.example.com: gaierror: no such name",
        "external",
        servers=servers(unresolved("external"), unresolved("external-secure")),
    ),
    fails(
        network.test_name_resolves,
        "no-route",
        "no route from here to 2001:db8::7",
        "trk1",
        servers=servers(NO_ROUTE),
    ),
    blocked(
        network.test_name_resolves,
        "one-name-in-two-urls",
        "test_name_resolves[external]",
        "external-secure",
        servers=servers(unresolved("external"), unresolved("external-secure")),
    ),
    fails(
        network.test_name_resolves,
        "two-names-are-two-faults",
        "web2.example.net",
        "trk2",
        servers=servers(unresolved("trk1", NAMED_1), unresolved("trk2", NAMED_2)),
    ),
    not_applicable(
        network.test_name_resolves,
        "proxied",
        "the proxy resolves",
        "external",
        servers=servers(proxied("external")),
    ),
    not_applicable(
        network.test_name_resolves,
        "not-asked",
        NOT_ASKED.why,
        "trk1",
        every_server={"trk1": NOT_ASKED},
    ),
)

PORT = (
    holds(network.test_port_opens, "healthy", "trk1"),
    holds(
        network.test_port_opens,
        "whatever-becomes-of-the-certificate",
        "external-secure",
        servers=servers(EXPIRED),
    ),
    fails(
        network.test_port_opens,
        "refused",
        "http://10.30.167.12: port 80: refused (Connection refused)",
        "trk2",
        servers=servers(closed("trk2")),
    ),
    fails(
        network.test_port_opens,
        "one-address-of-two",
        f"{OTHER_FRONT}: port 80: refused",
        "external",
        servers=servers(OPENS_AND_OTHER),
    ),
    fails(
        network.test_port_opens,
        "two-machines-are-two-faults",
        "port 80: refused",
        "trk2",
        servers=servers(closed("trk1"), closed("trk2")),
    ),
    fails(
        network.test_port_opens,
        "same-machine-in-another-way",
        "port 443: timed out",
        "external-secure",
        servers=servers(closed("external"), closed("external-secure", Silence.TIMED_OUT)),
    ),
    fails(
        network.test_port_opens,
        "healthy-address-shared-others-closed",
        f"{THIRD_FRONT}: port 443: refused",
        "external-secure",
        servers=servers(OPENS_AND_OTHER, OPENS_AND_THIRD),
    ),
    fails(
        network.test_port_opens,
        "more-addresses-than-the-earlier-one",
        f"{OTHER_FRONT}: port 443: refused",
        "external-secure",
        servers=servers(
            closed("external"),
            of_two(closed("external-secure"), closed("external-secure", ip=OTHER_FRONT)),
        ),
    ),
    fails(
        network.test_port_opens,
        "later-one-explains-nothing",
        "port 80: refused",
        "external",
        servers=servers(closed("external"), closed("external-secure")),
    ),
    blocked(
        network.test_port_opens,
        "same-machine",
        "test_port_opens[external]",
        "external-secure",
        servers=servers(closed("external"), closed("external-secure")),
    ),
    blocked(
        network.test_port_opens,
        "one-of-the-earlier-one's-machines",
        "test_port_opens[external]",
        "external-secure",
        servers=servers(REFUSES_AND_OTHER, closed("external-secure")),
    ),
    blocked(
        network.test_port_opens,
        "name-not-found",
        "test_name_resolves[trk1]",
        "trk1",
        servers=servers(unresolved("trk1")),
    ),
    not_applicable(
        network.test_port_opens,
        "proxied",
        "through the proxy",
        "external",
        servers=servers(proxied("external")),
    ),
    not_applicable(
        network.test_port_opens,
        "not-asked",
        NOT_ASKED.why,
        "trk1",
        every_server={"trk1": NOT_ASKED},
    ),
)

CERTIFICATE = (
    holds(network.test_certificate_is_trusted, "healthy", "external-secure"),
    fails(
        network.test_certificate_is_trusted,
        "expired",
        "certificate expired (certificate has expired)",
        "external-secure",
        servers=servers(EXPIRED),
    ),
    fails(
        network.test_certificate_is_trusted,
        "no-tls",
        "no TLS was spoken",
        "external-secure",
        servers=servers(server("external-secure", tls=None)),
    ),
    blocked(
        network.test_certificate_is_trusted,
        "port-closed",
        "test_port_opens[external-secure]",
        "external-secure",
        servers=servers(closed("external-secure")),
    ),
    not_applicable(
        network.test_certificate_is_trusted, "http", "an http URL has no certificate", "trk1"
    ),
    not_applicable(
        network.test_certificate_is_trusted,
        "proxied",
        "through the proxy",
        "external-secure",
        servers=servers(proxied("external-secure")),
    ),
    holds(network.test_certificate_stays_valid, "healthy", "external-secure"),
    holds(
        network.test_certificate_stays_valid,
        "fewer-days-declared",
        "external-secure",
        servers=servers(ENDS_SOON),
        environment=environment(limits={"certificate_days": 12}),
    ),
    fails(
        network.test_certificate_stays_valid,
        "ends-soon",
        f"the certificate ends {NOW + timedelta(days=13):%Y-%m-%d}, within 14 days",
        "external-secure",
        servers=servers(ENDS_SOON),
    ),
    fails(
        network.test_certificate_stays_valid,
        "not-seen",
        "no certificate was shown",
        "external-secure",
        servers=servers(server("external-secure", tls=replace(TLS, not_after=None))),
    ),
    blocked(
        network.test_certificate_stays_valid,
        "expired",
        "test_certificate_is_trusted[external-secure]",
        "external-secure",
        servers=servers(EXPIRED),
    ),
    not_applicable(
        network.test_certificate_stays_valid, "http", "an http URL has no certificate", "trk1"
    ),
    not_applicable(
        network.test_certificate_stays_valid,
        "proxied",
        "through the proxy",
        "external-secure",
        servers=servers(proxied("external-secure")),
    ),
)

REDIRECT = (
    holds(step.test_it_redirects_nowhere_else, "healthy", "trk1"),
    holds(
        step.test_it_redirects_nowhere_else,
        "to-the-secure-url",
        "external",
        servers=servers(server("external", rtest=TO_SECURE)),
    ),
    fails(
        step.test_it_redirects_nowhere_else,
        "elsewhere",
        "/r/test redirects to https://login.example.net/",
        "trk1",
        servers=servers(server("trk1", rtest=ELSEWHERE_RTEST)),
    ),
    fails(
        step.test_it_redirects_nowhere_else,
        "elsewhere-beside-a-silent-address",
        "203.0.113.7: /r/test redirects to https://login.example.net/",
        "external",
        servers=servers(
            of_two(
                server("external", rtest=ELSEWHERE_RTEST),
                server("external", ip=OTHER_FRONT, rtest=SILENT_RTEST),
            )
        ),
    ),
    blocked(
        step.test_it_redirects_nowhere_else,
        "elsewhere-beside-a-closed-address",
        "test_port_opens[external]",
        "external",
        servers=servers(
            of_two(server("external", rtest=ELSEWHERE_RTEST), closed("external", ip=OTHER_FRONT))
        ),
    ),
    not_applicable(
        step.test_it_redirects_nowhere_else,
        "silent",
        "no answer to /r/test",
        "trk1",
        servers=servers(server("trk1", rtest=SILENT_RTEST)),
    ),
    not_applicable(
        step.test_it_redirects_nowhere_else,
        "not-reached",
        "no answer to /r/test",
        "trk1",
        servers=servers(closed("trk1")),
    ),
    not_applicable(
        step.test_it_redirects_nowhere_else,
        "tomcat",
        "leads to Tomcat",
        TOMCAT,
        servers=servers(TOMCAT_HEALTHY),
    ),
)

MODULE = (
    holds(step.test_redirection_module_answers, "healthy", "trk1"),
    holds(
        step.test_redirection_module_answers,
        "through-a-proxy",
        "external",
        servers=servers(proxied("external")),
    ),
    fails(
        step.test_redirection_module_answers,
        "silent",
        "no answer to /r/test: timed out (ReadTimeout)",
        "trk1",
        servers=servers(server("trk1", rtest=SILENT_RTEST)),
    ),
    fails(
        step.test_redirection_module_answers,
        "another-page",
        "/r/test: HTTP 404, '<title>Not Found</title>'",
        "trk1",
        servers=servers(server("trk1", rtest=NOT_FOUND)),
    ),
    blocked(
        step.test_redirection_module_answers,
        "redirected-elsewhere",
        "test_it_redirects_nowhere_else[trk1]",
        "trk1",
        servers=servers(server("trk1", rtest=ELSEWHERE_RTEST)),
    ),
    blocked(
        step.test_redirection_module_answers,
        "certificate-expired",
        "test_certificate_is_trusted[external-secure]",
        "external-secure",
        servers=servers(EXPIRED),
    ),
    blocked(
        step.test_redirection_module_answers,
        "port-closed",
        "test_port_opens[trk1]",
        "trk1",
        servers=servers(closed("trk1")),
    ),
    not_applicable(
        step.test_redirection_module_answers,
        "tomcat",
        "leads to Tomcat",
        TOMCAT,
        servers=servers(TOMCAT_HEALTHY),
    ),
    not_applicable(
        step.test_redirection_module_answers,
        "not-asked",
        NOT_ASKED.why,
        "trk2",
        every_server={"trk2": NOT_ASKED},
    ),
    holds(step.test_redirection_is_ok, "healthy", "trk1"),
    fails(
        step.test_redirection_is_ok,
        "another-status",
        "expected status OK, got 'KO'",
        "trk1",
        servers=servers(server("trk1", rtest=redir(status="KO"))),
    ),
    fails(
        step.test_redirection_is_ok,
        "no-status",
        "expected status OK, got 'none'",
        "trk1",
        servers=servers(server("trk1", rtest=redir(status=""))),
    ),
    blocked(
        step.test_redirection_is_ok,
        "another-page",
        "test_redirection_module_answers[trk1]",
        "trk1",
        servers=servers(server("trk1", rtest=NOT_FOUND)),
    ),
    not_applicable(
        step.test_redirection_is_ok,
        "tomcat",
        "leads to Tomcat",
        TOMCAT,
        servers=servers(TOMCAT_HEALTHY),
    ),
)

SLOW = replace(RTEST, elapsed_s=3.1, further_s=(4.0, 3.0))
IN_TIME = (
    holds(step.test_it_answers_in_time, "healthy", "trk1"),
    holds(
        step.test_it_answers_in_time,
        "slow-once",
        "trk1",
        servers=servers(server("trk1", rtest=replace(RTEST, elapsed_s=3.1, further_s=(0.1, 3.0)))),
    ),
    holds(
        step.test_it_answers_in_time,
        "at-the-limit",
        "trk1",
        servers=servers(server("trk1", rtest=replace(RTEST, elapsed_s=2.0))),
    ),
    fails(
        step.test_it_answers_in_time,
        "slow",
        "/r/test took 3.0 s or more each time, at most 2",
        "trk1",
        servers=servers(server("trk1", rtest=SLOW)),
    ),
    blocked(
        step.test_it_answers_in_time,
        "the-same-machine",
        "test_it_answers_in_time[external]",
        "external-secure",
        servers=servers(server("external", rtest=SLOW), server("external-secure", rtest=SLOW)),
    ),
    blocked(
        step.test_it_answers_in_time,
        "another-page",
        "test_redirection_module_answers[trk1]",
        "trk1",
        servers=servers(server("trk1", rtest=replace(SLOW, redir={}))),
    ),
    blocked(
        step.test_it_answers_in_time,
        "no-answer",
        "test_port_opens[trk1]",
        "trk1",
        servers=servers(closed("trk1")),
    ),
    not_applicable(
        step.test_it_answers_in_time,
        "tomcat",
        "leads to Tomcat",
        TOMCAT,
        servers=servers(TOMCAT_HEALTHY),
    ),
)

DENIED = replace(SOAP_ROUTER, status_code=403, is_soap_router=False, text="Forbidden")
UPLOADS = (
    holds(step.test_upload_page_is_served, "healthy", "trk1"),
    fails(
        step.test_upload_page_is_served,
        "hangs",
        "soaprouter.jsp: timed out",
        "trk1",
        servers=servers(
            server("trk1", soap_router=replace(SOAP_ROUTER, silence=Silence.TIMED_OUT))
        ),
    ),
    fails(
        step.test_upload_page_is_served,
        "bad-gateway",
        "soaprouter.jsp: HTTP 502",
        "trk1",
        servers=servers(server("trk1", soap_router=replace(DENIED, status_code=502))),
    ),
    fails(
        step.test_upload_page_is_served,
        "not-asked",
        "it was not asked",
        "trk1",
        servers=servers(server("trk1", soap_router=None)),
    ),
    holds(
        step.test_upload_page_is_served,
        "a-fault-is-an-answer",
        "trk1",
        servers=servers(server("trk1", soap_router=replace(SOAP_ROUTER, status_code=500))),
    ),
    not_applicable(
        step.test_upload_page_is_served,
        "not-let-in",
        "this machine is not let in there (HTTP 403)",
        "trk1",
        servers=servers(server("trk1", soap_router=DENIED)),
    ),
    not_applicable(
        step.test_upload_page_is_served, "external", "uploads go to the internal URLs", "external"
    ),
    not_applicable(
        step.test_upload_page_is_served,
        "tomcat",
        "leads to Tomcat",
        TOMCAT,
        servers=servers(TOMCAT_HEALTHY),
        environment=environment(
            tracking={
                "url": "http://t.example.com",
                "internal_urls": {TOMCAT: "http://10.30.74.13:8080"},
            }
        ),
    ),
    blocked(
        step.test_upload_page_is_served,
        "no-answer",
        "test_port_opens[trk1]",
        "trk1",
        servers=servers(closed("trk1")),
    ),
)

CLOCK = (
    holds(step.test_clock_is_right, "healthy", "trk1"),
    holds(
        step.test_clock_is_right,
        "at-the-limit",
        "trk1",
        servers=servers(server("trk1", rtest=redir(date="2026-11-23 14:36:58.123456Z"))),
    ),
    holds(
        step.test_clock_is_right,
        "more-declared",
        "trk1",
        servers=servers(server("trk1", rtest=redir(date="2026-11-23 14:37:58Z"))),
        environment=environment(limits={"clock_skew": 120}),
    ),
    fails(
        step.test_clock_is_right,
        "ahead",
        "off by +62 s, at most 60",
        "trk1",
        servers=servers(server("trk1", rtest=redir(date="2026-11-23 14:37:00Z"))),
    ),
    fails(
        step.test_clock_is_right,
        "behind",
        "off by -58 s, at most 50",
        "trk1",
        servers=servers(server("trk1", rtest=redir(date="2026-11-23 14:35:00Z"))),
        environment=environment(limits={"clock_skew": 50}),
    ),
    fails(
        step.test_clock_is_right,
        "one-address-tells-none",
        "it told no time",
        "external",
        servers=servers(
            of_two(server("external"), server("external", ip=OTHER_FRONT, rtest=redir(date="")))
        ),
    ),
    blocked(
        step.test_clock_is_right,
        "that-of-a-server-behind-the-name",
        "test_clock_is_right[trk2]",
        "external",
        servers=servers(
            server("external", rtest=redir(date="2026-11-23 14:40:00Z")),
            server("trk2", rtest=redir(date="2026-11-23 14:40:00Z")),
        ),
    ),
    blocked(
        step.test_clock_is_right,
        "that-of-the-other-public-name",
        "test_clock_is_right[external]",
        "external-secure",
        servers=servers(
            server("external", rtest=redir(date="2026-11-23 14:40:00Z")),
            server("external-secure", rtest=redir(date="2026-11-23 14:40:00Z")),
        ),
    ),
    fails(
        step.test_clock_is_right,
        "of-a-server-behind-a-wrong-name",
        "off by +242 s",
        "trk2",
        servers=servers(
            server("external", rtest=redir(date="2026-11-23 14:40:00Z")),
            server("trk2", rtest=redir(date="2026-11-23 14:40:00Z")),
        ),
    ),
    blocked(
        step.test_clock_is_right,
        "another-page",
        "test_redirection_module_answers[trk1]",
        "trk1",
        servers=servers(server("trk1", rtest=NOT_FOUND)),
    ),
    not_applicable(
        step.test_clock_is_right,
        "no-time-zone",
        "no time zone",
        "trk1",
        servers=servers(server("trk1", rtest=redir(date="2026-11-23 14:35:58"))),
    ),
    not_applicable(
        step.test_clock_is_right,
        "tomcat",
        "leads to Tomcat",
        TOMCAT,
        servers=servers(TOMCAT_HEALTHY),
    ),
)

SOAP = (
    holds(step.test_soap_router_answers, "healthy", TOMCAT, servers=servers(TOMCAT_HEALTHY)),
    fails(
        step.test_soap_router_answers,
        "another-page",
        "HTTP 404, 'Not Found'",
        TOMCAT,
        servers=servers(
            server(
                TOMCAT,
                soap_router=replace(
                    SOAP_ROUTER, status_code=404, is_soap_router=False, text="Not Found"
                ),
            )
        ),
    ),
    fails(
        step.test_soap_router_answers,
        "silent",
        "no answer: timed out",
        TOMCAT,
        servers=servers(
            server(
                TOMCAT,
                soap_router=replace(
                    SOAP_ROUTER,
                    silence=Silence.TIMED_OUT,
                    words="ReadTimeout",
                    status_code=None,
                    is_soap_router=False,
                    text="",
                ),
            )
        ),
    ),
    blocked(
        step.test_soap_router_answers,
        "port-closed",
        f"test_port_opens[{TOMCAT}]",
        TOMCAT,
        servers=servers(closed(TOMCAT)),
    ),
    not_applicable(step.test_soap_router_answers, "web-server", "/r/test is asked", "trk1"),
)

LOST = replace(RTEST, redir={**RTEST.redir, "host": "tracking-pool", "instance": ""})
NAMED = (
    *(
        holds(
            step.test_public_name_gets_through,
            case,
            "external",
            servers=servers(server("external", rtest=rtest)),
        )
        for case, rtest in (
            ("healthy", redir(host="t.example.com")),
            ("with-its-port", redir(host="T.example.com:80")),
            ("another-name-of-the-instance", redir(host="tracking-pool")),
            ("no-instance-is-told", redir(host="tracking-pool", instance="")),
            (
                "public-name-without-instance",
                replace(LOST, redir={**LOST.redir, "host": "t.example.com"}),
            ),
        )
    ),
    fails(
        step.test_public_name_gets_through,
        "pool",
        "asked as t.example.com, it was told tracking-pool, which selects no instance",
        "external",
        servers=servers(server("external", rtest=LOST)),
    ),
    blocked(
        step.test_public_name_gets_through,
        "by-both-schemes",
        "test_public_name_gets_through[external]",
        "external-secure",
        servers=servers(
            server("external", rtest=LOST),
            server("external-secure", rtest=LOST),
        ),
    ),
    blocked(
        step.test_public_name_gets_through,
        "another-page",
        "test_redirection_module_answers[trk1]",
        "trk1",
        servers=servers(server("trk1", rtest=NOT_FOUND)),
    ),
    not_applicable(
        step.test_public_name_gets_through,
        "not-told",
        "by which name it was asked",
        "external",
    ),
    not_applicable(
        step.test_public_name_gets_through,
        "tomcat",
        "leads to Tomcat",
        TOMCAT,
        servers=servers(TOMCAT_HEALTHY),
    ),
)

BUILD = (
    holds(step.test_all_servers_run_the_same_build),
    holds(
        step.test_all_servers_run_the_same_build,
        "one-tells-its-build-the-other-its-version",
        servers=servers(
            server("external", rtest=redir(build="")),
            server("external-secure", rtest=redir(build="")),
            server("trk2", rtest=redir(build="", version="8.5.1")),
        ),
    ),
    holds(
        step.test_all_servers_run_the_same_build,
        "tomcat-tells-none",
        servers=servers(TOMCAT_HEALTHY),
    ),
    fails(
        step.test_all_servers_run_the_same_build,
        "builds-differ",
        "trk2 9390",
        servers=servers(server("trk2", rtest=redir(build="9390"))),
    ),
    fails(
        step.test_all_servers_run_the_same_build,
        "versions-differ",
        "trk1 8.5.1, trk2 8.5.2",
        servers=servers(
            server("trk1", rtest=redir(version="8.5.1")),
            server("trk2", rtest=redir(version="8.5.2")),
        ),
    ),
    fails(
        step.test_all_servers_run_the_same_build,
        "two-behind-one-name",
        "builds differ",
        servers=servers(
            of_two(
                server("external"), server("external", ip=OTHER_FRONT, rtest=redir(build="9390"))
            )
        ),
    ),
    blocked(
        step.test_all_servers_run_the_same_build,
        "one-not-heard",
        "test_port_opens[trk2]",
        servers=servers(closed("trk2")),
    ),
    blocked(
        step.test_all_servers_run_the_same_build,
        "one-is-another-page",
        "test_redirection_module_answers[trk1]",
        servers=servers(server("trk1", rtest=NOT_FOUND)),
    ),
    not_applicable(
        step.test_all_servers_run_the_same_build,
        "nobody-tells",
        "no server tells its build",
        servers={"trk1": server("trk1", rtest=redir(build=""))},
    ),
)

# What a mutation or a second look found.
FOUND = (
    blocked(
        network.test_port_opens,
        "name-not-found-beside-a-closed-one",
        "test_name_resolves[trk2]",
        "trk2",
        servers=servers(closed("trk1"), unresolved("trk2", NAMED_2)),
    ),
)

ROWS = (
    NAME
    + PORT
    + CERTIFICATE
    + REDIRECT
    + MODULE
    + IN_TIME
    + UPLOADS
    + NAMED
    + CLOCK
    + SOAP
    + BUILD
    + FOUND
)


@table(ROWS)
def test_tracking_servers(row: Row) -> None:
    """A check of the tracking servers amounts to what was seen of them, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why
