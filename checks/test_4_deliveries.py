"""Step 4: the test mail and its control mail are prepared, reach nobody else, and are sent.

The control mail is the same without tracking. Where both fail, tracking is not what is broken.
"""

from collections.abc import Mapping

import pytest

from campaign_tracking.campaign.delivery import (
    FINISHED,
    JOB_ENDS,
    READY,
    SENT,
    Delivery,
    nobody_else,
)
from campaign_tracking.campaign.errors import is_refusal
from campaign_tracking.campaign.messages import Sending
from campaign_tracking.campaign.named_servers import named_in, origins_in
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.target import Target
from campaign_tracking.campaign.template_tracking import LINKS, OPENS, TemplateTracking
from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.mailbox import MailboxState
from campaign_tracking.redirection.endpoint import Endpoint
from checks import test_1_network as network
from checks import test_1_server_files as files
from checks import test_1_server_processes as processes
from checks import test_1_server_redirection as redirection
from checks import test_1_server_relay as relay
from checks import test_1_servers_alike as alike
from checks import test_1_tracking_servers as tracking_servers
from checks import test_2_application_server as application_server
from checks import test_3_redirection_configuration as configuration
from checks import test_3_server_registration as registration

pytestmark = pytest.mark.delivery
sends_mail = pytest.mark.sends_mail
target_stage = pytest.mark.stage("test mail's set-up")
tracked_stage = pytest.mark.stage("tracked delivery")
control_stage = pytest.mark.stage("control delivery")

# What may stand on a tracking server that refuses an upload.
WRONG_ON_A_TRACKING_SERVER = (
    files.test_files_are_well_formed,
    files.test_instance_has_its_file,
    files.test_web_process_is_enabled,
    files.test_tomcat_has_one_port,
    processes.test_processes_run,
    redirection.test_redirection_is_started,
    redirection.test_redirection_runs_in_the_web_server,
    redirection.test_instance_is_registered,
    redirection.test_tracking_server_has_its_password,
    redirection.test_uploads_can_be_kept,
    relay.test_relay_admits_uploads,
    relay.test_zone_admits_uploads,
    relay.test_masks_match_the_tracking_hosts,
    relay.test_no_other_instance_takes_the_tracking_hosts,
    registration.test_tracking_server_knows_the_database,
    registration.test_tracking_server_has_the_instance,
    tracking_servers.test_redirection_module_answers,
)


def servers_that_the_log_names(
    tracked: Delivery, servers: Mapping[str, Endpoint], environment: Environment
) -> list[str]:
    """Name the servers that the log complains of, one for each name; none if one is unknown (R-61).

    A server that is named and has nothing wrong with it is a fault of its own, which nothing that
    is wrong with another server explains.
    """
    found = []
    for origin in sorted(origins_in(tracked.log)):
        there = [each for each in servers.values() if (each.scheme, each.host) == origin]
        silent = [each for each in there if unreachable(each)]
        ids = [each.id for each in silent or there]
        internal = environment.tracking_server_id(origin[1])  # its machine has the same id
        found.append(internal if internal in ids or not ids else ids[0])
    return found if all(found) else []


def unreachable(server: Endpoint) -> bool:
    """Whether an address of the server takes no connection from us, or speaks no TLS with us."""
    layers = [layer for address in server.addresses for layer in (address.tcp, address.tls)]
    return any(layer is not None and layer.silence for layer in layers)


def silent_servers(tracked: Delivery, servers: Mapping[str, Endpoint]) -> list[str]:
    """Name the servers that are silent to us, of a delivery whose log cannot name them."""
    silent = [server.id for server in servers.values() if unreachable(server)]
    return silent if tracked.was_submitted else []


def preparation_errors(delivery: Delivery) -> str:
    """Return what kept a delivery from being prepared; empty if nothing did."""
    errors = [f"{line.code} {line.text[:160]}".strip() for line in delivery.errors]
    if errors or delivery.trouble:
        return "; ".join(errors) or delivery.trouble
    after = f"after {delivery.prepared_s:.0f} s"
    if delivery.was_submitted:
        status = f"expected state {READY} (ready) or later, got {delivery.state} {after}"
    else:
        status = f"expected job status {FINISHED} (finished), got {delivery.job_status} {after}"
    return "" if delivery.prepared else status


def not_sent(delivery: Delivery, sending: Sending) -> str:
    """Return why a delivery's mail was not sent; empty if it was."""
    if sending.sent:
        return ""
    row = sending.executed or sending.message
    status = row.status if row else "none"
    return delivery.not_started or sending.trouble or f"its status is {status}, expected {SENT}"


def told_later(delivery: Delivery, options: Options, environment: Environment) -> None:
    """Leave the check of a message that a server sends which we may not ask."""
    elsewhere = options.externalised or environment.hosting == "hybrid"
    if elsewhere and environment.mid_sourcing is None and delivery.started_at is not None:
        raise NotApplicable("the mid-sourcing server sends it, and [mid_sourcing] is not declared")


@target_stage
@explained_by(application_server.test_session_lasts, application_server.test_we_can_log_on)
def test_template_and_recipient_can_be_read(target: Target) -> None:
    """Delivery templates and recipients can be read.

    If it fails: the application server went silent while they were read; run this again, and look
    at its web process if it stays so. A right that is missing is told as not configured.
    """
    assert not target.trouble, f"not readable: {target.trouble}"


@target_stage
@explained_by(test_template_and_recipient_can_be_read)
def test_template_exists(target: Target, environment: Environment) -> None:
    """The delivery template of the test mail exists, once.

    If it fails: correct [test_mail] template: the internal name of an e-mail delivery template.
    """
    name = environment.test_mail.template

    assert target.templates == 1, f"{target.templates} templates are called {name}, expected 1"


@target_stage
@explained_by(
    test_template_exists,
    test_template_and_recipient_can_be_read,
    application_server.test_session_lasts,
)
def test_template_tracks_links(
    template_tracking: TemplateTracking, environment: Environment
) -> None:
    """Tracking is activated in the template, so that others' mails made from it are tracked, too.

    In deliveries of its own this verification switches it on and off, whatever the template says.

    If it fails: a delivery designer ticks "Activate tracking" in the template; or [test_mail]
    template names one that is in use.
    """
    if template_tracking.links is None and not template_tracking.trouble:
        raise NotApplicable("the platform does not tell how the template tracks")

    assert not template_tracking.trouble, f"not readable: {template_tracking.trouble}"
    assert template_tracking.links, f"{LINKS} is off in {environment.test_mail.template}"


@target_stage
@explained_by(
    test_template_tracks_links,
    test_template_exists,
    test_template_and_recipient_can_be_read,
    application_server.test_session_lasts,
)
def test_template_tracks_opens(
    template_tracking: TemplateTracking, environment: Environment
) -> None:
    """Opens are tracked in the template, so that those of others' mails are noticed, too.

    If it fails: a delivery designer ticks "Opens tracking" in the template.
    """
    if template_tracking.opens is None and not template_tracking.trouble:
        raise NotApplicable("the platform does not tell how the template tracks")

    assert not template_tracking.trouble, f"not readable: {template_tracking.trouble}"
    assert template_tracking.opens, f"{OPENS} is off in {environment.test_mail.template}"


@target_stage
@explained_by(test_template_and_recipient_can_be_read)
def test_recipient_exists_once(target: Target, environment: Environment) -> None:
    """Exactly one recipient has the declared address.

    If it fails: the Campaign administrator creates the recipient, or merges its doubles.
    """
    found, address = len(target.recipient_ids), environment.test_mail.recipient

    assert found == 1, f"{found} recipients have the address {address}, expected 1"


@target_stage
@explained_by(test_template_and_recipient_can_be_read, application_server.test_session_lasts)
def test_recipient_is_no_seed_address(target: Target, environment: Environment) -> None:
    """The recipient is no seed address: those are left out of tracking.

    If it fails: declare another recipient, or have the seed address removed.
    """
    address = environment.test_mail.recipient

    if is_refusal(target.seeds_trouble):
        raise NotConfigured(
            f"give the operator a right to read nms:seedMember (refused: {target.seeds_trouble})"
        )

    assert not target.trouble, "not read"
    assert not target.seeds_trouble, f"not read: {target.seeds_trouble}"
    assert not target.seed_addresses, f"{address} is a seed address"


@target_stage
@explained_by(
    test_recipient_exists_once,
    test_template_exists,
    test_template_and_recipient_can_be_read,
    application_server.test_session_lasts,
)
def test_template_has_no_target_of_its_own(target: Target) -> None:
    """The template has no target of its own: what is submitted is started at once.

    If it fails: nothing was submitted. A delivery designer takes the target out of the template, or
    [test_mail] send = "prepare" has each prepared target read back before it is started.
    """
    if target.usable and target.own_target is None:
        raise NotApplicable('send = "prepare" reads the prepared messages back instead')

    assert not target.own_target_trouble, f"not readable: {target.own_target_trouble}"
    assert not target.own_target, f"it has {target.own_target}"
    assert target.usable, "it was not looked at"


@target_stage
def test_mailbox_can_be_read(mailbox_state: MailboxState) -> None:
    """The mailbox in which the test mail arrives can be read.

    If it fails: whoever set up this verification corrects [mailbox], or the rights on it.
    """
    assert not mailbox_state.trouble, f"{mailbox_state.mailbox}: {mailbox_state.trouble}"


@sends_mail
@control_stage
@explained_by(
    test_template_has_no_target_of_its_own,
    test_recipient_exists_once,
    test_template_exists,
    test_template_and_recipient_can_be_read,
    application_server.test_session_lasts,
    application_server.test_mid_sourcing_server_can_be_logged_on_to,
)
def test_control_delivery_is_created(control: Delivery) -> None:
    """A delivery without tracking can be created from the template.

    If it fails: whoever set up this verification has the operator given the rights to create
    deliveries.
    """
    assert control.id is not None, f"not created: {control.trouble}"


@sends_mail
@control_stage
@explained_by(test_control_delivery_is_created, application_server.test_session_lasts)
def test_control_delivery_is_prepared(control: Delivery) -> None:
    """The same mail without tracking is prepared without an error.

    If it fails: tracking is not what is broken. A delivery designer reads the delivery's log; the
    first error is the cause.
    """
    assert not preparation_errors(control), preparation_errors(control)


@sends_mail
@control_stage
@explained_by(
    test_control_delivery_is_prepared,
    test_control_delivery_is_created,
    application_server.test_session_lasts,
)
def test_control_delivery_reaches_nobody_else(control: Delivery, environment: Environment) -> None:
    """The control delivery was prepared for the allowed recipient, and for nobody else.

    If it fails: what was prepared as a job was not started; what was submitted is under way, and is
    stopped in the console. A delivery designer takes the target out of the template, or the
    operator is given a right to read nms:broadLogRcp.
    """
    others = nobody_else(control, environment.test_mail.recipient)

    assert not others, others


@sends_mail
@control_stage
@explained_by(processes.test_processes_run, files.test_statistics_server_is_named, needed=False)
@explained_by(
    test_control_delivery_reaches_nobody_else,
    test_control_delivery_is_prepared,
    application_server.test_session_lasts,
)
def test_control_mail_is_sent(
    control: Delivery, control_sending: Sending, options: Options, environment: Environment
) -> None:
    """The control mail is sent: handed to the mail provider.

    If it fails: tracking is not what is broken. The server administrator looks at the mta process
    and its log; a message that stays pending waits for it.
    """
    told_later(control, options, environment)
    problem = not_sent(control, control_sending)

    assert not problem, f"not sent: {problem}"


@sends_mail
@tracked_stage
@explained_by(
    test_control_delivery_is_created,
    test_template_has_no_target_of_its_own,
    test_recipient_exists_once,
    test_template_exists,
    test_template_and_recipient_can_be_read,
    application_server.test_session_lasts,
    application_server.test_mid_sourcing_server_can_be_logged_on_to,
)
def test_tracked_delivery_is_created(tracked: Delivery) -> None:
    """A delivery with tracking can be created from the template.

    If it fails: as for the control delivery.
    """
    assert tracked.id is not None, f"not created: {tracked.trouble}"


@sends_mail
@tracked_stage
@explained_by(
    configuration.test_external_url_is_the_declared_one,
    configuration.test_tracking_servers_serve_the_instance,
    alike.test_tracking_passwords_are_the_same,
    relay.test_proxy_leaves_tracking_hosts_alone,
    relay.test_tracking_servers_are_reached_from_it,
    configuration.test_internal_urls_are_well_formed,
    configuration.test_internal_urls_are_the_declared_ones,
    needed=False,
)
@explained_by(
    network.test_port_opens,
    network.test_certificate_is_trusted,
    tracking_servers.test_upload_page_is_served,
    *WRONG_ON_A_TRACKING_SERVER,
    of=servers_that_the_log_names,
    needed=False,
    each=True,
)
@explained_by(
    test_tracked_delivery_is_created,
    test_control_delivery_is_prepared,
    application_server.test_session_lasts,
)
def test_analysis_reports_no_tracking_error(tracked: Delivery, environment: Environment) -> None:
    """The analysis of a tracked delivery reports no error of the redirection (``RED-``).

    If it fails: where Adobe hosts the platform, open a support ticket to have the tracking settings
    examined and tracking registered again. Elsewhere the Campaign administrator looks at the server
    that the message names, from the application server: can it be reached, is the instance
    registered there, is the tracking password the same? Then register again in the wizard.
    """
    errors = tracked.tracking_errors
    codes = ", ".join(dict.fromkeys(line.code for line in errors))
    named = ", ".join(environment.name_server(host) for host in sorted(named_in(errors)))

    if tracked.was_submitted:
        raise NotApplicable('send = "submit" shows no log of the analysis; send = "prepare" does')
    status = f"job status {tracked.job_status}"
    ended = tracked.job_status in JOB_ENDS
    assert ended, f"the analysis did not end: {tracked.trouble or status}"
    assert not errors, f"expected no RED- code, got {codes}, naming {named or 'no server'}"


@sends_mail
@tracked_stage
@explained_by(network.test_certificate_is_trusted, of=silent_servers)
@explained_by(network.test_port_opens, of=silent_servers)
@explained_by(
    test_analysis_reports_no_tracking_error,
    test_control_delivery_is_prepared,
    test_tracked_delivery_is_created,
    application_server.test_session_lasts,
)
def test_tracked_delivery_is_prepared(tracked: Delivery) -> None:
    """The tracked delivery is prepared without an error.

    If it fails while the control delivery was prepared: a delivery designer reads the delivery's
    log; the first error is the cause. With send = "submit" that log is in the console only; a
    code RED- in it blames the tracking servers.
    """
    assert not preparation_errors(tracked), preparation_errors(tracked)


@sends_mail
@tracked_stage
@explained_by(
    test_tracked_delivery_is_prepared,
    test_analysis_reports_no_tracking_error,
    test_control_delivery_reaches_nobody_else,
    application_server.test_session_lasts,
)
def test_tracked_delivery_reaches_nobody_else(tracked: Delivery, environment: Environment) -> None:
    """The tracked delivery was prepared for the allowed recipient, and for nobody else.

    If it fails: what was prepared as a job was not started; what was submitted is under way, and is
    stopped in the console. A delivery designer takes the target out of the template, or the
    operator is given a right to read nms:broadLogRcp.
    """
    others = nobody_else(tracked, environment.test_mail.recipient)

    assert not others, others


@sends_mail
@tracked_stage
@explained_by(processes.test_processes_run, files.test_statistics_server_is_named, needed=False)
@explained_by(
    test_tracked_delivery_reaches_nobody_else,
    test_tracked_delivery_is_prepared,
    test_analysis_reports_no_tracking_error,
    test_control_mail_is_sent,
    application_server.test_session_lasts,
)
def test_tracked_mail_is_sent(
    tracked: Delivery, tracked_sending: Sending, options: Options, environment: Environment
) -> None:
    """The tracked mail is sent: handed to the mail provider.

    If it fails: the server administrator looks at the mta process and its log; a message that
    stays pending waits for it.
    """
    told_later(tracked, options, environment)
    problem = not_sent(tracked, tracked_sending)

    assert not problem, f"not sent: {problem}"
