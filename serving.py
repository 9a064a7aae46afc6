"""One command, two processes: gunicorn for HTTP, and the scheduler beside it. When one ends, both end."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from kernel.config import Settings


def post_worker_init(worker: Any) -> None:
    """Gunicorn calls this when a web process has made the product: nobody's first page waits for what can be made ready now.

    Templates are compiled, and what stays for ever is never again searched for rubbish, which takes a fifth of a second.
    """
    pages = worker.wsgi.jinja_env
    for name in pages.list_templates():
        pages.get_template(name)
    gc.collect()
    gc.freeze()


def serve(settings: Settings, *, host: str, port: int, workers: int, with_scheduler: bool) -> None:
    """Blocks until a signal comes or a process dies; then stops the other and exits with its code."""
    here = Path(__file__).resolve().parent
    environment = {**os.environ, "DEBRIEF_HOME": str(settings.home), "PYTHONPATH": str(here)}
    web = [
        sys.executable, "-m", "gunicorn", "wsgi:create_app()", "--bind", f"{host}:{port}", "--workers", str(workers),
        "--threads", "4", "--worker-class", "gthread", "--config", "python:serving", "--chdir", str(here), "--access-logfile", "-",
        "--log-level", "warning", "--access-logformat", "%(m)s %(U)s %(s)s %(M)sms",
    ]  # fmt: skip
    commands = [web, *([[sys.executable, str(here / "scheduler.py")]] if with_scheduler else [])]
    processes = [subprocess.Popen(command, env=environment, cwd=here) for command in commands]

    def stop(_number: int, _frame: object) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"Debrief is at http://{host}:{port}", file=sys.stderr, flush=True)
    while all(process.poll() is None for process in processes):
        time.sleep(0.3)
    stop(0, None)
    sys.exit(max((process.wait() or 0) for process in processes))
