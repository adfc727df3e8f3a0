import { describe, expect, test } from 'vitest'
import { base64UrlOf, bytesOfBase64Url, concatBytes } from '../../src/domain/bytes.ts'
import { blindPoint, combineSignature, serverSignature } from '../../src/domain/cosign/equations.ts'
import { answerHash, type MessageOf, requestHash } from '../../src/domain/cosign/messages.ts'
import { ask, pointText, withProof } from '../../src/domain/cosign/phone-exchange.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { openUse } from '../../src/domain/cosign/phone-use.ts'
import { serverRefresh } from '../../src/domain/cosign/refresh.ts'
import { hedgedNonce } from '../../src/domain/cosign/transcript.ts'
import {
  decodePoint,
  decodeScalar,
  encodeScalar,
  generator,
  order,
  orderField,
  randomScalar,
} from '../../src/domain/sm/sm2-curve.ts'
import { verifyDigest } from '../../src/domain/sm/sm2-sign.ts'
import {
  type AnyPoint,
  addAnywhere,
  bareDecrypt,
  barePhoneSign,
  bareServerSign,
  chineseRemainder,
} from '../kit/bare-cosign.ts'
import { createWorld, digestOf, pin, pinCost } from '../kit/cosign-world.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { systemRandom } from '../kit/random.ts'
import invalidCurvePoints from '../vectors/invalid-curve-points.json' with { type: 'json' }

const random = systemRandom
const create = (value: bigint) => orderField.create(value)
const mul = (left: bigint, right: bigint) => orderField.mul(left, right)
const inv = (value: bigint) => orderField.inv(value)

/** Which multiple of a point of small order an answer is. */
function smallLogarithm(point: AnyPoint, answer: AnyPoint, pointOrder: number): bigint {
  let multiple: AnyPoint = null
  for (let count = 0; count < pointOrder; count++) {
    if (multiple?.x === answer?.x && multiple?.y === answer?.y) return BigInt(count)
    multiple = addAnywhere(multiple, point)
  }
  throw new TypeError('not a multiple')
}

describe('a point off the curve', () => {
  const points = invalidCurvePoints.map(({ order, x, y }) => ({ order, x: BigInt(`0x${x}`), y: BigInt(`0x${y}`) }))

  test('would give zB away, residue by residue', () => {
    const inverseShare = randomScalar(random)
    const residues = points.map(({ order, x, y }) => {
      const answer = bareDecrypt(inverseShare, { x, y })
      return { residue: smallLogarithm({ x, y }, answer, order), modulus: BigInt(order) }
    })
    expect(chineseRemainder(residues)).toBe(inverseShare)
  })

  test.each(['blindedPoint', 'refreshPoint', 'proofCommitment'] as const)('is refused as %s', async (field) => {
    const { phone, ...world } = createWorld()
    const { key } = await generateKey(phone, { pin, pinCost, purpose: 'encrypt' })
    const use = await openUse(phone, { key, pin, purpose: 'encrypt', subject: new Uint8Array() })
    const { x, y } = points[5]!
    const offCurve = base64UrlOf(concatBytes(Uint8Array.of(4), encodeScalar(x), encodeScalar(y)))
    const request = { ticket: 'ticket-1', act: 'open', blindedPoint: pointText(generator) }
    const message = { step: 'decrypt', purpose: 'encrypt', ...use.header, ...request, [field]: offCurve } as const
    const proven = withProof(message, { secret: use.inverseShare, point: use.point, random })
    const failure = await failureOfAsync(() => ask(phone, { ...proven, [field]: offCurve }))
    expect([failure, world.device().failures]).toEqual([{ code: 'input.invalid', details: { field } }, 0])
  })

  test('is refused by the phone in an answer', async () => {
    const { phone, channel, disk } = createWorld()
    const { key } = await generateKey(phone, { pin, pinCost, purpose: 'sign' })
    const { x, y } = points[5]!
    const refreshPoint = base64UrlOf(concatBytes(Uint8Array.of(4), encodeScalar(x), encodeScalar(y)))
    channel.carry = async ({ message, deliver }) => {
      const reply = deliver() as { answer: object }
      return message.step === 'sign' ? { ...reply, answer: { ...reply.answer, refreshPoint } } : reply
    }
    const fields = { title: '投标函' }
    const digest = digestOf(fields, disk.publicKey(key))
    const failure = await failureOfAsync(() => cosign(phone, { key, pin, fields, digest }))
    expect(failure?.code).toBe('cosign.answer-invalid')
  })
})

describe('nonces', () => {
  const [share, otherShare, k1, k2, k3] = [1, 2, 3, 4, 5].map(() => randomScalar(random)) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  const noncePoint = generator.multiply(k1)

  test('k2 = k3 would give dB away with one answer', () => {
    const { r, s2, s3 } = bareServerSign(otherShare, { e: 7n, noncePoint, k2, k3: k2 })
    expect(mul(create(s3 - s2), inv(r))).toBe(otherShare)
  })

  test('k2 = 2·k3 would give dB away as well', () => {
    const { r, s2, s3 } = bareServerSign(otherShare, { e: 7n, noncePoint, k2: create(2n * k3), k3 })
    expect(mul(create(s3 - 2n * s2), inv(r))).toBe(otherShare)
  })

  test('k2 and k3 used for two documents would give dB away', () => {
    const [one, two] = [7n, 8n].map((e) => bareServerSign(otherShare, { e, noncePoint, k2, k3 }))
    expect(mul(create(one!.s3 - two!.s3), inv(create(one!.r - two!.r)))).toBe(otherShare)
  })

  test('k1 used twice would give dA to the server', () => {
    const answers = [7n, 8n].map((e) => bareServerSign(otherShare, { e, noncePoint, k2, k3: randomScalar(random) }))
    const [one, two] = answers.map((answer) => ({
      ...answer,
      t: create(barePhoneSign(share, k1, answer).s + answer.r),
    }))
    // t = dA·k1·s2 + dA·s3, twice, with two unknowns.
    const numerator = create(one!.t * two!.s2 - two!.t * one!.s2)
    expect(mul(numerator, inv(create(one!.s3 * two!.s2 - two!.s3 * one!.s2)))).toBe(share)
  })

  test('differ for every purpose and request even when the random source is stuck', () => {
    const stuck = (length: number) => new Uint8Array(length).fill(9)
    const draw = (step: 'nonce-k2' | 'nonce-k3', request: number) =>
      hedgedNonce(step, { random: stuck, secret: share, request: new Uint8Array(32).fill(request) })
    expect(new Set([draw('nonce-k2', 1), draw('nonce-k3', 1), draw('nonce-k2', 2), draw('nonce-k3', 2)]).size).toBe(4)
  })

  test('of the proof used twice would give zA away', () => {
    const [challenge, otherChallenge] = [randomScalar(random), randomScalar(random)]
    const [response, otherResponse] = [challenge, otherChallenge].map((c) => create(k1 + c * share))
    expect(mul(create(response! - otherResponse!), inv(create(challenge - otherChallenge)))).toBe(share)
  })
})

describe('a server that answers with k3 = 0', () => {
  const fields = { title: '投标函' }

  test('would get dA out of a signature that verifies', () => {
    const [share, otherShare, k1, k2] = [1, 2, 3, 4].map(() => randomScalar(random)) as [bigint, bigint, bigint, bigint]
    const publicKey = generator.multiply(mul(inv(share), inv(otherShare))).subtract(generator)
    const answer = bareServerSign(otherShare, { e: 7n, noncePoint: generator.multiply(k1), k2, k3: 0n })
    const signature = barePhoneSign(share, k1, answer)
    const stolen = mul(create(signature.s + answer.r), inv(answer.s3))
    expect([verifyDigest(publicKey, encodeScalar(7n), signature), stolen]).toEqual([true, share])
  })

  test('is refused although its signature would verify', async () => {
    const world = createWorld({ atRest: { seal: (plaintext) => plaintext.slice(), open: (sealed) => sealed.slice() } })
    const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
    const digest = digestOf(fields, publicKey)
    world.channel.carry = async ({ message, deliver }) => {
      if (message.step !== 'sign') return deliver()
      const share = decodeScalar(bytesOfBase64Url(world.key(key).current.sealed)!)
      return { ok: true, answer: evilAnswer(share, digest, message as never) }
    }
    const failure = await failureOfAsync(() => cosign(world.phone, { key, pin, fields, digest }))
    expect([failure?.code, world.sent.filter(({ step }) => step === 'receipt')]).toEqual(['cosign.answer-invalid', []])
  })
})

/** What a server that holds the real dB may answer: a right signature with k3 = 0, and a right confirmation. */
function evilAnswer(share: bigint, digest: Uint8Array, message: MessageOf<'sign'>) {
  const half = bareServerSign(share, {
    e: decodeScalar(digest),
    noncePoint: generator,
    k2: randomScalar(random),
    k3: 0n,
  })
  const parts = [half.r, half.s2, half.s3].map(encodeScalar)
  const ephemeral = randomScalar(random)
  const serverPoint = generator.multiply(ephemeral)
  const phonePoint = decodePoint(bytesOfBase64Url(message.refreshPoint)!)!
  const refresh = serverRefresh(
    { ephemeral, inverseShare: inv(share) },
    { request: requestHash(message), phonePoint, serverPoint, answer: answerHash(...parts) },
  )!
  const [r, s2, s3] = parts.map(base64UrlOf)
  return { r, s2, s3, refreshPoint: pointText(serverPoint), confirmation: base64UrlOf(refresh.confirmation) }
}

describe('draws that must be thrown away', () => {
  const [share, k1, k2, k3] = [1, 2, 3, 4].map(() => randomScalar(random)) as [bigint, bigint, bigint, bigint]
  const noncePoint = generator.multiply(k1)
  const digest = new Uint8Array(32)
  const x = noncePoint.multiply(k3).add(generator.multiply(k2)).x

  test.each([
    ['R is infinity', { digest, noncePoint, k2: create(-mul(k1, k3)), k3 }],
    ['r = 0', { digest: encodeScalar(create(-x)), noncePoint, k2, k3 }],
    ['s3 = 0', { digest: encodeScalar(create(-k2 - x)), noncePoint, k2, k3 }],
  ])('on the server, when %s', (_when, request) => {
    expect(serverSignature(share, request)).toBe(null)
  })

  test('on the phone, when s = 0 or r + s = n', () => {
    const s2 = randomScalar(random)
    const s3For = (target: bigint) => create(mul(target, inv(share)) - mul(k1, s2))
    expect([
      combineSignature(share, k1, { r: 5n, s2, s3: s3For(5n) }),
      combineSignature(share, k1, { r: 5n, s2, s3: s3For(order) }),
    ]).toEqual([null, null])
  })
})

test('the same blinded point could stand for any ciphertext', () => {
  const [inverseShare, blinding, one, other] = [1, 2, 3, 4].map(() => randomScalar(random)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  const blinded = blindPoint(generator.multiply(one), inverseShare, blinding)
  const otherBlinding = mul(blinding, mul(one, inv(other)))
  expect(blindPoint(generator.multiply(other), inverseShare, otherBlinding).equals(blinded)).toBe(true)
})

test('an answer about another document is thrown away', async () => {
  const { phone, disk } = createWorld({
    rebuildDigest: (_fields, publicKey) => digestOf({ title: '另一份' }, publicKey),
  })
  const { key, publicKey } = await generateKey(phone, { pin, pinCost, purpose: 'sign' })
  const fields = { title: '投标函' }
  const failure = await failureOfAsync(() => cosign(phone, { key, pin, fields, digest: digestOf(fields, publicKey) }))
  expect([failure?.code, JSON.parse(disk.records.get(key)!).epoch]).toEqual(['cosign.answer-invalid', 0])
})
