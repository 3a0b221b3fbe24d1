"""Step 4, check by check: what each amounts to for which deliveries."""

from dataclasses import replace

from campaign_tracking.campaign.delivery import (
    DELIVERY_FAILED,
    ERROR,
    FAILED,
    PENDING,
    PREPARATION_FAILED,
    Delivery,
    LogLine,
    Message,
    Way,
)
from campaign_tracking.campaign.platform import Barrier
from campaign_tracking.campaign.target import Target
from campaign_tracking.campaign.template_tracking import TemplateTracking
from campaign_tracking.judgement import Check
from campaign_tracking.mailbox import MailboxState
from checks import test_4_deliveries as step
from tests.unit.checks.healthy import (
    CONTROL,
    EXPIRED_TLS,
    LOGON_REFUSED,
    LOST,
    MID_ENVIRONMENT,
    NO_MAILBOX,
    NO_RIGHT,
    REFUSAL,
    SENDING,
    SILENT_LIFE,
    TARGET,
    TEMPLATE_TRACKING,
    TRACKED,
    barred,
    closed,
    options,
    server,
    servers,
)
from tests.unit.checks.rows import (
    Row,
    blocked,
    fails,
    holds,
    not_applicable,
    not_configured,
    table,
)
from tests.unit.samples import (
    RECIPIENT,
    TRK1,
    TRK2,
    a_line,
    communication_failed,
    environment,
    wrong_configuration,
)

NOTHING_READ = Target(trouble="timed out")
NO_TEMPLATE = replace(TARGET, templates=0)
NO_RECIPIENT = replace(TARGET, recipient_ids=())
EMPTY_CONTENT = a_line(1, "DLV-490001 The content is empty", kind=0)
NOT_CREATED = Delivery(token=TRACKED.token, tracked=True, trouble=REFUSAL, not_started=REFUSAL)
NO_OWN_TARGET = replace(TARGET, own_target="")
OWN_TARGET = replace(TARGET, own_target="a target of its own (deliveryTarget)")
HYBRID = environment(hosting="hybrid")
EXTERNALISED = options(NmsTracking_ExtAccount="defaultEmailMid")
MID_REFUSES = barred(Barrier.REFUSED, "XSV-350012 wrong password", "https://mid.example.com")
ADDED_TARGET = "the template adds a target of its own (2 parts)"
TO_ANOTHER = Message(id=78, address="another@example.com", status=PENDING)


def kept_back(of: Delivery, why: str = "it was kept back") -> Delivery:
    """Return the same delivery, not started."""
    return replace(of, started_at=None, not_started=why)


def complained(*log: LogLine) -> Delivery:
    """Return the tracked delivery whose analysis ended with errors."""
    return replace(kept_back(TRACKED, "its analysis complained"), job_status=ERROR, log=log)


def without_a_session(check: Check, **unknown: object) -> tuple[Row, ...]:
    """Return what a check amounts to whose facts the session kept from us."""
    lives: dict[str, dict[str, object]] = {
        "session-gone": {"session_life": LOST},
        "platform-silent": {"session_life": SILENT_LIFE},
        "mid-session-gone": {"mid_session_life": LOST},
        "mid-silent": {"mid_session_life": SILENT_LIFE},
    }
    return tuple(
        blocked(check, case, "test_session_lasts", **unknown, **life)
        for case, life in lives.items()
    )


def communication_failed_securely(id_: int, host: str) -> LogLine:
    """Return the line that names a server by its https URL."""
    return a_line(id_, f"RED-520025 Communication failed: 'https://{host}'.", kind=0)


TARGETS = (
    holds(step.test_template_and_recipient_can_be_read),
    fails(
        step.test_template_and_recipient_can_be_read,
        "silent",
        "not readable: timed out",
        target=NOTHING_READ,
    ),
    blocked(
        step.test_template_and_recipient_can_be_read,
        "logon-refused",
        "test_we_can_log_on",
        target=None,
        platform=LOGON_REFUSED,
    ),
    not_configured(
        step.test_template_and_recipient_can_be_read, "no-right", REFUSAL, target=NO_RIGHT
    ),
    holds(step.test_template_exists),
    fails(step.test_template_exists, "none", "0 templates are called mail", target=NO_TEMPLATE),
    fails(
        step.test_template_exists,
        "two",
        "2 templates are called mail, expected 1",
        target=replace(TARGET, templates=2),
    ),
    blocked(
        step.test_template_exists,
        "unreadable",
        "test_template_and_recipient_can_be_read",
        target=NOTHING_READ,
    ),
    not_configured(step.test_template_exists, "no-right", REFUSAL, target=NO_RIGHT),
    holds(step.test_recipient_exists_once),
    fails(
        step.test_recipient_exists_once,
        "none",
        f"0 recipients have the address {RECIPIENT}",
        target=NO_RECIPIENT,
    ),
    fails(
        step.test_recipient_exists_once,
        "two",
        f"2 recipients have the address {RECIPIENT}, expected 1",
        target=replace(TARGET, recipient_ids=("4711", "4712")),
    ),
    blocked(
        step.test_recipient_exists_once,
        "unreadable",
        "test_template_and_recipient_can_be_read",
        target=NOTHING_READ,
    ),
    holds(step.test_recipient_is_no_seed_address),
    fails(
        step.test_recipient_is_no_seed_address,
        "seed",
        f"{RECIPIENT} is a seed address",
        target=replace(TARGET, seed_addresses=1),
    ),
    fails(
        step.test_recipient_is_no_seed_address,
        "silent",
        "not read: timed out",
        target=replace(TARGET, seeds_trouble="timed out"),
    ),
    blocked(
        step.test_recipient_is_no_seed_address,
        "unreadable",
        "test_template_and_recipient_can_be_read",
        target=NOTHING_READ,
    ),
    not_configured(
        step.test_recipient_is_no_seed_address,
        "no-right",
        "give the operator a right to read nms:seedMember",
        target=replace(TARGET, seeds_trouble=REFUSAL),
    ),
    *without_a_session(
        step.test_recipient_is_no_seed_address, target=replace(TARGET, seeds_trouble="timed out")
    ),
    *without_a_session(step.test_template_and_recipient_can_be_read, target=NOTHING_READ),
    *(
        row
        for check, path, wrong in (
            (
                step.test_template_tracks_links,
                "tracking/@enabled",
                replace(TEMPLATE_TRACKING, links=False),
            ),
            (
                step.test_template_tracks_opens,
                "tracking/@openEnabled",
                replace(TEMPLATE_TRACKING, opens=False),
            ),
        )
        for row in (
            holds(check),
            fails(
                check,
                "off",
                f"{path} is off in mail",
                template_tracking=wrong,
            ),
            fails(
                check,
                "silent",
                "not readable: timed out",
                template_tracking=TemplateTracking(trouble="timed out"),
            )
            if check is step.test_template_tracks_links
            else blocked(
                check,
                "silent",
                "test_template_tracks_links",
                template_tracking=TemplateTracking(trouble="timed out"),
            ),
            not_applicable(
                check,
                "not-told",
                "the platform does not tell how the template tracks",
                template_tracking=TemplateTracking(),
            ),
            blocked(
                check,
                "no-template",
                "test_template_exists",
                target=NO_TEMPLATE,
                template_tracking=None,
            ),
        )
    ),
    blocked(
        step.test_template_tracks_opens,
        "both-off",
        "test_template_tracks_links",
        template_tracking=TemplateTracking(links=False, opens=False),
    ),
    *without_a_session(
        step.test_template_tracks_links, template_tracking=TemplateTracking(trouble="timed out")
    ),
    holds(step.test_template_has_no_target_of_its_own, target=NO_OWN_TARGET),
    fails(
        step.test_template_has_no_target_of_its_own,
        "it-has",
        "it has a target of its own (deliveryTarget)",
        target=OWN_TARGET,
    ),
    fails(
        step.test_template_has_no_target_of_its_own,
        "not-shown",
        "not readable: what is made from the template does not show its target",
        target=replace(
            TARGET,
            own_target_trouble="what is made from the template does not show its target",
        ),
    ),
    *(
        blocked(step.test_template_has_no_target_of_its_own, case, root, target=target)
        for case, root, target in (
            ("no-template", "test_template_exists", NO_TEMPLATE),
            ("no-recipient", "test_recipient_exists_once", NO_RECIPIENT),
            ("nothing-read", "test_template_and_recipient_can_be_read", NOTHING_READ),
        )
    ),
    blocked(
        step.test_template_has_no_target_of_its_own,
        "session-lost",
        "test_session_lasts",
        target=replace(TARGET, own_target_trouble="the session was lost"),
        session_life=LOST,
    ),
    not_applicable(
        step.test_template_has_no_target_of_its_own,
        "prepared-as-a-job",
        "reads the prepared messages back",
    ),
    holds(step.test_mailbox_can_be_read),
    fails(
        step.test_mailbox_can_be_read,
        "unreadable",
        "maildir /nowhere: it is no directory",
        mailbox_state=MailboxState(mailbox="maildir /nowhere", trouble="it is no directory"),
    ),
    not_configured(
        step.test_mailbox_can_be_read,
        "not-declared",
        "declare the [mailbox]",
        mailbox_state=NO_MAILBOX,
    ),
)


def of_either_submitted(
    name: str, healthy: Delivery, prepared: Check, reaches: Check
) -> tuple[Row, ...]:
    """Return what holds for either delivery that is sent by SubmitDelivery: it shows no job."""
    done = replace(healthy, way=Way.SUBMIT, job_status=None)
    failed = {
        "in-preparation": PREPARATION_FAILED,
        "in-delivery": DELIVERY_FAILED,
        "still-in-preparation": 22,
        "deleted-meanwhile": None,
    }
    return (
        *(
            holds(prepared, f"submitted-{state}", **{name: replace(done, state=state)})
            for state in (45, 51, 55, 95)
        ),
        *(
            fails(
                prepared,
                f"submitted-{case}",
                f"expected state 45 (ready) or later, got {state} after 2 s",
                **{name: replace(done, state=state)},
            )
            for case, state in failed.items()
        ),
        holds(reaches, "submitted", **{name: done}),
        fails(
            reaches,
            "submitted-and-more-than-it-shows",
            ADDED_TARGET,
            **{name: replace(done, foreign_target=ADDED_TARGET)},
        ),
        fails(
            reaches,
            "submitted-to-somebody-else",
            "1 of 1 prepared messages are for somebody else",
            **{name: replace(done, messages=(TO_ANOTHER,))},
        ),
    )


def of_either(
    name: str, healthy: Delivery, created: Check, prepared: Check, reaches: Check, sent: Check
) -> tuple[Row, ...]:
    """Return what holds for the tracked delivery as for its control, which is called *name*."""
    sending = f"{name}_sending"
    not_started = kept_back(healthy)
    unread = replace(not_started, messages=None, unread="timed out")
    not_sent = {sending: replace(SENDING, message=replace(TO_ANOTHER, address=RECIPIENT))}
    for_two = replace(not_started, messages=(*(healthy.messages or ()), TO_ANOTHER))
    bounced = replace(SENDING, message=replace(TO_ANOTHER, address=RECIPIENT, status=FAILED))
    no_row = replace(SENDING, message=None)
    return (
        holds(created),
        fails(created, "refused", f"not created: {REFUSAL}", **{name: NOT_CREATED}),
        blocked(created, "no-template", "test_template_exists", target=NO_TEMPLATE, **{name: None}),
        blocked(
            created,
            "no-recipient",
            "test_recipient_exists_once",
            target=NO_RECIPIENT,
            **{name: None},
        ),
        blocked(
            created,
            "nothing-read",
            "test_template_and_recipient_can_be_read",
            target=NOTHING_READ,
            **{name: None},
        ),
        blocked(
            created,
            "template-with-a-target",
            "test_template_has_no_target_of_its_own",
            target=OWN_TARGET,
            **{name: None},
        ),
        blocked(
            created,
            "session-lost",
            "test_session_lasts",
            session_life=LOST,
            **{name: NOT_CREATED},
        ),
        *without_a_session(created, **{name: NOT_CREATED}),
        blocked(
            created,
            "mid-refuses-us",
            "test_mid_sourcing_server_can_be_logged_on_to",
            environment=MID_ENVIRONMENT,
            mid_platform=MID_REFUSES,
            **{name: None},
        ),
        *without_a_session(prepared, **{name: replace(not_started, trouble="timed out")}),
        *without_a_session(reaches, **{name: unread}),
        *without_a_session(sent, **{sending: replace(no_row, trouble="timed out")}),
        fails(
            reaches,
            "the-template-adds-a-target",
            ADDED_TARGET,
            **{name: replace(not_started, foreign_target=ADDED_TARGET)},
        ),
        not_applicable(
            sent,
            "by-an-account's-mid-that-is-not-declared",
            "[mid_sourcing] is not declared",
            options=EXTERNALISED,
            **not_sent,
        ),
        fails(
            sent,
            "pending-on-a-declared-mid",
            "not sent: its status is 6, expected 1",
            options=EXTERNALISED,
            environment=MID_ENVIRONMENT,
            **not_sent,
        ),
        fails(
            sent,
            "not-started-on-an-externalised-platform",
            "not sent: its start was refused",
            options=EXTERNALISED,
            **{name: kept_back(healthy, "its start was refused"), sending: no_row},
        ),
        holds(prepared),
        holds(
            prepared,
            "with-a-warning",
            **{name: replace(healthy, log=(a_line(1, "DLV-490002 No sender name", kind=1),))},
        ),
        fails(
            prepared,
            "error",
            "DLV-490001 DLV-490001 The content is empty",
            **{name: replace(not_started, log=(EMPTY_CONTENT,), job_status=ERROR)},
        ),
        fails(
            prepared,
            "error-although-it-finished",
            "The content is empty",
            **{name: replace(not_started, log=(EMPTY_CONTENT,))},
        ),
        fails(
            prepared,
            "in-error-without-a-word",
            "expected job status 5 (finished), got 6 after 2 s",
            **{name: replace(not_started, job_status=ERROR)},
        ),
        fails(
            prepared,
            "trouble",
            "the session was lost",
            **{name: replace(not_started, trouble="the session was lost")},
        ),
        holds(reaches),
        holds(
            reaches,
            "written-otherwise",
            **{
                name: replace(
                    healthy,
                    messages=(Message(id=77, address=RECIPIENT.upper(), status=PENDING),),
                )
            },
        ),
        fails(
            reaches,
            "somebody-else",
            "1 of 2 prepared messages are for somebody else",
            **{name: for_two},
        ),
        fails(
            reaches,
            "nobody",
            "0 messages were prepared, not one",
            **{name: replace(not_started, messages=())},
        ),
        fails(
            reaches,
            "not-read-back",
            "the prepared messages could not be read back timed out",
            **{name: unread},
        ),
        fails(
            reaches,
            "no-right",
            f"the prepared messages could not be read back {REFUSAL}",
            **{name: replace(unread, unread=REFUSAL)},
        ),
        *of_either_submitted(name, healthy, prepared, reaches),
        holds(sent),
        holds(
            sent,
            "by-the-mid",
            environment=MID_ENVIRONMENT,
            **{sending: replace(bounced, executed=SENDING.message)},
        ),
        fails(
            sent,
            "not-by-the-mid",
            "not sent: its status is 2, expected 1",
            environment=MID_ENVIRONMENT,
            **{sending: replace(SENDING, executed=bounced.message)},
        ),
        fails(
            sent,
            "mid-does-not-know-it",
            "not sent: the mid-sourcing server does not know the delivery",
            environment=MID_ENVIRONMENT,
            **{
                sending: replace(
                    bounced, trouble="the mid-sourcing server does not know the delivery"
                )
            },
        ),
        not_applicable(
            sent,
            "by-a-mid-that-we-may-not-ask",
            "[mid_sourcing] is not declared",
            environment=HYBRID,
            **not_sent,
        ),
        fails(
            sent,
            "not-started-on-a-hybrid-platform",
            "not sent: its start was refused",
            environment=HYBRID,
            **{name: kept_back(healthy, "its start was refused"), sending: no_row},
        ),
        fails(sent, "pending", "not sent: its status is 6, expected 1", **not_sent),
        fails(sent, "failed", "not sent: its status is 2, expected 1", **{sending: bounced}),
        fails(sent, "no-row", "not sent: its status is none, expected 1", **{sending: no_row}),
        fails(
            sent,
            "unreadable",
            "not sent: timed out",
            **{sending: replace(no_row, trouble="timed out")},
        ),
        fails(
            sent,
            "start-refused",
            "not sent: its start was refused",
            **{name: kept_back(healthy, "its start was refused"), sending: no_row},
        ),
        blocked(sent, "for-somebody-else", reaches.__name__, **{name: for_two, sending: no_row}),
    )


CONTROL_ROWS = (
    *of_either(
        "control",
        CONTROL,
        step.test_control_delivery_is_created,
        step.test_control_delivery_is_prepared,
        step.test_control_delivery_reaches_nobody_else,
        step.test_control_mail_is_sent,
    ),
    fails(
        step.test_control_delivery_is_prepared,
        "never-ended",
        "expected job status 5 (finished), got 2",
        control=replace(kept_back(CONTROL), job_status=2),
    ),
    blocked(
        step.test_control_delivery_is_prepared,
        "not-created",
        "test_control_delivery_is_created",
        control=NOT_CREATED,
    ),
    blocked(
        step.test_control_delivery_reaches_nobody_else,
        "not-prepared",
        "test_control_delivery_is_prepared",
        control=replace(kept_back(CONTROL), job_status=ERROR, messages=()),
    ),
    blocked(
        step.test_control_mail_is_sent,
        "not-created",
        "test_control_delivery_is_created",
        control=NOT_CREATED,
        control_sending=None,
    ),
)

TRACKED_ROWS = (
    *of_either(
        "tracked",
        TRACKED,
        step.test_tracked_delivery_is_created,
        step.test_tracked_delivery_is_prepared,
        step.test_tracked_delivery_reaches_nobody_else,
        step.test_tracked_mail_is_sent,
    ),
    blocked(
        step.test_tracked_delivery_is_created,
        "control-neither",
        "test_control_delivery_is_created",
        tracked=NOT_CREATED,
        control=NOT_CREATED,
    ),
    blocked(
        step.test_tracked_delivery_is_prepared,
        "complaint-of-the-redirection",
        "test_analysis_reports_no_tracking_error",
        tracked=complained(wrong_configuration(1)),
    ),
    blocked(
        step.test_tracked_delivery_is_prepared,
        "control-neither",
        "test_control_delivery_is_prepared",
        tracked=complained(EMPTY_CONTENT),
        control=replace(kept_back(CONTROL), job_status=ERROR, log=(EMPTY_CONTENT,)),
    ),
    blocked(
        step.test_tracked_delivery_reaches_nobody_else,
        "not-prepared",
        "test_tracked_delivery_is_prepared",
        tracked=replace(complained(EMPTY_CONTENT), messages=()),
    ),
    blocked(
        step.test_tracked_delivery_reaches_nobody_else,
        "control-neither",
        "test_control_delivery_reaches_nobody_else",
        tracked=replace(kept_back(TRACKED), messages=(TO_ANOTHER,)),
        control=replace(kept_back(CONTROL), messages=(TO_ANOTHER,)),
    ),
    blocked(
        step.test_tracked_mail_is_sent,
        "complaint-of-the-redirection",
        "test_analysis_reports_no_tracking_error",
        tracked=complained(wrong_configuration(1)),
        tracked_sending=replace(SENDING, message=None),
    ),
    blocked(
        step.test_tracked_mail_is_sent,
        "control-neither",
        "test_control_mail_is_sent",
        tracked_sending=replace(SENDING, message=None),
        control_sending=replace(SENDING, message=None),
    ),
)

RED = step.test_analysis_reports_no_tracking_error
ANALYSIS = (
    holds(RED),
    *without_a_session(RED, tracked=replace(kept_back(TRACKED), job_status=2)),
    holds(
        RED,
        "another-error",
        tracked=complained(EMPTY_CONTENT),
    ),
    fails(
        RED,
        "names-no-server",
        "expected no RED- code, got RED-520005, naming no server",
        tracked=complained(wrong_configuration(1)),
    ),
    fails(
        RED,
        "names-no-server-while-one-refuses-us",
        "got RED-520005, naming no server",
        tracked=complained(wrong_configuration(1)),
        servers=servers(closed("trk2")),
    ),
    fails(
        RED,
        "names-one-that-answers-us",
        f"got RED-520025, RED-520005, naming trk2 ({TRK2})",
        tracked=complained(communication_failed(1, TRK2), wrong_configuration(2)),
    ),
    fails(
        RED,
        "names-one-that-answers-us-and-another-refuses-us",
        f"naming trk2 ({TRK2})",
        tracked=complained(communication_failed(1, TRK2)),
        servers=servers(closed("trk1")),
    ),
    fails(
        RED,
        "names-one-that-refuses-us-and-one-that-answers",
        f"got RED-520025, naming trk2 ({TRK2}), trk1 ({TRK1})",
        tracked=complained(communication_failed(1, TRK1), communication_failed(2, TRK2)),
        servers=servers(closed("trk1")),
    ),
    fails(
        RED,
        "names-http-while-https-refuses-us",
        "got RED-520025, naming t.example.com",
        tracked=complained(communication_failed(1, "t.example.com")),
        servers=servers(closed("external-secure")),
    ),
    fails(
        RED,
        "names-one-that-is-not-declared",
        "naming old.example.com",
        tracked=complained(communication_failed(1, "old.example.com")),
        servers=servers(closed("trk1")),
    ),
    fails(
        RED,
        "as-a-warning",
        "got RED-520005",
        tracked=replace(kept_back(TRACKED), log=(replace(wrong_configuration(1), kind=1),)),
    ),
    fails(
        RED,
        "never-ended",
        "the analysis did not end: job status 2",
        tracked=replace(kept_back(TRACKED), job_status=2),
    ),
    fails(
        RED,
        "never-began",
        "the analysis did not end: the session was lost",
        tracked=replace(kept_back(TRACKED), job_status=None, trouble="the session was lost"),
    ),
    blocked(
        RED,
        "names-one-that-refuses-us",
        "test_port_opens[trk2]",
        tracked=complained(communication_failed(1, TRK2), wrong_configuration(2)),
        servers=servers(closed("trk2")),
    ),
    blocked(
        RED,
        "names-one-with-an-expired-certificate",
        "test_certificate_is_trusted[external-secure]",
        tracked=complained(communication_failed_securely(1, "t.example.com")),
        servers=servers(server("external-secure", tls=EXPIRED_TLS)),
    ),
    blocked(
        RED,
        "not-created",
        "test_tracked_delivery_is_created",
        tracked=NOT_CREATED,
    ),
    blocked(
        RED,
        "control-never-ended-either",
        "test_control_delivery_is_prepared",
        tracked=replace(kept_back(TRACKED), job_status=2),
        control=replace(kept_back(CONTROL), job_status=2),
    ),
)

SUBMITTED = replace(TRACKED, way=Way.SUBMIT, job_status=None)
SUBMITTED_IN_VAIN = replace(SUBMITTED, state=PREPARATION_FAILED, messages=())
ANALYSIS_OF_SUBMITTED = (
    not_applicable(RED, "submitted", "shows no log of the analysis", tracked=SUBMITTED),
    not_applicable(
        RED, "submitted-in-vain", "shows no log of the analysis", tracked=SUBMITTED_IN_VAIN
    ),
    blocked(
        step.test_tracked_delivery_is_prepared,
        "submitted-while-one-refuses-us",
        "test_port_opens[trk2]",
        tracked=SUBMITTED_IN_VAIN,
        servers=servers(closed("trk2")),
    ),
    blocked(
        step.test_tracked_delivery_is_prepared,
        "submitted-while-a-certificate-is-expired",
        "test_certificate_is_trusted[external-secure]",
        tracked=SUBMITTED_IN_VAIN,
        servers=servers(server("external-secure", tls=EXPIRED_TLS)),
    ),
    fails(
        step.test_tracked_delivery_is_prepared,
        "as-a-job-while-one-refuses-us",
        "expected job status 5 (finished), got 6",
        tracked=replace(kept_back(TRACKED), job_status=ERROR),
        servers=servers(closed("trk2")),
    ),
)

# What a mutation or a second look found.
FOUND = (
    blocked(
        RED,
        "names-two-that-refuse-us",
        "test_port_opens[trk2]",  # sorted by host: trk2 first
        tracked=complained(communication_failed(1, TRK1), communication_failed(2, TRK2)),
        servers=servers(closed("trk1"), closed("trk2")),
    ),
)

ROWS = TARGETS + CONTROL_ROWS + TRACKED_ROWS + ANALYSIS + ANALYSIS_OF_SUBMITTED + FOUND


@table(ROWS)
def test_deliveries(row: Row) -> None:
    """A check of the deliveries amounts to what became of them, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why
