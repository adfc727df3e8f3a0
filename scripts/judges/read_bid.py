"""Opens a bid file with a recipient's private key and lists its files (docs/formats/bid-file.md).

    python3 scripts/judges/read_bid.py FILE.bdtf --key HEX_PRIVATE_KEY [--verify]

A second implementation, written from the pages alone. It does not judge certificate chains, which needs roots: whose
statement it is, is as true as the signer's certificate that `--verify` names.

Exit codes: 0 read; 2 wrong call; 3 the container; 4 its length; 5 the statement; 6 not a recipient; 7 the envelope;
8 the chunks; 9 the archive. The failure stands on stderr, one sentence after the name that the page has for it.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from datetime import datetime
from struct import pack, unpack

from archive import CODE, IDENTIFIER, canonical_json, check_files, has_members, read_manifest, walk
from der import OCTETS, SEQUENCE, TIME, UTF8, Envelope, Malformed, demand, elements, fields, one, signed_statement
from der import sm2_ciphertext, text, time
from sm import G, N, Sm4Gcm, hmac_sm3, multiply, sm2_decrypt, sm3, sm4_cbc_decrypt

EXIT_CODES = {
    'not-a-bid-file': 3,
    'version-unknown': 3,
    'suite-unsupported': 3,
    'header-malformed': 3,
    'truncated': 4,
    'trailing-bytes': 4,
    'statement-invalid': 5,
    'statement-mismatch': 5,
    'signer-mismatch': 5,
    'not-a-recipient': 6,
    'envelope-damaged': 7,
    'chunk-changed': 8,
    'manifest-invalid': 9,
    'zip': 9,
}


class Refused(Exception):
    def __init__(self, failure, sentence):
        super().__init__(f'{failure}: {sentence}')
        self.exit_code = EXIT_CODES[failure]


def require(condition, failure, sentence):
    if not condition:
        raise Refused(failure, sentence)


def reading(failure, read, *arguments):
    """What `read` gives; whatever it finds malformed is this failure."""
    try:
        return read(*arguments)
    except Malformed as error:
        raise Refused(failure, f'{error}.') from None
    except (ValueError, IndexError):
        raise Refused(failure, 'the bytes are not what the page describes.') from None


def take(file, length):
    data = file.read(length)
    require(len(data) == length, 'truncated', 'the file ends too early.')
    return data


def take_block(file, limit, failure='header-malformed'):
    """Bytes behind their length, and both together."""
    head = take(file, 4)
    length = unpack('>I', head)[0]
    require(length <= limit, failure, f'a part has {length} bytes, more than {limit}.')
    block = take(file, length)
    return block, head + block


def read_meta(data):
    meta = canonical_json(data)
    suite = meta.get('suite') if isinstance(meta, dict) else None
    if isinstance(suite, str) and re.fullmatch('[a-z0-9-]{1,32}', suite):
        require(suite == 'sm4-gcm', 'suite-unsupported', f'this reader cannot decrypt the suite {suite}.')
    numbers = {'chunkSize': int, 'plaintextLength': int}
    strings = {'tender': str, 'section': str, 'suite': str, 'created': str}
    demand(has_members(meta, **strings, **numbers) and suite == 'sm4-gcm', 'the members of the meta')
    demand(IDENTIFIER.fullmatch(meta['tender']) and IDENTIFIER.fullmatch(meta['section']), 'tender or section')
    size = meta['chunkSize']
    demand(1024 <= size <= 1 << 20 and size & (size - 1) == 0, 'chunkSize')
    demand(0 <= meta['plaintextLength'] <= size * (2**32 - 1), 'plaintextLength')
    demand(re.fullmatch(r'[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}Z', meta['created'], re.ASCII), 'created')
    datetime.strptime(meta['created'], '%Y-%m-%dT%H:%M:%SZ')
    return meta


class Container:
    """The parts of a bid file; the chunks stay in the file."""

    def __init__(self, file):
        self.file = file
        magic = file.read(8)
        require(magic[:6] == b'BIDENC', 'not-a-bid-file', 'the file is no bid file.')
        require(magic == b'BIDENC01', 'version-unknown', 'the version of the format is unknown.')
        self.meta_bytes, meta_block = take_block(file, 65_536)
        self.meta = reading('header-malformed', read_meta, self.meta_bytes)
        self.salt = take(file, 32)
        self.chunks_at = file.tell()
        length, size = self.meta['plaintextLength'], self.meta['chunkSize']
        self.count = max(1, -(-length // size))
        chunks_end = self.chunks_at + length + 16 * self.count
        require(os.fstat(file.fileno()).st_size >= chunks_end, 'truncated', 'chunks are missing.')
        file.seek(chunks_end)
        self.envelope, envelope_block = take_block(file, 65_536)
        self.authenticated = magic + meta_block + self.salt + envelope_block
        self.mac = take(file, 32)
        self.trailer, _ = take_block(file, 262_144, 'statement-invalid')
        require(not file.read(1), 'trailing-bytes', 'there are bytes behind the trailer.')

    def chunks(self):
        self.file.seek(self.chunks_at)
        left = self.meta['plaintextLength']
        for _ in range(self.count):
            piece = min(left, self.meta['chunkSize'])
            left -= piece
            yield take(self.file, piece + 16)


class Statement:
    """The signed statement of a trailer; its signature holds."""

    def __init__(self, trailer):
        content, self.signer, self.certificates = signed_statement(trailer)
        tags = (UTF8, UTF8, UTF8, UTF8, OCTETS, OCTETS, SEQUENCE, TIME)
        nodes = fields(one(content, SEQUENCE), *tags)
        label, self.tender, self.section, self.code = (text(node) for node in nodes[:4])
        self.manifest_digest, self.chunks_digest = nodes[4].content, nodes[5].content
        recipients = elements(nodes[6].content)
        self.recipients = [node.content for node in recipients]
        self.time = time(nodes[7])
        demand(label == 'bidseal/generate/v1' and CODE.fullmatch(self.code), 'the label or code of the statement')
        demand(IDENTIFIER.fullmatch(self.tender) and IDENTIFIER.fullmatch(self.section), 'the tender of the statement')
        digests = (self.manifest_digest, self.chunks_digest, *self.recipients)
        demand({len(x) for x in digests} == {32}, 'a digest of the statement')
        demand(1 <= len(recipients) <= 64, 'the number of recipients of the statement')
        demand({node.tag for node in recipients} == {OCTETS}, 'a recipient of the statement')
        demand(self.recipients == sorted(set(self.recipients)), 'the order of the recipients of the statement')


def recipients_of(statement, envelope):
    """The certificates of the recipients, which envelope and statement name alike."""
    by_digest = {sm3(x.der): x for x in statement.certificates}
    complete = all(x in by_digest for x in statement.recipients)
    require(complete, 'statement-mismatch', 'the certificate of a recipient is missing.')
    recipients = [by_digest[x] for x in statement.recipients]
    same = len(recipients) == len(envelope.entries) and {x.identity for x in recipients} == envelope.entries.keys()
    require(same, 'statement-mismatch', 'the envelope has other recipients than the statement.')
    return recipients


def open_envelope(container, envelope, ciphertext, private_key):
    """The file key, which the header MAC confirms; every way to fail is the same failure."""
    try:
        content_key = sm2_decrypt(private_key, *sm2_ciphertext(ciphertext))
        demand(content_key and len(content_key) == 16, 'content key')
        file_key = sm4_cbc_decrypt(content_key, envelope.iv, envelope.ciphertext)
        demand(file_key and len(file_key) == 32, 'file key')
        header_key = hmac_sm3(file_key, b'header', container.salt)
        demand(hmac_sm3(header_key, container.authenticated) == container.mac, 'header MAC')
        return file_key
    except Malformed:
        raise Refused('envelope-damaged', 'the envelope or the header was changed.') from None


def decrypt(container, file_key, quarantine):
    """Writes the archive into `quarantine`; the digest of the chunks."""
    cipher = Sm4Gcm(hmac_sm3(file_key, b'payload', container.salt)[:16])
    associated = sm3(b'BIDENC01-payload', container.meta_bytes, container.salt)
    digests = []
    for i, chunk in enumerate(container.chunks()):
        nonce = bytes(7) + pack('>I', i) + (b'\x01' if i == container.count - 1 else b'\x00')
        piece = cipher.open(nonce, associated, chunk)
        require(piece is not None, 'chunk-changed', f'chunk {i} was changed or stands in the wrong place.')
        quarantine.write(piece)
        digests.append(sm3(chunk))
    return sm3(b'BIDENC01-chunks', container.salt, *digests)


def read_bid(file, private_key):
    """What the bid says of itself and its files; refuses whatever the page refuses, but judges no chain."""
    container = Container(file)
    meta = container.meta
    statement = reading('statement-invalid', Statement, container.trailer)
    signer = statement.signer
    require(signer.code == statement.code, 'signer-mismatch', 'the statement names another enterprise than its signer.')
    same = (statement.tender, statement.section) == (meta['tender'], meta['section'])
    require(same, 'statement-mismatch', 'the statement names another tender or section.')
    envelope = reading('envelope-damaged', Envelope, container.envelope)
    recipients = recipients_of(statement, envelope)
    public = multiply(private_key, G)
    own = [x for x in recipients if x.public == public]
    names = ', '.join(sorted(x.name for x in recipients))
    require(own, 'not-a-recipient', f'the key is none of the recipients, who are: {names}.')
    file_key = open_envelope(container, envelope, envelope.entries[own[0].identity], private_key)
    with tempfile.TemporaryFile() as quarantine:
        digest = decrypt(container, file_key, quarantine)
        require(digest == statement.chunks_digest, 'statement-mismatch', 'the statement is about other chunks.')
        entries, manifest_bytes = reading('zip', walk, quarantine, meta['plaintextLength'])
    manifest = reading('manifest-invalid', read_manifest, entries, manifest_bytes)
    same = sm3(manifest_bytes) == statement.manifest_digest
    require(same, 'statement-mismatch', 'the statement is about another manifest.')
    same = all(manifest[k] == v for k, v in (('tender', meta['tender']), ('section', meta['section'])))
    same = same and manifest['socialCreditCode'] == statement.code
    require(same, 'statement-mismatch', 'the manifest is of another bid.')
    mine = manifest['signingCertificate'] == sm3(signer.der).hex()
    require(mine, 'signer-mismatch', 'the manifest names another signing certificate.')
    reading('zip', check_files, entries, manifest)
    summary = {
        'recipients': [{'name': x.name, 'sm3': sm3(x.der).hex()} for x in recipients],
        'section': statement.section,
        'signedAt': statement.time.strftime('%Y-%m-%dT%H:%M:%SZ'),
        'signer': {'name': signer.name, 'sm3': sm3(signer.der).hex(), 'socialCreditCode': statement.code},
        'tender': statement.tender,
    }
    return summary, manifest['files']


def private_key_of(written):
    if not re.fullmatch('[0-9a-fA-F]{64}', written) or not 1 <= int(written, 16) <= N - 2:
        raise argparse.ArgumentTypeError('not a private key of 64 hexadecimal digits')
    return int(written, 16)


def main():
    parser = argparse.ArgumentParser(description='Opens a bid file and lists its files.')
    parser.add_argument('file')
    key = {'required': True, 'type': private_key_of, 'metavar': 'HEX'}
    parser.add_argument('--key', **key, help="a recipient's private key, 64 digits")
    what = parser.add_mutually_exclusive_group()
    what.add_argument('--list', action='store_true', help='print the files, which is what happens anyway')
    what.add_argument('--verify', action='store_true', help='print whose bid it is and who can open it')
    arguments = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding='utf-8')
    try:
        with open(arguments.file, 'rb') as file:
            summary, files = read_bid(file, arguments.key)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_code
    print(json.dumps(summary if arguments.verify else files, ensure_ascii=False, indent=2, sort_keys=True))
    return 0


if __name__ == '__main__':
    sys.exit(main())
