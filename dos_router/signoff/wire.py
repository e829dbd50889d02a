"""The lengths and numbers of which SSH keys and signatures are made (RFC 4251), read strictly."""

from __future__ import annotations

from dos_router.diagnostics import Malformed

MAX_NUMBER_BYTES = 2049  # OpenSSH takes no number over 16,384 bits


class Wire:
    """Reads a byte string from its beginning; whatever is left over or cut short is refused."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        """Return the next bytes. Raises Malformed where there are fewer."""
        end = self._at + count
        if end > len(self._data):
            raise Malformed("it is cut short", rule="signature-form")
        taken, self._at = self._data[self._at : end], end
        return taken

    def number(self) -> int:
        """Return the next four bytes as a number."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """Return the next byte string, its length read first."""
        return self.take(self.number())

    def word(self) -> str:
        """Return the next byte string as ASCII. Raises Malformed for other bytes."""
        try:
            return self.string().decode("ascii")
        except UnicodeDecodeError as problem:
            raise Malformed("a name in it is not ASCII", rule="signature-form") from problem

    def natural(self) -> int:
        """Return the next multiple-precision number; a negative or needlessly long one is refused."""
        data = self.string()
        needless = len(data) > 1 and data[0] == 0 and data[1] < 0x80  # noqa: PLR2004 - the sign bit
        if not data or data[0] >= 0x80 or needless or data == b"\0" or len(data) > MAX_NUMBER_BYTES:  # noqa: PLR2004
            raise Malformed("a number in it is not written as it must be", rule="signature-form")
        return int.from_bytes(data, "big")

    def end(self) -> None:
        """Raise Malformed where anything is left."""
        if self._at != len(self._data):
            raise Malformed("something follows its end", rule="signature-form")


def packed(data: bytes) -> bytes:
    """Return a byte string with its length before it."""
    return len(data).to_bytes(4, "big") + data
