"""A real SMTP server in a process of its own, that keeps the history: a line for every text that it took.

    python sink.py PORT HISTORY

The line is on disk before the 250 goes out: what the relay answered for, the history has. The recipient says how the
server shall fail: ``fault-NAME-TIMES-n@…`` fails the first TIMES attempts as FAULTS says (TIMES 0: always).
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from email.parser import BytesHeaderParser

from aiosmtpd.smtp import SMTP

#: name → where it fails, and with what; a fault "taken" has kept the text before it fails
FAULTS = {
    "421": ("rcpt", "421 4.3.2 Closing"), "450": ("rcpt", "450 4.2.1 Busy"), "451": ("rcpt", "451 4.3.0 Try later"),
    "452": ("rcpt", "452 4.2.2 Full"), "550": ("rcpt", "550 5.1.1 No such user"), "552": ("dot", "552 5.2.2 Too big"),
    "451dot": ("dot", "451 4.3.0 Try later"), "stall": ("rcpt", "stall"), "cut": ("rcpt", "reset"),
    "silent": ("taken", "stall"), "reset": ("taken", "reset"),
}  # fmt: skip


class Handler:
    def __init__(self, history: str) -> None:
        self.file = os.open(history, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.failed: Counter[str] = Counter()

    async def handle_RCPT(self, server: SMTP, session, envelope, address: str, options) -> str:
        fault = await self._fault(server, address, "rcpt")
        if fault:
            return fault
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:
        address = envelope.rcpt_tos[0]
        fault = await self._fault(server, address, "dot")
        if fault:
            return fault
        head = BytesHeaderParser().parsebytes(envelope.content)
        line = f"{time.time():.6f}\t{address}\t{head['Message-ID']}\t{head['Subject']}\n"
        os.write(self.file, line.encode())
        return await self._fault(server, address, "taken") or "250 OK"

    async def _fault(self, server: SMTP, address: str, place: str) -> str | None:
        parts = address.split("@")[0].split("-")
        if parts[0] != "fault" or FAULTS[parts[1]][0] != place:
            return None
        if int(parts[2]) and self.failed[address] >= int(parts[2]):
            return None
        self.failed[address] += 1
        answer = FAULTS[parts[1]][1]
        if answer == "stall":
            await asyncio.sleep(3600)
        if answer == "reset":
            server.transport.abort()
            await asyncio.sleep(3600)
        if answer.startswith("421"):
            asyncio.get_running_loop().call_later(0.01, server.transport.close)
        return answer


async def main(port: int, history: str) -> None:
    handler = Handler(history)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler, hostname="localhost"), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
