import { verifyChain } from '../../src/domain/pki/chain.ts'
import { rolePolicies } from '../../src/domain/pki/roles.ts'
import type { TimeStampInfo } from '../../src/domain/pki/time-stamp.ts'
import { type AuthorityVerifier, buildTimeStampToken } from '../../src/domain/pki/time-stamp-token.ts'
import { assembleSesSignature, readSesSignature, stampedBytes } from '../../src/domain/seal/ses-signature.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { type Identity, issueCertificate, today } from './authorities.ts'
import { authorities } from './seals.ts'

const { root, issuing, random } = authorities

/** 时间戳机构 under the authorities of `seals.ts`. */
export const stampAuthority = issueCertificate({
  profile: 'timeStamp',
  issuer: issuing[0],
  subject: { country: 'CN', organization: '测试时间戳', commonName: '测试时间戳' },
  random,
})

export const stampInfo = (changed: Partial<TimeStampInfo> = {}): TimeStampInfo => ({
  policy: rolePolicies.timeStamping,
  imprint: sm3(),
  serialNumber: 7n,
  at: today,
  nonce: 77n,
  ...changed,
})

export function makeToken(changed: Partial<TimeStampInfo> = {}, authority: Identity = stampAuthority): Uint8Array {
  const from = { authority: authority.certificate, chain: [issuing[0].certificate] }
  return buildTimeStampToken(stampInfo(changed), from, (message) => signMessage(authority.key, message, random))
}

/** A seal's signature with a token, over its value unless the changes say otherwise. */
export function stampSignature(
  der: Uint8Array,
  changed: Partial<TimeStampInfo> = {},
  authority: Identity = stampAuthority,
): Uint8Array {
  const { tbs, signer, signature } = readSesSignature(der)
  const token = makeToken({ imprint: sm3(stampedBytes(signature)), ...changed }, authority)
  return assembleSesSignature(tbs, signer.der, signature, token)
}

/** Trusts the test root and what came with the token. */
export const verifyStampAuthority: AuthorityVerifier = (leaf, at, intermediates) =>
  verifyChain({ leaf, at, intermediates, roots: [root.certificate], revocationLists: [], usage: 'timeStamp' })
