"""The archive of a bid (docs/formats/bid-file.md, "Archive"): a ZIP in the one encoding that its entries have."""

import json
import re
import unicodedata
import zlib
from struct import pack, unpack

from der import Malformed, demand
from sm import sm3_of

FULL = 0xFFFFFFFF
MANIFEST_LIMIT = 16 << 20
IDENTIFIER = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]{0,63}')
CODE = re.compile(r'[0-9A-Z]{18}')
DEVICE = re.compile(r'(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?', re.IGNORECASE)


def refuse_number(_):
    raise Malformed('JSON: not an integer')


def is_normal(value):
    if isinstance(value, dict):
        return all(is_normal(key) and is_normal(member) for key, member in value.items())
    if isinstance(value, list):
        return all(map(is_normal, value))
    if isinstance(value, str):
        return unicodedata.is_normalized('NFC', value)
    return not isinstance(value, int) or abs(value) < 2**53


def canonical_json(data):
    """The value of canonical JSON; every member name of the pages is ASCII, so one order of sorting serves."""
    try:
        value = json.loads(data.decode('utf-8'), parse_float=refuse_number, parse_constant=refuse_number)
        again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(',', ':')).encode('utf-8')
    except (ValueError, RecursionError):
        raise Malformed('JSON cannot be read') from None
    demand(again == data and is_normal(value), 'JSON is not in its canonical form')
    return value


def length_of(text):
    """Characters are counted in UTF-16 code units."""
    return len(text.encode('utf-16-le')) // 2


def has_members(value, /, **kinds):
    """Whether `value` is an object of exactly these members, each of its type."""
    return isinstance(value, dict) and value.keys() == kinds.keys() and all(type(value[k]) is kinds[k] for k in kinds)


def check_name(name):
    demand(1 <= len(name.encode('utf-8')) <= 512 and is_normal(name), 'the name of an entry')
    demand(not re.search(r'[\\:*?"<>|\x00-\x1f\x7f]', name), f'{name!r} holds a character that is not allowed')
    for part in name.split('/'):
        demand(part and part[-1] not in '. ' and not DEVICE.fullmatch(part), f'{name!r} is not a name for every system')


def local_header(name, size, crc):
    extra = pack('<HHQQ', 1, 16, size, size) if size >= FULL else b''
    version, short = (45, FULL) if extra else (20, size)
    head = pack('<IHHHHHIIIHH', 0x04034B50, version, 0x0800, 0, 0, 0x21, crc, short, short, len(name), len(extra))
    return head + name + extra


def directory_header(name, size, crc, offset):
    values = ([size, size] if size >= FULL else []) + ([offset] if offset >= FULL else [])
    extra = pack(f'<HH{len(values)}Q', 1, 8 * len(values), *values) if values else b''
    version, short = (45 if extra else 20), min(size, FULL)
    head = pack('<IHHHHHHIII', 0x02014B50, version, version, 0x0800, 0, 0, 0x21, crc, short, short)
    return head + pack('<HHHHHII', len(name), len(extra), 0, 0, 0, 0, min(offset, FULL)) + name + extra


def end_records(count, size, offset):
    wide = b''
    if size >= FULL or offset >= FULL:
        wide = pack('<IQHHIIQQQQ', 0x06064B50, 44, 45, 45, 0, 0, count, count, size, offset)
        wide += pack('<IIQI', 0x07064B50, 0, offset + size, 1)
    return wide + pack('<IHHHHIIH', 0x06054B50, 0, 0, count, count, min(size, FULL), min(offset, FULL), 0)


def content_of(file, size):
    """The content of an entry in pieces, `size` bytes altogether."""
    while size:
        piece = file.read(min(size, 1 << 20))
        demand(piece, 'the archive ends inside an entry')
        size -= len(piece)
        yield piece


def walk(file, length):
    """Every entry as a manifest lists files, and the bytes of the manifest; no byte of the archive is left over."""
    entries, directory, manifest, names = [], [], b'', set()
    file.seek(0)
    while True:
        offset = file.tell()
        head = file.read(30)
        if head[:4] != b'PK\x03\x04' or len(head) < 30:
            break
        crc, size, name_length, extra_length = unpack('<I4xIHH', head[14:])
        name, extra = file.read(name_length), file.read(extra_length)
        if size == FULL:
            size = int.from_bytes(extra[4:12], 'little')
        demand(local_header(name, size, crc) == head + name + extra, 'an entry is not written in its one encoding')
        demand(size <= length - file.tell(), 'the archive ends inside an entry')
        check_name(text := name.decode('utf-8'))
        demand(text.lower() not in names and len(entries) < 20_000, 'a name that stands twice, or too many entries')
        names.add(text.lower())
        found = 0
        start = file.tell()
        for piece in content_of(file, size):
            found = zlib.crc32(piece, found)
        file.seek(start)
        digest = sm3_of(content_of(file, size)).hex()
        demand(found == crc, f'the CRC-32 of {text!r} differs')
        if text == 'manifest.json' and size <= MANIFEST_LIMIT:
            file.seek(start)
            manifest = file.read(size)
        entries.append({'path': text, 'sizeInBytes': size, 'sm3': digest})
        directory.append(directory_header(name, size, crc, offset))
    headers = b''.join(directory)
    rest = headers + end_records(len(entries), len(headers), offset)
    file.seek(offset)
    demand(length - offset == len(rest) and file.read() == rest, 'the directory differs from the entries')
    return entries, manifest


def read_manifest(entries, data):
    demand(data and entries[0]['path'] == 'manifest.json', 'the manifest does not come first or is too long')
    manifest = canonical_json(data)
    strings = {k: str for k in ('format', 'tender', 'section', 'socialCreditCode', 'signingCertificate', 'tool')}
    demand(has_members(manifest, version=int, openingForm=list, files=list, **strings), 'the members of the manifest')
    demand(manifest['format'] == 'bidseal-bid' and manifest['version'] == 1, 'the format of the manifest')
    demand(IDENTIFIER.fullmatch(manifest['tender']) and IDENTIFIER.fullmatch(manifest['section']), 'tender or section')
    demand(CODE.fullmatch(manifest['socialCreditCode']) and 1 <= length_of(manifest['tool']) <= 100, 'code or tool')
    demand(len(manifest['openingForm']) <= 200, 'the length of the opening form')
    for row in manifest['openingForm']:
        demand(has_members(row, id=str, title=str, value=str) and IDENTIFIER.fullmatch(row['id']), 'the opening form')
        demand(1 <= length_of(row['title']) <= 200 and length_of(row['value']) <= 4000, 'the opening form')
    demand(len(manifest['files']) <= 19_998, 'the number of files')
    for file in manifest['files']:
        demand(has_members(file, path=str, sizeInBytes=int, sm3=str), 'a file of the manifest')
    return manifest


def check_files(entries, manifest):
    """Holds every entry but the manifest against its list, which may have another order."""
    listed = sorted(manifest['files'], key=lambda file: file['path'])
    found = sorted(entries[1:], key=lambda file: file['path'])
    demand(listed == found, 'the entries are not the files of the manifest')
