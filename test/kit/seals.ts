import { certificateDigest } from '../../src/domain/pki/certificate.ts'
import { verifyChain } from '../../src/domain/pki/chain.ts'
import { rolePolicies } from '../../src/domain/pki/roles.ts'
import { assembleSeal, sealInfoTbs } from '../../src/domain/seal/build-seal.ts'
import type { SealFields } from '../../src/domain/seal/seal-fields.ts'
import {
  assembleSesSignature,
  type SesFields,
  sesSignatureDigest,
  sesTbs,
} from '../../src/domain/seal/ses-signature.ts'
import type { ChainVerifier } from '../../src/domain/seal/verify-seal.ts'
import { signDigest, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { type Identity, issueCertificate, makeAuthorities, makeEnterprise, today } from './authorities.ts'
import { makeSealPng } from './pdfs.ts'

export const authorities = makeAuthorities('seals')
const { random } = authorities
const [jiangsu] = authorities.issuing

/** 制章中心. */
export const sealMaker = issueCertificate({
  profile: 'sign',
  issuer: jiangsu,
  subject: { country: 'CN', organization: '测试制章中心', commonName: '测试制章中心' },
  random,
  policy: rolePolicies.sealMaker,
})
export const builder = makeEnterprise(
  jiangsu,
  { name: '江苏某某建设集团有限公司', socialCreditCode: '91320000MA1ABCDE0X' },
  random,
)
export const rival = makeEnterprise(
  jiangsu,
  { name: '安徽另一建设有限公司', socialCreditCode: '91340000MA2FGHJK1Y' },
  random,
)

/** Trusts the test root, and what it and its authorities issued. */
export const verifyTrusted: ChainVerifier = (leaf, at) =>
  verifyChain({
    leaf,
    intermediates: authorities.issuing.map(({ certificate }) => certificate),
    roots: [authorities.root.certificate],
    revocationLists: [],
    at,
    usage: 'sign',
  })

export const sealFields = (changed: Partial<SealFields> = {}): SealFields => ({
  makerId: 'TESTMAKER',
  sealId: '32010000000001',
  type: 1,
  name: '江苏某某建设集团有限公司公章',
  holders: { kind: 'digests', digests: [certificateDigest(builder.sign.certificate)] },
  createdAt: new Date('2026-02-01T00:00:00.000Z'),
  validFrom: new Date('2026-02-01T00:00:00.000Z'),
  validUntil: new Date('2028-02-01T00:00:00.000Z'),
  picture: { type: 'PNG', data: makeSealPng(), widthMm: 42, heightMm: 42 },
  ...changed,
})

/** The builder's official seal, or what the changes make of it, made by the given maker. */
export function makeSeal(changed: Partial<SealFields> = {}, maker: Identity = sealMaker): Uint8Array {
  const tbs = sealInfoTbs(sealFields(changed))
  return assembleSeal(tbs, maker.certificate.der, signMessage(maker.key, tbs, random))
}

export const sesFields = (changed: Partial<SesFields> = {}): SesFields => ({
  seal: makeSeal(),
  signedBytesDigest: new Uint8Array(32).fill(5),
  signingTime: today,
  propertyInfo: 'test',
  ...changed,
})

export function signWithSeal(changed: Partial<SesFields> = {}, signer: Identity = builder.sign): Uint8Array {
  const tbs = sesTbs(sesFields(changed))
  const signature = signDigest(signer.key.privateKey, sesSignatureDigest(tbs, signer.key.publicKey), random)
  return assembleSesSignature(tbs, signer.certificate.der, signature)
}
