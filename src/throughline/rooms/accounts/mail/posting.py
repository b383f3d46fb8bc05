"""Handing one message to the district's mail server."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 20


class NotTaken(Exception):
    """The server did not take a mail. Says the kind of trouble and the server's number, never its words: they quote
    addresses."""


def make_message(*, to_name: str, to_address: str, subject: str, text: str) -> EmailMessage:
    """This function will write a message of plain text.

    **Raises** `NotTaken` where the address is none.
    """
    message = EmailMessage()
    message["From"] = settings.MAIL_FROM
    try:
        message["To"] = Address(display_name=" ".join(to_name.split()), addr_spec=to_address)
    except (ValueError, MessageError):
        raise NotTaken("the address cannot be written to") from None
    message["Subject"] = " ".join(subject.split())
    message["Message-ID"] = make_msgid(domain=settings.MAIL_FROM.rpartition("@")[2].strip("> ") or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def post(message: EmailMessage) -> None:
    """This function will hand a message to the server that THROUGHLINE_MAIL_URL names, encrypted wherever it can be.

    **Raises** `NotTaken`.
    """
    try:
        _post(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _words in error.recipients.values()})
        raise NotTaken(f"recipient refused {' '.join(map(str, codes))}") from None
    except smtplib.SMTPResponseException as error:
        raise NotTaken(f"{type(error).__name__} {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotTaken(type(error).__name__) from None


def _post(message: EmailMessage) -> None:
    address = urlsplit(settings.MAIL_URL)
    host, is_encrypted = address.hostname or "", address.scheme == "smtps"
    secure = ssl.create_default_context()
    server: smtplib.SMTP
    if is_encrypted:
        server = smtplib.SMTP_SSL(host, address.port or 465, timeout=TIMEOUT_SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, address.port or 25, timeout=TIMEOUT_SECONDS)
    with server:
        server.ehlo_or_helo_if_needed()
        if not is_encrypted and server.has_extn("starttls"):
            server.starttls(context=secure)
            server.ehlo()
            is_encrypted = True
        if address.username:
            if not is_encrypted:
                raise NotTaken("the server offers no encryption for the password")
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)
