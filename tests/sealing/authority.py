"""A time-stamp authority on this machine: `openssl ts` behind HTTP, with a certificate made here."""

import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from tests.sealing.made import certificate, pem, private, root

CONFIG = """[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@contextmanager
def authority() -> Iterator[str]:
    """The address of the authority."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "tsa.pem").write_bytes(pem(certificate("时间戳机构", stamps=True, number=0x757A)))
        (here / "tsa.key").write_bytes(private("时间戳机构"))
        (here / "root.pem").write_bytes(pem(root()))
        (here / "serial").write_text("01")
        (here / "tsa.cnf").write_text(CONFIG.format(folder=folder))

        class Stamping(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                (here / "ask.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
                words = [
                    "openssl",
                    "ts",
                    "-reply",
                    "-config",
                    here / "tsa.cnf",
                    "-queryfile",
                    here / "ask.tsq",
                    "-out",
                    here / "told.tsr",
                ]
                subprocess.run(words, check=True, capture_output=True)
                content = (here / "told.tsr").read_bytes()
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: Any) -> None:
                """Nothing on the screen."""

        server = HTTPServer(("127.0.0.1", 0), Stamping)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa"
        finally:
            server.shutdown()
            server.server_close()
