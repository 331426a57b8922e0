"""Runs moto on a free loopback port, prints the port, and ends with the process that started it.

The parent holds our stdin; when it ends, however it ends, stdin closes and so do we.
"""

import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
# moto calls itself on this port for a few services.
os.environ["MOTO_PORT"] = str(server.server_port)
threading.Thread(target=end_with_parent, daemon=True).start()
print(server.server_port, flush=True)
# moto prints now and then; nobody reads on, and a closed pipe would become a 500.
sys.stdout = sys.stderr
server.serve_forever()
