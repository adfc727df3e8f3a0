import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import {
  assembleCertificationRequest,
  certificationRequestTbs,
  readCertificationRequest,
} from '../../src/domain/pki/certificate-request.ts'
import { readEnvelope, sealEnvelope } from '../../src/domain/pki/enveloped-data.ts'
import { readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import {
  assembleSignedData,
  readSignedData,
  signedDataDigest,
  verifySignedData,
} from '../../src/domain/pki/signed-data.ts'
import { isSignedBy } from '../../src/domain/pki/signed-structure.ts'
import { sentenceOf } from '../../src/domain/sentences/failure-sentences.ts'
import { signDigest, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { makeAuthorities, makePerson, makeRevocationList } from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'

const { issuing, random } = makeAuthorities('any input')
const [authority] = issuing
const { sign, encrypt } = makePerson(authority, '张三', random)
const content = random(50)

const requestTbs = certificationRequestTbs({ subject: { commonName: '张三' }, publicKey: sign.key.publicKey })
const revoked = {
  certificate: sign.certificate,
  at: new Date('2026-08-01T00:00:00.000Z'),
  reason: 'keyCompromise',
} as const
const signature = signDigest(sign.key.privateKey, signedDataDigest(content, sign.key.publicKey), random)

/** Every structure we read, with what reading and verifying it amounts to: whether it still holds. */
const structures: [string, Uint8Array, (bytes: Uint8Array) => boolean][] = [
  ['a certificate', sign.certificate.der, (bytes) => isSignedBy(readCertificate(bytes), authority.key.publicKey)],
  [
    'a request',
    assembleCertificationRequest(requestTbs, signMessage(sign.key, requestTbs, random)),
    (bytes) => readCertificationRequest(bytes).publicKey.equals(sign.key.publicKey),
  ],
  [
    'a revocation list',
    makeRevocationList(authority, [revoked], random).der,
    (bytes) => isSignedBy(readRevocationList(bytes), authority.key.publicKey),
  ],
  [
    'a signed message',
    assembleSignedData({ content, certificates: [sign.certificate], signer: sign.certificate, signature }),
    (bytes) => isSignedBy(verifySignedData(readSignedData(bytes), content).signer, authority.key.publicKey),
  ],
  [
    'an envelope',
    sealEnvelope({ content, recipients: [encrypt.certificate], random }),
    (bytes) => readEnvelope(bytes) === undefined,
  ],
]

test.each(structures)(
  '%s with one changed byte never holds and never throws anything but a failure',
  (_, valid, holds) => {
    fc.assert(
      fc.property(fc.nat({ max: valid.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(valid)
        changed[at]! ^= change
        let isHolding = false
        const failure = failureOf(() => {
          isHolding = holds(changed)
        })
        expect(isHolding).toBe(false)
        if (failure !== null) expect(sentenceOf(failure)).toMatch(/。$/)
      }),
      { numRuns: 400 },
    )
  },
)

test.each(structures)(
  '%s that was cut, lengthened or spliced never throws anything but a failure',
  (_, valid, holds) => {
    fc.assert(
      fc.property(
        fc.nat({ max: valid.length }),
        fc.nat({ max: valid.length }),
        fc.uint8Array({ maxLength: 40 }),
        (cut, from, extra) => {
          const spliced = Uint8Array.from([...valid.subarray(0, cut), ...extra, ...valid.subarray(from)])
          failureOf(() => holds(spliced))
          expect(spliced.length).toBe(cut + extra.length + valid.length - from)
        },
      ),
      { numRuns: 400 },
    )
  },
)
