"""What a server says when it does not do as asked."""


class SoapFault(Exception):  # noqa: N818  (SOAP's own word)
    """A SOAP fault: answered with HTTP 200 (about-web-services.md; the status is L-17)."""

    def __init__(self, string: str, detail: str = "", *, code: str = "SOAP-ENV:Server") -> None:
        """Say what failed; *detail* holds the cause."""
        super().__init__(string)
        self.code, self.string, self.detail = code, string, detail

    @classmethod
    def while_executing(cls, service: str, method: str, detail: str) -> "SoapFault":
        """Return the wrapper that Campaign puts around an error inside a method."""
        return cls(
            f"SOP-330011 Error while executing the method '{method}' of service '{service}'.",
            detail,
        )

    @classmethod
    def hidden(cls) -> "SoapFault":
        """Return what is left of a fault where the zone has no ``showErrors`` (wording: L-28)."""
        return cls("SOP-330023 You do not have the rights to view the detail of this error.")

    @classmethod
    def native_login(cls) -> "SoapFault":
        """Return the refusal of a password where native login is switched off (wording: L-98)."""
        return cls("Native authentication by the API is disabled for this operator.")

    @classmethod
    def no_profile(cls) -> "SoapFault":
        """Return the refusal of an operator without a product profile (wording: L-99)."""
        return cls("The operator has no rights on this instance.")

    @classmethod
    def unknown_method(cls, service: str, method: str) -> "SoapFault":
        """Return the fault for a method that the schema does not declare."""
        return cls(
            f"SOP-330006 The method '{method}' is not defined in SOAP service '{service}'.",
            code="SOAP-ENV:Client",
        )


class SessionRefused(Exception):  # noqa: N818  (it is an answer, not an error of ours)
    """The session layer refuses: one line of plain text (L-17).

    Attributes:
        status_code: The HTTP status with which it says so.
    """

    def __init__(self, text: str, status_code: int = 403) -> None:
        """Refuse with *text*."""
        super().__init__(text)
        self.status_code = status_code

    @classmethod
    def wrong_password(cls) -> "SessionRefused":
        """Return the refusal of a login; one text for unknown login and wrong password.

        A bearer token that cannot be exchanged is refused with the same (L-29).
        """
        return cls("XSV-350012 Invalid login or password. Connection denied.")

    @classmethod
    def wrong_bearer(cls) -> "SessionRefused":
        """Return the refusal of a bearer token that is unknown or has expired (L-29)."""
        return cls("The access token is invalid or has expired.", 401)

    @classmethod
    def wrong_address(cls, address: str) -> "SessionRefused":
        """Return the refusal of an address outside the operator's zone (L-30: end of the text)."""
        return cls(
            f"XSV-350013 The '{address}' IP address via which you are trying to connect is not "
            "allowed for this operator."
        )

    @classmethod
    def plain_http(cls) -> "SessionRefused":
        """Return the refusal of a session over plain HTTP (L-31)."""
        return cls("HTTP is not allowed in this security zone.")


class SessionExpired(SessionRefused):
    """A session token is unknown or too old.

    Sources disagree on the form of the answer: it is whoever refuses who chooses one (L-32).

    Attributes:
        as_fault: Whether a SOAP call is answered with a fault instead of a line of text.
    """

    def __init__(self, status_code: int = 403, *, as_fault: bool = False) -> None:
        """Refuse in one of the three forms."""
        super().__init__(
            "XSV-350008 Session has expired or is invalid. Please reconnect.", status_code
        )
        self.as_fault = as_fault
