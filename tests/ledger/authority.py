"""A real time-stamping authority for tests: OpenSSL's `ts`, with a root and a signer of its own."""

import shutil
import subprocess
from pathlib import Path

import pytest

OPENSSL = shutil.which("openssl")
needed = pytest.mark.skipif(OPENSSL is None, reason="本机没有 openssl，跳过真正的时间戳机构")
CONFIG = """
[tsa]
default_tsa = tsa_config
[tsa_config]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """A folder with a root, a signer and the settings of `openssl ts`."""

    def __init__(
        self,
        folder: Path,
        *,
        key: str = "rsa",
        purpose: str = "critical,timeStamping",
        digests: str = "sha256, sha512, sm3",
    ) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "tsa.cnf").write_text(CONFIG.format(digests=digests))
        (folder / "serial").write_text("01\n")
        kind = ["rsa:2048"] if key == "rsa" else ["ec", "-pkeyopt", f"ec_paramgen_curve:{key}"]
        self.run("req", "-x509", "-newkey", *kind, "-nodes", "-keyout", "root.key", "-out", "root.pem", "-subj", f"/CN=Test Root {folder.name}", "-days", "3650", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
        self.run("req", "-newkey", *kind, "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", f"/CN=Test Authority {folder.name}")  # fmt: skip
        lines = ["basicConstraints=CA:FALSE", "keyUsage=critical,digitalSignature"]
        (folder / "tsa.ext").write_text("\n".join([*lines, f"extendedKeyUsage={purpose}" if purpose else ""]) + "\n")
        self.run("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "7", "-days", "3650", "-extfile", "tsa.ext", "-out", "tsa.pem")  # fmt: skip

    def run(self, *words: str, check: bool = True) -> int:
        done = subprocess.run([str(OPENSSL), *words], capture_output=True, text=True, cwd=self.folder, check=False)
        assert not check or done.returncode == 0, done.stderr
        return done.returncode

    def answer(self, asked: bytes) -> bytes:
        """What the authority answers to a request."""
        (self.folder / "q.tsq").write_bytes(asked)
        self.run("ts", "-config", "tsa.cnf", "-reply", "-queryfile", "q.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-chain", "root.pem", "-out", "r.tsr")  # fmt: skip
        return (self.folder / "r.tsr").read_bytes()

    @property
    def root(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()
