"""OFD files made here, sealed with SM2 keys of nobody: what is whole, and what somebody did to it afterwards."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from tests.sealing.made import AT
from tests.sealing.ses_made import ses_signature, the_seal

from mingjing.kernel.hashing import sm3_hash

OFD = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SIGNS = "Doc_0/Signs"


def element(name: str, inside: str, **attributes: str) -> str:
    """A root element of OFD."""
    told = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'{HEAD}<ofd:{name} xmlns:ofd="{OFD}"{told}>{inside}</ofd:{name}>'


def page(text: str) -> bytes:
    """A page with one line of text."""
    words = f'<ofd:TextObject ID="9" Boundary="20 20 100 10" Font="3" Size="5"><ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
    return element("Page", f'<ofd:Content><ofd:Layer ID="8">{words}</ofd:Layer></ofd:Content>').encode()


def plain(*texts: str, signed: bool = True) -> dict[str, bytes]:
    """The parts of a file with a page for each text."""
    texts = texts or ("责令限期改正通知书", "第二页")
    listed = "".join(f'<ofd:Page ID="{at + 20}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at, _ in enumerate(texts))
    signs = f"<ofd:Signatures>/{SIGNS}/Signatures.xml</ofd:Signatures>" if signed else ""
    info = "<ofd:DocInfo><ofd:DocID>00000000000000000000000000000001</ofd:DocID></ofd:DocInfo>"
    body = f"<ofd:DocBody>{info}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signs}</ofd:DocBody>"
    common = "<ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    parts = {
        "OFD.xml": element("OFD", body, Version="1.0", DocType="OFD").encode(),
        "Doc_0/Document.xml": element("Document", f"{common}<ofd:Pages>{listed}</ofd:Pages>").encode(),
    }
    return parts | {f"Doc_0/Pages/Page_{at}/Content.xml": page(text) for at, text in enumerate(texts)}


def sealed_parts(
    parts: Mapping[str, bytes], number: int = 0, method: str = "SM3", leave_out: tuple[str, ...] = (),
    spoil: Callable[[bytes], bytes] = bytes, beside: bool = True, **changes: Any,
) -> dict[str, bytes]:  # fmt: skip
    """The parts with a seal more. `spoil` changes what is signed into something else afterwards."""
    here = f"{SIGNS}/Sign_{number}"
    digest = hashlib.sha256 if "256" in method or method.startswith("2.16") else sm3_hash
    seal = the_seal(**{key: value for key, value in changes.items() if key not in {"by", "signer"}})
    own = {f"{here}/Seal.esl": seal.dump()} if beside else {}
    covered = {path: one for path, one in (dict(parts) | own).items() if path not in leave_out and SIGNS not in path}
    covered |= own
    checks = "".join(
        f'<ofd:Reference FileRef="/{path}"><ofd:CheckValue>{base64.b64encode(digest(one).digest()).decode()}</ofd:CheckValue></ofd:Reference>'
        for path, one in covered.items()
    )
    told = (
        '<ofd:SignedInfo><ofd:Provider ProviderName="made here"/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>'
        f'<ofd:SignatureDateTime>20261013082000Z</ofd:SignatureDateTime><ofd:References CheckMethod="{method}">{checks}</ofd:References>'
        '<ofd:StampAnnot ID="1" PageRef="20" Boundary="80 80 42 42"/>'
        + (f"<ofd:Seal><ofd:BaseLoc>/{here}/Seal.esl</ofd:BaseLoc></ofd:Seal>" if beside else "")
        + f"</ofd:SignedInfo><ofd:SignedValue>/{here}/SignedValue.dat</ofd:SignedValue>"
    )
    signature = element("Signature", told).encode()
    changes.setdefault("at", AT)
    value = _with(seal, signature, changes)
    numbers = "".join(
        f'<ofd:Signature ID="{at}" Type="Seal" BaseLoc="/{SIGNS}/Sign_{at}/Signature.xml"/>' for at in range(number + 1)
    )
    return dict(parts) | own | {
        f"{here}/Signature.xml": spoil(signature), f"{here}/SignedValue.dat": value,
        f"{SIGNS}/Signatures.xml": element("Signatures", f"<ofd:MaxSignId>{number}</ofd:MaxSignId>{numbers}").encode(),
    }  # fmt: skip


def _with(seal: Any, signature: bytes, changes: dict[str, Any]) -> bytes:
    # SM2 signatures are drawn anew each time: the seal beside must be the very one in the signature.
    from tests.sealing import ses_made

    before, ses_made.the_seal = ses_made.the_seal, lambda **_: seal
    try:
        return ses_signature(signature, **changes)
    finally:
        ses_made.the_seal = before


def packed(parts: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """The parts as a file; `more` may double a name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (*parts.items(), *more):
            made.writestr(zipfile.ZipInfo(name, (2026, 10, 13, 8, 20, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def sealed(**changes: Any) -> bytes:
    """A whole file with one seal."""
    return packed(sealed_parts(plain(), **changes))
