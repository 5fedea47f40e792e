"""SMTP as Django speaks it, that says when the text of a letter is about to leave."""

from __future__ import annotations

import smtplib
from collections.abc import Callable

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

GO_ON = 354  # the answer to DATA: send the text (RFC 5321, 3.3)


class Telling:
    """Mixed into a conversation: calls ``before_content`` between the server's "go on" and the text.

    Until then the server has an address and nothing else. A conversation that breaks off there delivers
    nothing: a text counts only once the line with its closing dot has come.
    """

    before_content: Callable[[], None] | None = None

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        if code == GO_ON and self.before_content is not None:
            self.before_content()
        return code, text


class Conversation(Telling, smtplib.SMTP):
    """Starts in the open; Django lets it change to TLS (STARTTLS)."""


class EncryptedConversation(Telling, smtplib.SMTP_SSL):
    """TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    says_before_content = True

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return EncryptedConversation if self.use_ssl else Conversation

    def _send(self, email_message: EmailMessage) -> bool:
        self.connection.before_content = getattr(email_message, "before_content", None)
        try:
            return super()._send(email_message)
        except BaseException:
            # Perhaps in the middle of a text: hang up. A polite QUIT would become a line of that text.
            self.connection.close()
            self.connection = None
            raise
