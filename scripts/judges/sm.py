"""SM3, SM4 and SM2 as their standards write them: for reading few bytes plainly, not fast, and not in constant time.

SM3 is GB/T 32905, SM4 GB/T 32907, SM2 GB/T 32918, HMAC RFC 2104, GCM NIST SP 800-38D.
"""

from struct import pack, unpack

MASK = 0xFFFFFFFF


def rotate(x, n):
    n %= 32
    return (x << n | x >> (32 - n)) & MASK


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


# SM3

SM3_START = unpack('>8I', bytes.fromhex('7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e'))
SM3_T = [rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64)]


def sm3_compress(state, block):
    """Clause 5.3: the state after one more block of 64 bytes. Rotations are written out: this is the slow part."""
    w = list(unpack('>16I', block))
    for j in range(16, 68):
        x = w[j - 3]
        x = w[j - 16] ^ w[j - 9] ^ ((x << 15 | x >> 17) & MASK)
        y = w[j - 13]
        w.append((x ^ (x << 15 | x >> 17) ^ (x << 23 | x >> 9) ^ (y << 7 | y >> 25) ^ w[j - 6]) & MASK)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        a12 = (a << 12 | a >> 20) & MASK
        ss1 = a12 + e + SM3_T[j] & MASK
        ss1 = (ss1 << 7 | ss1 >> 25) & MASK
        if j < 16:
            ff, gg = a ^ b ^ c, e ^ f ^ g
        else:
            ff, gg = a & b | a & c | b & c, e & f | ~e & g
        tt1 = ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4]) & MASK
        tt2 = gg + h + ss1 + w[j] & MASK
        a, b, c, d = tt1, a, (b << 9 | b >> 23) & MASK, c
        e, f, g, h = (tt2 ^ (tt2 << 9 | tt2 >> 23) ^ (tt2 << 17 | tt2 >> 15)) & MASK, e, (f << 19 | f >> 13) & MASK, g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))


def sm3_of(pieces):
    """The digest, 32 bytes, of pieces of bytes that come one after another."""
    state, rest, length = SM3_START, b'', 0
    for piece in pieces:
        length += len(piece)
        rest += piece
        whole = len(rest) // 64 * 64
        for at in range(0, whole, 64):
            state = sm3_compress(state, rest[at : at + 64])
        rest = rest[whole:]
    rest += b'\x80' + bytes(-(length + 9) % 64) + pack('>Q', length * 8)
    for at in range(0, len(rest), 64):
        state = sm3_compress(state, rest[at : at + 64])
    return pack('>8I', *state)


def sm3(*parts):
    return sm3_of(parts)


def hmac_sm3(key, *parts):
    """HMAC with SM3 under a key of at most 64 bytes."""
    block = key.ljust(64, b'\0')
    return sm3(xor(block, b'\x5c' * 64), sm3(xor(block, b'\x36' * 64), *parts))


# SM4

SM4_S = bytes.fromhex(
    'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa441326498606999c4250f491ef987a33540b43edcfac62'
    'e4b31ca9c908e89580df94fa758f3fa64707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35'
    '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89eeabf8ad240c738b5a3f7f2cef96115a1'
    'e0ae5da49b341a55ad933230f58cb1e31df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51'
    '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b08969974a0c96777e65b9f109c56ec684'
    '18f07dec3adc4d2079ee5f3ed7cb3948'
)
SM4_FK = unpack('>4I', bytes.fromhex('a3b1bac656aa3350677d9197b27022dc'))
SM4_CK = [unpack('>I', bytes((4 * i + j) * 7 % 256 for j in range(4)))[0] for i in range(32)]


def sm4_table(shift):
    """S and the linear map L of clause 6.2 together, for one byte of the word; L commutes with rotating."""
    words = [SM4_S[x] << shift for x in range(256)]
    return [w ^ rotate(w, 2) ^ rotate(w, 10) ^ rotate(w, 18) ^ rotate(w, 24) for w in words]


SM4_T = [sm4_table(shift) for shift in (24, 16, 8, 0)]


def sm4_round_keys(key):
    """Clause 7.3: 32 round keys of a key of 16 bytes, in the order of encrypting."""
    k = [x ^ y for x, y in zip(unpack('>4I', key), SM4_FK)]
    for i in range(32):
        t = unpack('>I', bytes(SM4_S[x] for x in pack('>I', k[i + 1] ^ k[i + 2] ^ k[i + 3] ^ SM4_CK[i])))[0]
        k.append(k[i] ^ t ^ rotate(t, 13) ^ rotate(t, 23))
    return k[4:]


def sm4_block(round_keys, block):
    """One block of 16 bytes; with the round keys in reverse it decrypts."""
    t0, t1, t2, t3 = SM4_T
    a, b, c, d = unpack('>4I', block)
    for key in round_keys:
        x = b ^ c ^ d ^ key
        a, b, c, d = b, c, d, a ^ t0[x >> 24] ^ t1[x >> 16 & 255] ^ t2[x >> 8 & 255] ^ t3[x & 255]
    return pack('>4I', d, c, b, a)


def sm4_cbc_decrypt(key, iv, ciphertext):
    """The plaintext without its PKCS#7 padding, or None when length or padding are wrong."""
    if not ciphertext or len(ciphertext) % 16:
        return None
    keys = sm4_round_keys(key)[::-1]
    blocks = [ciphertext[at : at + 16] for at in range(0, len(ciphertext), 16)]
    plaintext = b''.join(xor(sm4_block(keys, block), before) for block, before in zip(blocks, [iv] + blocks))
    padding = plaintext[-1]
    if not 1 <= padding <= 16 or plaintext[-padding:] != bytes([padding]) * padding:
        return None
    return plaintext[:-padding]


class Sm4Gcm:
    """SM4-GCM with nonces of 12 bytes and tags of 16."""

    def __init__(self, key):
        self.keys = sm4_round_keys(key)
        power = int.from_bytes(sm4_block(self.keys, bytes(16)), 'big')
        # Bit 0 of GCM's field is the highest: powers[i] is H times x to the i, of which every byte's multiple is a sum.
        powers = []
        for _ in range(128):
            powers.append(power)
            power = power >> 1 ^ (0xE1 << 120 if power & 1 else 0)
        self.multiples = []
        for at in range(0, 128, 8):
            row = [0]
            for bit in range(7, -1, -1):
                row += [x ^ powers[at + bit] for x in row]
            self.multiples.append(row)

    def ghash(self, associated, ciphertext):
        y = 0
        lengths = pack('>QQ', len(associated) * 8, len(ciphertext) * 8)
        padded = associated + bytes(-len(associated) % 16) + ciphertext + bytes(-len(ciphertext) % 16) + lengths
        for at in range(0, len(padded), 16):
            y ^= int.from_bytes(padded[at : at + 16], 'big')
            product = 0
            for row, byte in zip(self.multiples, y.to_bytes(16, 'big')):
                product ^= row[byte]
            y = product
        return y.to_bytes(16, 'big')

    def open(self, nonce, associated, sealed):
        """The plaintext of ciphertext ‖ tag, or None when the tag does not fit."""
        ciphertext, tag = sealed[:-16], sealed[-16:]
        if xor(self.ghash(associated, ciphertext), sm4_block(self.keys, nonce + pack('>I', 1))) != tag:
            return None
        blocks = range((len(ciphertext) + 15) // 16)
        return xor(ciphertext, b''.join(sm4_block(self.keys, nonce + pack('>I', i + 2)) for i in blocks))


# SM2; a point is (x, y), infinity is None

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)


def bytes32(number):
    return number.to_bytes(32, 'big')


def on_curve(x, y):
    return x < P and y < P and (y * y - x * x * x - A * x - B) % P == 0


def add(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    if p == q:
        slope = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P) % P
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P) % P
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def multiply(k, point):
    result = None
    for bit in bin(k)[2:]:
        result = add(result, result)
        if bit == '1':
            result = add(result, point)
    return result


def sm2_verifies(public, message, r, s):
    """GB/T 32918.2 clause 7.1 with the id 1234567812345678; `public` must be a point of the curve."""
    numbers = b''.join(bytes32(x) for x in (A, B, *G, *public))
    z = sm3(b'\x00\x80', b'1234567812345678', numbers)
    e = int.from_bytes(sm3(z, message), 'big')
    t = (r + s) % N
    if not (1 <= r < N and 1 <= s < N and t):
        return False
    point = add(multiply(s, G), multiply(t, public))
    return point is not None and (e + point[0]) % N == r


def sm2_decrypt(d, c1, c3, c2):
    """GB/T 32918.4 clause 7.1, or None when the ciphertext is damaged."""
    if not on_curve(*c1):
        return None
    x2, y2 = (bytes32(number) for number in multiply(d, c1))
    stream = b''.join(sm3(x2, y2, pack('>I', i + 1)) for i in range((len(c2) + 31) // 32))[: len(c2)]
    message = xor(c2, stream)
    return message if any(stream) and sm3(x2, message, y2) == c3 else None
