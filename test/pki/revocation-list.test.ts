import { describe, expect, test } from 'vitest'
import * as der from '../../src/domain/asn1/write-der.ts'
import { encodePem } from '../../src/domain/pki/pem.ts'
import {
  buildRevocationList,
  findRevocation,
  isRevocationListOf,
  readRevocationList,
} from '../../src/domain/pki/revocation-list.ts'
import { assembleSigned, sm2WithSm3Algorithm } from '../../src/domain/pki/signed-structure.ts'
import { encodeSignatureDer } from '../../src/domain/pki/sm2-der.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { makeAuthorities, makePerson, makeRevocationList } from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { distinguishingId, openssl } from '../kit/openssl.ts'

const { issuing, random } = makeAuthorities('lists')
const [authority, other] = issuing
const person = makePerson(authority, '张三', random)
const colleague = makePerson(authority, '李四', random)
const at = new Date('2026-08-01T08:00:00.000Z')
const lost = { certificate: person.sign.certificate, at, reason: 'keyCompromise' } as const
const list = makeRevocationList(
  authority,
  [lost, { ...lost, certificate: person.encrypt.certificate, reason: 'unspecified' }],
  random,
)

describe('lookup', () => {
  test('gives date and reason of a revoked certificate and nothing for others', () => {
    const found = [person.sign, person.encrypt, colleague.sign].map(({ certificate }) =>
      findRevocation(list, certificate),
    )
    expect(found).toEqual([{ at, reason: 'keyCompromise' }, { at, reason: 'unspecified' }, null])
  })

  test('an empty list revokes nothing', () => {
    expect(findRevocation(makeRevocationList(authority, [], random), person.sign.certificate)).toBeNull()
  })
})

test('of many entries in any order each is found', () => {
  const serialNumbers = Array.from({ length: 500 }, (_, i) => BigInt((i * 7919) % 70_001) ** 3n + 1n)
  const revocations = new Map(
    serialNumbers.map((serialNumber) => [serialNumber, { at, reason: 'superseded' } as const]),
  )
  const fields = { issuer: authority.certificate, number: 1n, thisUpdate: at, nextUpdate: at, revocations }
  const { entries } = readRevocationList(buildRevocationList(fields, (tbs) => signMessage(authority.key, tbs, random)))
  const found = serialNumbers.filter((serialNumber) => entries.find(serialNumber)?.reason === 'superseded')
  expect([found.length, entries.find(2n), entries.find(2n ** 200n)]).toEqual([500, null, null])
})

describe('a list belongs to', () => {
  test('the authority that signed it and to no other', () => {
    expect([authority, other].map(({ certificate }) => isRevocationListOf(list, certificate))).toEqual([true, false])
  })

  test('nobody when another key signed in the name of the authority', () => {
    const fields = { issuer: authority.certificate, number: 2n, thisUpdate: at, nextUpdate: at, revocations: new Map() }
    const forged = buildRevocationList(fields, (tbs) => signMessage(other.key, tbs, random))
    expect(isRevocationListOf(readRevocationList(forged), authority.certificate)).toBe(false)
  })

  test('nobody when a user certificate signed it', () => {
    const own = makeRevocationList(person.sign, [], random)
    expect(isRevocationListOf(own, person.sign.certificate)).toBe(false)
  })
})

describe('openssl', () => {
  const files = {
    list: encodePem('X509 CRL', list.der),
    authority: encodePem('CERTIFICATE', authority.certificate.der),
  }

  test('reads number, entries and reasons', () => {
    const { text } = openssl(['crl', '-in', '@list', '-noout', '-text'], files)
    const serialNumber = person.sign.certificate.serialNumber.toString(16).toUpperCase()
    for (const expected of ['Version 2', 'X509v3 CRL Number: \n                1', serialNumber, 'Key Compromise'])
      expect(text).toContain(expected)
  })

  // openssl verify and openssl crl cannot be told the signer id of a list, so its signature is judged by itself.
  test('verifies the signature over the signed part', () => {
    const { output: publicKey } = openssl(['x509', '-in', '@authority', '-noout', '-pubkey'], files)
    const signature = encodeSignatureDer(list.signature!)
    const args = ['dgst', '-sm3', '-verify', '@pub', '-sigopt', distinguishingId, '-signature', '@signature', '@tbs']
    expect(openssl(args, { pub: publicKey, signature, tbs: list.tbs })).toMatchObject({ isAccepted: true })
  })
})

describe('a list that does not cover everything of its issuer is refused', () => {
  const time = der.certificateTime(at)
  const critical = (type: string) =>
    der.sequence(der.objectIdentifier(type), der.boolean(true), der.octetString(der.sequence()))
  const listOf = (...rest: Uint8Array[]) => {
    const tbs = der.sequence(
      der.integer(1),
      sm2WithSm3Algorithm,
      authority.certificate.subject.der,
      time,
      time,
      ...rest,
    )
    return assembleSigned(tbs, signMessage(authority.key, tbs, random))
  }
  const reasonOf = (bytes: Uint8Array) => failureOf(() => readRevocationList(bytes))

  test.each([
    ['delta', '2.5.29.27'],
    ['partial', '2.5.29.28'],
  ])('%s', (_, type) => {
    expect(reasonOf(listOf(der.contextConstructed(0, der.sequence(critical(type)))))).toEqual({
      code: 'revocation-list.unreadable',
      details: { reason: `critical extension ${type}` },
    })
  })

  test('indirect', () => {
    const entry = der.sequence(der.integer(5), time, der.sequence(critical('2.5.29.29')))
    expect(reasonOf(listOf(der.sequence(entry)))?.details).toEqual({ reason: 'critical extension 2.5.29.29' })
  })

  test('with one certificate twice', () => {
    const entry = der.sequence(der.integer(5), time)
    expect(reasonOf(listOf(der.sequence(entry, entry)))?.details).toEqual({ reason: 'the same serial number twice' })
  })
})
