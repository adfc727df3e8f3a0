"""DER (X.690) as docs/formats/certificates.md restricts it, and the messages of docs/formats/messages.md."""

import re
from datetime import datetime
from typing import NamedTuple

from sm import on_curve, sm2_verifies

INTEGER, BITS, OCTETS, OID, UTF8, UTC_TIME, TIME = 0x02, 0x03, 0x04, 0x06, 0x0C, 0x17, 0x18
SEQUENCE, SET, CONTEXT_0, CONTEXT_0_PRIMITIVE, CONTEXT_3 = 0x30, 0x31, 0xA0, 0x80, 0xA3

DATA = bytes.fromhex('060a2a811ccf550601040201')
SIGNED_DATA = bytes.fromhex('060a2a811ccf550601040202')
ENVELOPED_DATA = bytes.fromhex('060a2a811ccf550601040203')
SM3 = bytes.fromhex('06082a811ccf55018311')
SM4_CBC = bytes.fromhex('06082a811ccf55016802')
SM2_SIGNATURE = bytes.fromhex('06092a811ccf5501822d01')
SM2_ENCRYPTION = [bytes.fromhex(x) for x in ('06082a811ccf5501822d', *(f'06092a811ccf5501822d0{i}' for i in '123'))]
VERSION_3 = bytes.fromhex('a003020102')
SM2_KEY = bytes.fromhex('3059301306072a8648ce3d020106082a811ccf5501822d03420004')
KEY_USAGE = bytes.fromhex('0603551d0f')
NAME_O, NAME_CN, NAME_SERIAL = (bytes.fromhex(f'06035504{x}') for x in ('0a', '03', '05'))


class Malformed(Exception):
    """Bytes that are not what the pages describe."""


def demand(condition, what):
    if not condition:
        raise Malformed(what)


class Node(NamedTuple):
    tag: int
    content: bytes
    raw: bytes


def elements(data):
    """All elements of `data`, which they fill."""
    nodes, at = [], 0
    while at < len(data):
        start, tag = at, data[at]
        demand(tag & 31 != 31 and at + 2 <= len(data), 'DER: tag')
        length, at = data[at + 1], at + 2
        if length >= 0x80:
            octets = data[at : at + length - 0x80]
            length, at = int.from_bytes(octets, 'big'), at + len(octets)
            demand(1 <= len(octets) <= 4 and octets[0] and length >= 0x80, 'DER: length')
        demand(at + length <= len(data), 'DER: an element ends too early')
        nodes.append(Node(tag, data[at : at + length], data[start : at + length]))
        at += length
    return nodes


def one(data, tag):
    nodes = elements(data)
    demand(len(nodes) == 1 and nodes[0].tag == tag, 'DER: one element expected')
    return nodes[0]


def fields(node, *tags):
    """The elements in a SEQUENCE of exactly these tags."""
    nodes = elements(node.content)
    demand(node.tag == SEQUENCE and tuple(x.tag for x in nodes) == tags, 'DER: elements of a SEQUENCE')
    return nodes


def integer(node):
    content = node.content
    demand(node.tag == INTEGER and 1 <= len(content) <= 64 and content[0] < 0x80, 'DER: INTEGER')
    demand(content[0] or len(content) == 1 or content[1] >= 0x80, 'DER: INTEGER is not minimal')
    return int.from_bytes(content, 'big')


def algorithm(node):
    """The object identifier of an AlgorithmIdentifier and what follows it, at most four elements."""
    nodes = elements(node.content)
    demand(node.tag == SEQUENCE and 1 <= len(nodes) <= 5, 'DER: algorithm')
    return identifier(nodes[0]), nodes[1:]


def text(node):
    return node.content.decode('utf-8')


def time(node):
    """A GeneralizedTime, or a UTCTime of 1950 to 2049, in whole seconds."""
    digits = node.content
    if node.tag == UTC_TIME:
        digits = (b'20' if digits < b'50' else b'19') + digits
    demand(node.tag in (UTC_TIME, TIME) and re.fullmatch(rb'[0-9]{14}Z', digits), 'DER: time')
    return datetime.strptime(digits.decode('ascii'), '%Y%m%d%H%M%SZ')


def identifier(node):
    """The whole element of an object identifier."""
    content = node.content
    demand(node.tag == OID and 1 <= len(content) <= 64 and content[-1] < 0x80, 'DER: object identifier')
    starts = [octet for before, octet in zip(b'\0' + content, content) if before < 0x80]
    demand(0x80 not in starts, 'DER: object identifier is not minimal')
    return node.raw


def encode(tag, *contents):
    content = b''.join(contents)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, 'big')
    return bytes([tag, 0x80 | len(length)]) + length + content


class Certificate:
    def __init__(self, der):
        demand(len(der) <= 16 * 1024, 'a certificate is too long')
        self.der = der
        signed, outer, _ = fields(one(der, SEQUENCE), SEQUENCE, SEQUENCE, BITS)
        nodes = elements(signed.content)
        if nodes[0].tag == CONTEXT_0:
            demand(nodes.pop(0).raw == VERSION_3, 'a certificate is neither of version 1 nor of version 3')
        serial, inner, issuer, validity, subject, key, *rest = nodes
        times = [time(x) for x in elements(validity.content)]
        demand(validity.tag == SEQUENCE and len(times) == 2, 'the validity of a certificate')
        demand(inner.raw == outer.raw, 'a certificate names two algorithms')
        demand(issuer.tag == subject.tag == key.tag == SEQUENCE and integer(serial) >= 0, 'the fields of a certificate')
        self.identity = encode(SEQUENCE, issuer.raw, serial.raw)
        self.public = None
        if key.raw[:-64] == SM2_KEY:
            self.public = int.from_bytes(key.raw[-64:-32], 'big'), int.from_bytes(key.raw[-32:], 'big')
            demand(on_curve(*self.public), 'a certificate holds no point of the curve')
        self.subject = {}
        for relative in elements(subject.content):
            for attribute in elements(relative.content):
                name, value = elements(attribute.content)
                demand(relative.tag == SET and attribute.tag == SEQUENCE, 'a name in a certificate')
                self.subject.setdefault(identifier(name), value.content.decode('utf-8', 'replace'))
        usage = self.read_extensions(rest).get(KEY_USAGE)
        # digitalSignature is bit 0, nonRepudiation bit 1.
        self.may_sign = usage is not None and one(usage, BITS).content[1] & 0xC0 != 0

    @staticmethod
    def read_extensions(nodes):
        extensions = {}
        for node in nodes:
            if node.tag == CONTEXT_3:
                for extension in elements(one(node.content, SEQUENCE).content):
                    name, *_, value = elements(extension.content)
                    demand(name.raw not in extensions and len(extensions) < 32, 'the extensions of a certificate')
                    demand(extension.tag == SEQUENCE and value.tag == OCTETS, 'an extension of a certificate')
                    demand(len(elements(value.content)) == 1, 'the value of an extension')
                    extensions[identifier(name)] = value.content
        return extensions

    @property
    def name(self):
        return self.subject.get(NAME_CN) or self.subject.get(NAME_O) or '?'

    @property
    def code(self):
        """统一社会信用代码: it counts only beside an O."""
        return self.subject.get(NAME_SERIAL) if NAME_O in self.subject else None


def signed_statement(der):
    """Content, signer's certificate and all certificates of a SignedData whose signature holds."""
    kind, wrapped = fields(one(der, SEQUENCE), OID, CONTEXT_0)
    nodes = fields(one(wrapped.content, SEQUENCE), INTEGER, SET, SEQUENCE, CONTEXT_0, SET)
    content = one(fields(nodes[2], OID, CONTEXT_0)[1].content, OCTETS).content
    raw = [node.raw for node in elements(nodes[3].content)]
    demand(len(raw) <= 72, 'the trailer holds too many certificates')
    certificates = [Certificate(x) for x in raw]
    signer_info = one(nodes[4].content, SEQUENCE)
    _, identity, _, _, signature = fields(signer_info, INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, OCTETS)
    sm3, version = encode(SEQUENCE, SM3), b'\x02\x01\x01'
    signer_info = encode(SEQUENCE, version, identity.raw, sm3, encode(SEQUENCE, SM2_SIGNATURE), signature.raw)
    message = encode(
        SEQUENCE,
        version,
        encode(SET, sm3),
        encode(SEQUENCE, DATA, encode(CONTEXT_0, encode(OCTETS, content))),
        encode(CONTEXT_0, *sorted(raw)),
        encode(SET, signer_info),
    )
    again = encode(SEQUENCE, SIGNED_DATA, encode(CONTEXT_0, message))
    demand(again == der, 'the trailer is not written as the page says')
    signer = next((x for x in certificates if x.identity == identity.raw), None)
    demand(signer and signer.public and signer.may_sign, 'the signer brings no certificate that may sign')
    r, s = (integer(node) for node in fields(one(signature.content, SEQUENCE), INTEGER, INTEGER))
    demand(sm2_verifies(signer.public, content, r, s), 'the signature does not fit the statement')
    return content, signer, certificates


class Envelope:
    """An EnvelopedData: `entries` maps issuer and serial number to the SM2 ciphertext of the content key."""

    def __init__(self, der):
        kind, wrapped = fields(one(der, SEQUENCE), OID, CONTEXT_0)
        version, infos, encrypted = fields(one(wrapped.content, SEQUENCE), INTEGER, SET, SEQUENCE)
        data, cipher, content = fields(encrypted, OID, SEQUENCE, CONTEXT_0_PRIMITIVE)
        name, parameters = algorithm(cipher)
        demand(kind.raw == ENVELOPED_DATA and data.raw == DATA and integer(version) == 1, 'the envelope is none')
        demand(name == SM4_CBC and [x.tag for x in parameters] == [OCTETS], 'the envelope is not in SM4-CBC')
        self.iv, self.ciphertext, self.entries = parameters[0].content, content.content, {}
        demand(len(self.iv) == 16, 'the envelope has no iv')
        nodes = elements(infos.content)
        for node in nodes:
            entry_version, identity, key_algorithm, key = fields(node, INTEGER, SEQUENCE, SEQUENCE, OCTETS)
            demand(integer(entry_version) == 1, 'the version of an entry of the envelope')
            demand(algorithm(key_algorithm)[0] in SM2_ENCRYPTION, 'an entry of the envelope is not in SM2')
            self.entries[identity.raw] = key.content
        demand(1 <= len(nodes) <= 64 and len(nodes) == len(self.entries), 'the number of recipients')


def sm2_ciphertext(der):
    """C1, C3 and C2 of a ciphertext of GM/T 0009."""
    x, y, c3, c2 = fields(one(der, SEQUENCE), INTEGER, INTEGER, OCTETS, OCTETS)
    return (integer(x), integer(y)), c3.content, c2.content
