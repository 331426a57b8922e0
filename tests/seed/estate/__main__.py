"""The estate: emulated AWS accounts with something of every described API in them, some of it sound, some of it not.

`python tests/seed/estate [api ...]` seeds moto with what each `<api>.py` here makes (all of them unless some are named; none
with `--empty`), listens on a free loopback port, prints it, and ends with the process that started it, for that one holds our
stdin. What moto lacks is answered from what the same files write down; see `rules.py`.
"""

import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

import estate
from front import Front
from rules import Rules


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


wanted = sys.argv[1:]
front = Front(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", 0, front, threaded=True)
# moto calls itself on this port for a few services.
os.environ["MOTO_PORT"] = str(server.server_port)
threading.Thread(target=server.serve_forever, daemon=True).start()
front.rules = Rules(estate.seeded(f"http://127.0.0.1:{server.server_port}", wanted))
front.seeded = True
threading.Thread(target=end_with_parent, daemon=True).start()
print(server.server_port, flush=True)
# moto prints now and then; nobody reads on, and a closed pipe would become a 500.
sys.stdout = sys.stderr
threading.Event().wait()
