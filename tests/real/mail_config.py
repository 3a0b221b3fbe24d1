"""Configuration of a Postfix and a Dovecot of our own, with everything below one folder.

Mail comes in at one port of Postfix, which queues it and hands it to another port of the same
Postfix: what that one answers is what the receiving side of the world may answer. Dovecot takes
what it accepts, and serves it by IMAP.
"""

from dataclasses import dataclass
from pathlib import Path

MAIL_UID = 5000  # owns the mailboxes; no account of the machine has it
SENDER = "news@client.example"  # the lab's


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLayout:
    """Where everything is.

    Attributes:
        folder: Above all.
        smtp_port: Where mail comes in, and is queued.
        receiving_port: The other port of Postfix.
        imaps_port: Dovecot's, TLS at once.
        imap_port: Dovecot's, with STARTTLS.
    """

    folder: Path
    smtp_port: int
    receiving_port: int
    imaps_port: int
    imap_port: int

    @property
    def postfix(self) -> Path:
        """The folder of Postfix's configuration."""
        return self.folder / "postfix" / "etc"

    @property
    def ca_file(self) -> Path:
        """The certificate authority that the servers' certificate is from."""
        return self.folder / "tls" / "ca.pem"


def dovecot_conf(layout: MailLayout, password: str) -> str:
    """Return dovecot.conf: any user, one password, Maildirs, a folder for junk."""
    folder = layout.folder
    return f"""\
base_dir = {folder}/dovecot/run
state_dir = {folder}/dovecot/run
log_path = {folder}/dovecot/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/tls/server.pem
ssl_key = <{folder}/tls/server.key
ssl_min_protocol = TLSv1.2
auth_username_format = %Ln
auth_failure_delay = 0
mail_location = maildir:{folder}/mailboxes/%n/Maildir
mail_uid = {MAIL_UID}
mail_gid = {MAIL_UID}
first_valid_uid = {MAIL_UID}
mail_fsync = never
postmaster_address = postmaster@example.test
hostname = localhost
recipient_delimiter = +
lmtp_save_to_detail_mailbox = yes
namespace inbox {{
  inbox = yes
  mailbox Rubbish {{
    special_use = \\Junk
    auto = create
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {layout.imap_port}
  }}
  inet_listener imaps {{
    port = {layout.imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={MAIL_UID} gid={MAIL_UID} home={folder}/mailboxes/%n allow_all_users=yes
}}
"""


def main_cf(layout: MailLayout, mailbox: str, *, delivers_to: str) -> str:
    """Return main.cf: every address exists; bounces go to *mailbox*, too.

    Args:
        layout: Where everything is.
        mailbox: The address of the test mail.
        delivers_to: Where mail to it goes, an address of the same mailbox.
    """
    folder = layout.folder
    return f"""\
compatibility_level = 3.6
queue_directory = {folder}/postfix/queue
data_directory = {folder}/postfix/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/postfix/log
maillog_file_prefixes = {folder}
myhostname = mx.example.test
myorigin = example.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
local_recipient_maps =
alias_maps =
alias_database =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all
virtual_transport = lmtp:unix:{folder}/dovecot/run/lmtp
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = none
smtp_dns_support_level = disabled
smtp_host_lookup = native
lmtp_host_lookup = native
smtpd_peername_lookup = no
default_database_type = texthash
notify_classes =
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 2s
virtual_alias_maps = inline:{{ {{{mailbox} = {delivers_to}}}, {{{SENDER} = {mailbox}}} }}
"""


def master_cf(layout: MailLayout, restrictions: str) -> str:
    """Return master.cf; *restrictions* are what the receiving port thinks of a recipient."""
    return f"""\
127.0.0.1:{layout.smtp_port} inet n - n - - smtpd
  -o content_filter=smtp:[127.0.0.1]:{layout.receiving_port}
  -o receive_override_options=no_address_mappings
127.0.0.1:{layout.receiving_port} inet n - n - - smtpd
  -o {{ smtpd_recipient_restrictions = {restrictions} }}
pickup    unix n - n 60 1 pickup
cleanup   unix n - n -  0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n -  - trivial-rewrite
bounce    unix - - n -  0 bounce
defer     unix - - n -  0 bounce
trace     unix - - n -  0 bounce
verify    unix - - n -  1 verify
flush     unix n - n 1000? 0 flush
showq     unix n - n -  - showq
proxymap  unix - - n -  - proxymap
smtp      unix - - n -  - smtp
lmtp      unix - - n -  - lmtp
error     unix - - n -  - error
retry     unix - - n -  - error
discard   unix - - n -  - discard
anvil     unix - - n -  1 anvil
scache    unix - - n -  1 scache
postlog   unix-dgram n - n - 1 postlogd
"""
