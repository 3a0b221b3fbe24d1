"""The links of a mail, as they stand in its two texts."""

from campaign_tracking.mailbox.html_links import links_in_html
from campaign_tracking.mailbox.mail_link import MAX_LINKS, MailLink
from campaign_tracking.mailbox.text_links import links_in_text

__all__ = ["MAX_LINKS", "MailLink", "links_in_html", "links_in_text"]
