"""What went wrong with a request, as every part of the API says it."""


class Problem(Exception):  # noqa: N818 - the name of the thing in RFC 9457
    """An answer that says what went wrong and what to do (RFC 9457)."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail
