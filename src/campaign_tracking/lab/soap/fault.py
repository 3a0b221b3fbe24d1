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
    def unknown_method(cls, service: str, method: str) -> "SoapFault":
        """Return the fault for a method that the schema does not declare."""
        return cls(
            f"SOP-330006 The method '{method}' is not defined in SOAP service '{service}'.",
            code="SOAP-ENV:Client",
        )


class SessionRefused(Exception):  # noqa: N818  (it is an answer, not an error of ours)
    """The session layer refuses: one line of plain text with HTTP 403 (L-17)."""

    @classmethod
    def expired(cls) -> "SessionRefused":
        """Return the refusal of an unknown or old token."""
        return cls("XSV-350008 Session has expired or is invalid. Please reconnect.")

    @classmethod
    def wrong_password(cls) -> "SessionRefused":
        """Return the refusal of a login; one text for unknown login and wrong password."""
        return cls("XSV-350012 Invalid login or password. Connection denied.")
