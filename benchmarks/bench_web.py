"""The review page (500 entries, 60 factors, 80 actions) beside a 60-line Flask page over the same rows (decision 30).

    python benchmarks/bench_web.py [--seconds 10]

Both run under the same gunicorn settings, one after the other, on loopback, with 4 requests in flight. The peer is padded
to our page's size. Prints requests a second, p50 and p99 in milliseconds, and the ratio of the requests a second.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from ground import ROOT, signed_in
from sqlalchemy.orm import Session


def prepare(home: Path) -> tuple[str, str]:
    """A database with the review; returns its reference and the session cookie of somebody who may read it."""

    def build(session: Session) -> tuple[int, str]:
        from tests.load import big

        names = big.build(session, entries=500, factors=60, actions=80, others=8)
        return names["boss"], names["ref"]

    return signed_in(home, build)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def serve(target: str, environment: dict[str, str], folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Under the server and the settings that ``serving.py`` uses."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
               "--worker-class", "gthread", "--config", str(ROOT / "serving.py"), "--chdir", str(folder), "--log-level", "error"]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    for _ in range(100):
        time.sleep(0.1)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process, port
    raise RuntimeError(f"{target} did not start")


def get(url: str, cookie: str) -> bytes:
    request = urllib.request.Request(url, headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200
        return bytes(answer.read())


def load(url: str, cookie: str, seconds: float) -> list[float]:
    """Latencies in ms of 4 closed loops."""
    took: list[float] = []
    end = time.perf_counter() + seconds

    def loop() -> None:
        while time.perf_counter() < end:
            start = time.perf_counter()
            get(url, cookie)
            took.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=loop) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took)


def measure(name: str, url: str, cookie: str, seconds: float) -> float:
    size = len(get(url, cookie))
    load(url, cookie, min(2.0, seconds))
    took = load(url, cookie, seconds)
    rate = len(took) / seconds
    print(f"{name:8} {rate:7.1f} req/s   p50 {took[len(took) // 2]:7.1f} ms   p99 {took[int(len(took) * 0.99)]:7.1f} ms   {size:,} bytes")
    return rate


def main() -> None:
    seconds = argparse.ArgumentParser(description=__doc__)
    seconds.add_argument("--seconds", type=float, default=10)
    wanted = seconds.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ref, cookie = prepare(home)
        ours, port = serve("wsgi:create_app()", {"DEBRIEF_HOME": folder}, ROOT)
        try:
            size = len(get(f"http://127.0.0.1:{port}/reviews/{ref}", cookie))
            rate = measure("ours", f"http://127.0.0.1:{port}/reviews/{ref}", cookie, wanted)
        finally:
            ours.send_signal(signal.SIGTERM)
            ours.wait()
        url = f"sqlite:///{home / 'debrief.db'}"
        bare, port = serve("peer_web:app", {"BENCH_URL": url}, Path(__file__).parent)
        pad = max(0, size - len(get(f"http://127.0.0.1:{port}/reviews/{ref}", "")))
        bare.send_signal(signal.SIGTERM)
        bare.wait()
        peer, port = serve("peer_web:app", {"BENCH_URL": url, "BENCH_PAD": str(pad)}, Path(__file__).parent)
        try:
            other = measure("peer", f"http://127.0.0.1:{port}/reviews/{ref}", "", wanted)
        finally:
            peer.send_signal(signal.SIGTERM)
            peer.wait()
        print(f"ratio    {rate / other:.2f} (ours / peer, requests a second)")


if __name__ == "__main__":
    main()
