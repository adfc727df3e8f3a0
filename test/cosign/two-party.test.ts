import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bitString, integer, objectIdentifier, sequence } from '../../src/domain/asn1/write-der.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { canonicalJson } from '../../src/domain/canonical-json.ts'
import { codecrypt, tryDecryption } from '../../src/domain/cosign/phone-decrypt.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { encodePoint } from '../../src/domain/sm/sm2-curve.ts'
import { encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { verifyDigest } from '../../src/domain/sm/sm2-sign.ts'
import { createWorld, digestOf, pin, pinCost } from '../kit/cosign-world.ts'
import { systemRandom } from '../kit/random.ts'

const fields = { title: '投标函' }

describe('what the two halves make', () => {
  test('ordinary SM2 signatures, use after use', async () => {
    const { phone } = createWorld()
    const { key, publicKey } = await generateKey(phone, { pin, pinCost, purpose: 'sign' })
    const digest = digestOf(fields, publicKey)
    const verdicts: boolean[] = []
    for (let use = 0; use < 3; use++)
      verdicts.push(verifyDigest(publicKey, digest, await cosign(phone, { key, pin, fields, digest })))
    expect(verdicts).toEqual([true, true, true])
  })

  test('a signature that openssl verifies', async () => {
    const { phone } = createWorld()
    const { key, publicKey } = await generateKey(phone, { pin, pinCost, purpose: 'sign' })
    const { r, s } = await cosign(phone, { key, pin, fields, digest: digestOf(fields, publicKey) })
    const algorithm = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.156.10197.1.301'))
    const folder = mkdtempSync(join(tmpdir(), 'cosign-'))
    const file = (name: string, bytes: Uint8Array) => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    }
    const publicKeyFile = file('public.der', sequence(algorithm, bitString(encodePoint(publicKey))))
    const signatureFile = file('signature.der', sequence(integer(r), integer(s)))
    const messageFile = file('message', concatBytes(utf8Bytes('bidseal/example/v1\0'), canonicalJson(fields)))
    const verdict = execFileSync('openssl', [
      ...['pkeyutl', '-verify', '-pubin', '-inkey', publicKeyFile, '-keyform', 'DER', '-rawin', '-digest', 'sm3'],
      ...['-in', messageFile, '-sigfile', signatureFile, '-pkeyopt', 'distid:1234567812345678'],
    ]).toString()
    rmSync(folder, { recursive: true })
    expect(verdict).toContain('Signature Verified Successfully')
  })

  test('decryptions of ordinary SM2 ciphertexts, use after use', async () => {
    const { phone } = createWorld()
    const { key, publicKey } = await generateKey(phone, { pin, pinCost, purpose: 'encrypt' })
    const opened: unknown[] = []
    for (const plaintext of [utf8Bytes('one'), utf8Bytes('two')]) {
      const ciphertext = encryptSm2(publicKey, plaintext, systemRandom)
      opened.push((await codecrypt(phone, { key, pin, ticket: 'ticket-1', act: 'open', ciphertext })).plaintext)
    }
    expect(opened).toEqual([utf8Bytes('one'), utf8Bytes('two')])
  })

  test('a damaged ciphertext opens to nothing and the key goes on working', async () => {
    const { phone } = createWorld()
    const { key, publicKey } = await generateKey(phone, { pin, pinCost, purpose: 'encrypt' })
    const whole = encryptSm2(publicKey, utf8Bytes('one'), systemRandom)
    const ciphertext = { ...whole, c3: whole.c3.map((byte) => byte ^ 1) }
    expect(await codecrypt(phone, { key, pin, ticket: 'ticket-1', act: 'open', ciphertext })).toEqual({
      plaintext: null,
    })
    await tryDecryption(phone, { key, pin })
  })

  test('both shares are replaced with every use', async () => {
    const world = createWorld()
    const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
    const before = { phone: world.disk.records.get(key)!, server: world.key(key) }
    await cosign(world.phone, { key, pin, fields, digest: digestOf(fields, publicKey) })
    const [old, now] = [before.phone, world.disk.records.get(key)!].map((record) => JSON.parse(record))
    expect([old.maskedShare === now.maskedShare, now.epoch, now.step]).toEqual([false, 1, 'ready'])
    const { epoch, current, next, lastAnswer } = world.key(key)
    expect({ epoch, next, lastAnswer, isSame: current.point === before.server.current.point }).toEqual({
      ...{ epoch: 1, next: null, lastAnswer: null, isSame: false },
    })
  })
})
