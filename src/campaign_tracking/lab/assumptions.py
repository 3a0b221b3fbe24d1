"""Every assumption of the lab, in one place; ``docs/lab.md`` lists them with their tags.

``A-nn`` are the project's numbered assumptions about what the public documentation does not say.
``L-nn`` are the lab's own: small choices without which a miniature cannot run. A value that can be
written down stands here; where an assumption is a way of behaving, its line names the module.
"""

from typing import Final

# delivery/upload.py and delivery/analysis.py.
UPLOAD_TIMEOUT_S: Final = 30.0
NO_THREAD_LIMIT_S: Final = 8.0  # L-83
CONNECTION_LIMIT_S: Final = 5.0  # L-80: part of it, until a connection is given up

STATE_PREPARATION_FAILED: Final = 37

URL_LIST_SEPARATOR: Final = ","  # blanks around it are ignored

REDIRECT_STATUS: Final = 302
NOT_FOUND_STATUS: Final = 404  # A-07, with text/html

SIGNATURE_PARAMETER: Final = "s"  # HMAC-SHA256 over path and query as sent, base64url
SIGNATURE_BYTES: Final = 12

OPEN_PIXEL: Final = '<img height="0" width="0" alt="" src="{url}"/>'  # before </body>

DELIVERY_FILE_MODE: Final = 0o644  # documented as the least; A-10 is redirection/delivery_file.py

POINTER_SEPARATOR: Final = "|"  # nobody but the workflow reads the pointer
TRACKING_LOGIN: Final = "{instance}|tracking"  # sent as <login>/<password> session token

LOG_FILE_SIZE: Final = 0x1000  # ids per file
FIRST_LOG_ID: Final = 0xFD7E000  # L-01: the id in the documentation's sample file name

BROAD_LOG_SENT: Final = 1
BROAD_LOG_FAILED: Final = 2  # documented
BROAD_LOG_PENDING: Final = 6  # documented

VERSION: Final = "8.5.1"  # both, version and build, as in the SDK's sample
BUILD: Final = "9236"
COMMIT: Final = "cc45440"
BUILD_DATE: Final = "21/04/2023"  # in the banner of nlserver; its shape alone is documented
SERVER_OFFSET_HOURS: Final = -7  # the offset of the SDK's sample

AVAILABLE: Final = "1"

HEALTH_LIMIT_S: Final = 2.0  # L-73
HEALTH_PERIOD_S: Final = 1.0  # A-22, as often as monitoring-processes.md lets one ask /r/test
BALANCER_LIMIT_S: Final = 30.0  # L-73; what else is A-22 and L-73: balancer.py
# environment_file.py.

LOG_COLUMN_6: Final = "0"
LOG_COLUMN_9: Final = ""  # A-20; no twelfth column

X_MAILER: Final = f"nlserver, Build {VERSION}"  # mta/@xMailer with the version in it
MESSAGE_ID_DOMAIN: Final = "mail.client.example"  # the part before @ holds the instance

COMPLETED: Final = "Analysis completed in 0s ({count} message(s) waiting)."  # L-02: shape only
WEB_VALIDITY_S: Final = 60 * 86_400  # L-91: of a delivery that says nothing else
WORKFLOW_STARTED: Final = 11  # L-03: @state of a workflow that runs; 13 and 20 are documented
WORKFLOW_PERIOD_S: Final = 2.0  # L-04: the real one is hourly
LAST_PROCESSING_FIELD: Final = "@lastProcessingDate"  # L-05: name of the field
OPTION_PURGE_DELAY_S: Final = 180 * 86_400  # L-06: 180 days
# L-08 pace.py; L-09 delivery/analysis.py; L-10 delivery/mirror.py; L-11 delivery/message.py;
# L-12 log_sources.py; L-13 application/deliveries.py; L-14 faults/instance_not_registered.py;
# L-15 query/reader.py; L-16 application/first_rows.py; L-17 soap/router.py; L-18 application/;
# L-19 zones.py; L-20 application/server.py; L-21 delivery/message.py;
# L-22 query/condition.py; L-23 redirection/webmdl.py; L-24 redirection/tracked_link.py;
# L-25 assembling.py; L-26 zones.py; L-27 soap/call.py; L-28, L-29, L-30, L-31 soap/fault.py;
# L-32 application/lives.py; L-33 application/sessions.py; L-35 query/reader.py;
# L-36 application/hidden_targets.py; L-37 application/job_methods.py; L-38 application/entities.py;
# L-39 application/analyses.py; L-40 soap/router.py; L-41 application/deliveries.py;
# L-42 soap/call.py; L-43 application/pages.py; L-44 application/entities.py;
# L-45 application/declarations.py; L-47 application/identity_service.py; L-48 query/limits.py;
# L-49 delivery/documents.py.
# Configuration files: A-13, L-62, L-63 conf/lists.py; L-61 conf/reading.py; L-64, L-67
# redirection/server_settings.py and redirection/webmdl.py; L-65, L-66 redirection/web_front.py;
# L-68 delivery/mta.py; L-69 outgoing_client.py; L-70 nlserver.py; L-71 redirection/web_front.py;
# L-72 delivery/message.py.
# L-81 tracking_workflow.py; L-82 redirection/log_files.py; L-91 delivery/documents.py and
# redirection/webmdl.py; L-92 delivery/formula.py; L-93 mail_gateway.py.
# L-90 delivery/mta.py; L-96 delivery/mirror.py; L-97 database.py; L-94 soap/router.py;
# L-95 delivery/analysis.py; L-98, L-99 soap/fault.py.
# L-86 noise.py; L-87 delivery/mta.py.
# A-25 (English texts) is everywhere.
# Mid-sourcing, all in mid_sourcing/: L-50 first_rows.py; L-51, L-55 delivery_part.py; L-52, L-53
# mid.py; L-54 counterparts.py; L-56 execution.py; L-57, L-59 synchronisation.py; L-58 proxy.py;
# L-60 reception.py.
IMS_SCOPES: Final = ("openid", "AdobeID")  # L-34: what the lab's credential may ask for
DEFAULT_LINE_COUNT: Final = 200  # L-46: the SDK's documentation; another source says 10,000
XTK_PARSE_ERROR: Final = "XTK-170036"  # L-07: for unknown schemas and fields, too
TOMCAT_PORT: Final = 8080  # documented; in the lab nobody listens there, see redirection/server.py
