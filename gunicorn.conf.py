"""How gunicorn runs the monitor: two processes of four threads; every setting can be given in the environment."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# The application is set up once and then forked; releases are opened lazily, so only after the fork.
preload_app = True
# A worker starts afresh now and then, not all at once.
max_requests = 20_000
max_requests_jitter = 4_000
graceful_timeout = 30
timeout = 60
keepalive = 5
# No file outside the folder of the monitor, no socket besides the one above.
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112 - this file imports only os
accesslog = os.environ.get("ACCESS_LOG")
