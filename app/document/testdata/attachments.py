"""Lists the attachments of mails as Python's email package sees them, one JSON object per mail and line.

Standard input names the files, one per line. This is an independent second opinion for the tests: parsing and decoding
are Python's; only the choice of parts is written here, after the same rule. A part of type message/rfc822 is parsed as
if it were a leaf, so that its exact bytes come out, and is then parsed again by itself.
"""
import email.message
import email.parser
import hashlib
import html
import json
import re
import sys
import urllib.parse
from email.header import decode_header, make_header


class Part(email.message.Message):
    """A message whose message/* parts are leaves."""

    def declared(self):
        if self.get("content-type") is None:
            return self.get_default_type()
        m = re.match(r"([\w!#$&^.+-]+/[\w!#$&^.+-]+)", str(self.get("content-type")))
        return m.group(1).lower() if m else "text/plain"

    def get_content_type(self):
        declared = self.declared()
        return "application/leaf" if declared.startswith("message/") else declared

    def get_content_maintype(self):
        return self.get_content_type().partition("/")[0]


def text(s):
    if not s:
        return ""
    if isinstance(s, tuple):
        s = email.utils.collapse_rfc2231_value(s)
    try:
        return str(make_header(decode_header(str(s))))
    except Exception:
        return str(s)


IMAGES = (".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif", ".svg", ".ico")
SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
SIGNATURE_NAMES = ("", "smime.p7s", "signature.asc", "openpgp_digital_signature.asc", "openpgp_signature.asc", "pgp.sig")


def attachments(data):
    root = email.parser.BytesParser(_class=Part).parsebytes(data)
    cids, found = set(), []

    def walk(part, parent, index):
        if part.is_multipart():
            for i, child in enumerate(part.get_payload()):
                walk(child, part.declared(), i)
            return
        declared = part.declared()
        if declared.startswith("multipart/"):
            return  # it has no parts: nothing but a preamble
        name = re.sub(r"\r?\n", "", text(part.get_filename())).strip()
        disposition = re.split(r"[;\s]", str(part.get("content-disposition", "")))[0].lower()
        payload = part.get_payload(decode=True)
        if declared in ("text/plain", "text/html") and not name and disposition != "attachment":
            if declared == "text/html":
                for cid in re.findall(rb"""(?i)cid:([^"'<> \t\r\n)\0]+)""", payload):
                    cid = cid.decode("latin-1")
                    cids.update((cid, urllib.parse.unquote(html.unescape(cid))))
            return
        if parent == "multipart/signed" and index == 1:
            return
        if declared in SIGNATURES and name.lower() in SIGNATURE_NAMES:
            return
        image = declared.startswith("image/") or declared == "application/octet-stream" and name.lower().endswith(IMAGES)
        cid = str(part.get("content-id", "")).strip("<> \t\r\n") if image else ""
        nested = attachments(payload) if declared in ("message/rfc822", "message/global") else []
        found.append((cid, {"name": name, "sha256": hashlib.sha256(payload).hexdigest(), "size": len(payload)}, nested))

    walk(root, "", 0)
    out = []
    for cid, attachment, nested in found:
        if cid and cid in cids:
            continue
        out.append(attachment)
        out += nested
    return out


for path in sys.stdin.read().splitlines():
    with open(path, "rb") as f:
        print(json.dumps(attachments(f.read())), flush=True)
