import { describe, expect, test } from 'vitest'
import { buildCertificate } from '../../src/domain/pki/build-certificate.ts'
import { type Certificate, readCertificate } from '../../src/domain/pki/certificate.ts'
import { type ChainQuestion, precomputeKey, trustedPath, verifyChain } from '../../src/domain/pki/chain.ts'
import { anyPolicy, type Role, rolePolicies } from '../../src/domain/pki/roles.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import {
  type Identity,
  issueCertificate,
  makeAuthorities,
  makeEnterprise,
  makeRevocationList,
  makeRoot,
  today,
  validFrom,
  validUntil,
} from '../kit/authorities.ts'
import { failureOf } from '../kit/failure-of.ts'
import { replaceInDer } from '../kit/replace-in-der.ts'

const { root, issuing, revocationLists: lists, random } = makeAuthorities('chain')
const [authority, second, third] = issuing
const otherRoot = makeRoot('另一根 CA', random)
const enterprise = makeEnterprise(authority, { name: '某公司', socialCreditCode: '91320000MA1ABCDE1X' }, random)
const leaf = enterprise.sign.certificate

const certificates = (...identities: readonly Identity[]) => identities.map(({ certificate }) => certificate)

function ask(question: Partial<ChainQuestion> = {}) {
  return verifyChain({
    leaf,
    intermediates: certificates(...issuing),
    roots: [otherRoot.certificate, root.certificate],
    revocationLists: lists,
    at: today,
    usage: 'sign',
    ...question,
  })
}

/** A certificate that says what the test wants, signed by whom the test wants. */
function forge(
  issuer: Certificate,
  signer: Identity,
  { profile = 'sign', key = enterprise.sign.key }: { profile?: 'sign' | 'authority'; key?: Identity['key'] } = {},
): Certificate {
  const subject = { commonName: '伪造者' }
  const common = { serialNumber: 99n, subject, publicKey: key.publicKey, notBefore: validFrom, notAfter: validUntil }
  const fields = { profile, issuer, crlUrl: 'http://crl.example.test/', policy: anyPolicy, ...common } as const
  return readCertificate(buildCertificate(fields, (tbs) => signMessage(signer.key, tbs, random)))
}

describe('a chain holds', () => {
  test('from the leaf to its root, whatever else is offered', () => {
    const path = [leaf, authority.certificate, root.certificate]
    expect(ask()).toEqual({ kind: 'valid', path, unchecked: [] })
  })

  test('directly below a root', () => {
    const { certificate } = issueCertificate({ profile: 'sign', issuer: root, subject: { commonName: '直属' }, random })
    expect(ask({ leaf: certificate })).toEqual({ kind: 'valid', path: [certificate, root.certificate], unchecked: [] })
  })

  test('by the authority that is itself pinned', () => {
    const report = ask({ roots: [authority.certificate], intermediates: [] })
    expect(report).toEqual({ kind: 'valid', path: [leaf, authority.certificate], unchecked: [] })
  })

  test('over a second certificate of the same authority when the first has expired', () => {
    const expired = reissue(authority, root, new Date('2026-06-01T00:00:00.000Z'))
    expect(ask({ intermediates: [expired, authority.certificate] }).kind).toBe('valid')
  })

  test('with authorities whose keys were prepared', () => {
    precomputeKey(authority.certificate)
    expect(ask().kind).toBe('valid')
  })

  test('and says for which certificates there is no current list', () => {
    const stale = makeRevocationList(authority, [], random, { nextUpdate: new Date('2026-08-25T00:00:00.000Z') })
    expect(ask({ revocationLists: [stale] })).toMatchObject({ kind: 'valid', unchecked: [leaf, authority.certificate] })
  })
})

/** Another certificate for the same name and key. */
function reissue(identity: Identity, issuer: Identity, notAfter: Date): Certificate {
  const commonName = identity.certificate.subject.attributes.find(({ type }) => type === '2.5.4.3')!.value
  const der = buildCertificate(
    {
      profile: 'authority',
      serialNumber: 1234n,
      issuer: issuer.certificate,
      subject: { country: 'CN', organization: commonName, commonName },
      publicKey: identity.key.publicKey,
      notBefore: validFrom,
      notAfter,
      crlUrl: 'http://crl.example.test/',
      policy: anyPolicy,
    },
    (tbs) => signMessage(issuer.key, tbs, random),
  )
  return readCertificate(der)
}

describe('a chain breaks', () => {
  test('when its root is not trusted', () => {
    const report = ask({ roots: [otherRoot.certificate], intermediates: certificates(root, ...issuing) })
    expect(report).toEqual({ kind: 'unknown-issuer', certificate: root.certificate })
  })

  test('when nothing is trusted', () => {
    expect(ask({ roots: [] })).toEqual({ kind: 'unknown-issuer', certificate: authority.certificate })
  })

  test('when an intermediate is missing', () => {
    const report = ask({ intermediates: certificates(second, third) })
    expect(report).toEqual({ kind: 'unknown-issuer', certificate: leaf })
  })

  test('before and after the validity, with the boundary belonging to it', () => {
    const kinds = [validFrom.getTime() - 1000, validFrom.getTime(), validUntil.getTime(), validUntil.getTime() + 1000]
    expect(kinds.map((at) => ask({ at: new Date(at) }).kind)).toEqual(['not-yet-valid', 'valid', 'valid', 'expired'])
  })

  test('when the authority above has expired', () => {
    const notAfter = new Date('2026-06-01T00:00:00.000Z')
    const certificate = reissue(authority, root, notAfter)
    expect(ask({ intermediates: [certificate] })).toEqual({ kind: 'expired', at: notAfter, certificate })
  })

  test('when a certificate names an authority that did not sign it', () => {
    const certificate = forge(authority.certificate, second)
    expect(ask({ leaf: certificate })).toEqual({ kind: 'bad-signature', certificate })
  })

  test('when the name of another holder was put into it', () => {
    const rival = makeEnterprise(authority, { name: '乙公司', socialCreditCode: '91320000MA1ABCDE2X' }, random)
    const renamed = replaceInDer(leaf.der, leaf.subject.der, rival.sign.certificate.subject.der)
    expect(ask({ leaf: readCertificate(renamed) }).kind).toBe('bad-signature')
  })

  test('when an authority of the same name but another key stands in', () => {
    const impostor = makeAuthorities('impostor').issuing[0]
    expect(ask({ intermediates: certificates(impostor) })).toEqual({ kind: 'bad-signature', certificate: leaf })
  })

  test('when the key of the issuer is there under another name', () => {
    const renamed = forge(root.certificate, root, { profile: 'authority', key: authority.key })
    expect(ask({ intermediates: [renamed] })).toEqual({ kind: 'name-mismatch', certificate: leaf })
  })

  test('when a user certificate is used as an authority', () => {
    const certificate = forge(leaf, enterprise.sign)
    const report = ask({ leaf: certificate, intermediates: [leaf, ...certificates(...issuing)] })
    expect(report).toEqual({ kind: 'not-an-authority', certificate: leaf })
  })

  test('when a user certificate is pinned as a root', () => {
    const certificate = forge(leaf, enterprise.sign)
    expect(ask({ leaf: certificate, roots: [leaf] })).toEqual({ kind: 'not-an-authority', certificate: leaf })
  })

  test('when an authority issues another authority against its path length', () => {
    const below = issueCertificate({ profile: 'authority', issuer: authority, subject: { commonName: '下级' }, random })
    const { certificate } = issueCertificate({
      profile: 'sign',
      issuer: below,
      subject: { commonName: '张三' },
      random,
    })
    const report = ask({ leaf: certificate, intermediates: certificates(below, authority) })
    expect(report).toEqual({ kind: 'path-too-long', certificate: authority.certificate })
  })

  test('when an encryption certificate is to sign or a signing certificate to receive', () => {
    const encryption = enterprise.encrypt.certificate
    expect([ask({ leaf: encryption }), ask({ usage: 'encrypt' }), ask({ leaf: authority.certificate })]).toEqual([
      { kind: 'wrong-key-usage', certificate: encryption },
      { kind: 'wrong-key-usage', certificate: leaf },
      { kind: 'wrong-key-usage', certificate: authority.certificate },
    ])
  })

  test.each<[Role, Role]>([
    ['userSigning', 'platform'],
    ['userSigning', 'sealMaker'],
    ['platform', 'userSigning'],
    ['sealMaker', 'platform'],
  ])('⚔ when a certificate issued as %s is shown as %s', (issued, role) => {
    const subject = { country: 'CN', organization: '封标电子交易平台', commonName: '封标电子交易平台' }
    const policy = rolePolicies[issued]
    const { certificate } = issueCertificate({ profile: 'sign', issuer: authority, subject, random, policy })
    expect([ask({ leaf: certificate, role: issued }).kind, ask({ leaf: certificate, role })]).toEqual([
      'valid',
      { kind: 'wrong-role', certificate },
    ])
  })

  test('⚔ when an authority’s own certificate, which stands for every role, is shown as one', () => {
    const { certificate } = issueCertificate({
      profile: 'sign',
      issuer: authority,
      subject: { commonName: '万能' },
      random,
      policy: anyPolicy,
    })
    expect(ask({ leaf: certificate, role: 'platform' })).toEqual({ kind: 'wrong-role', certificate })
  })

  test('at a critical extension that nobody here knows', () => {
    const certificate = { ...leaf, unhandledCriticalExtensions: ['2.5.29.30'] }
    expect(ask({ leaf: certificate })).toEqual({ kind: 'unhandled-extension', extension: '2.5.29.30', certificate })
  })

  test('at a certificate signed with another algorithm', () => {
    const certificate = { ...leaf, signature: null }
    expect(ask({ leaf: certificate })).toEqual({ kind: 'unsupported-algorithm', certificate })
  })
})

describe('revocation', () => {
  const at = new Date('2026-08-01T00:00:00.000Z')
  const revokedLeaf = makeRevocationList(authority, [{ certificate: leaf, at, reason: 'keyCompromise' }], random)

  test('breaks the chain with its date and reason', () => {
    const report = ask({ revocationLists: [...lists, revokedLeaf] })
    expect(report).toEqual({ kind: 'revoked', at, reason: 'keyCompromise', certificate: leaf })
  })

  test('of an authority breaks the chain of its users', () => {
    const list = makeRevocationList(root, [{ certificate: authority.certificate, at, reason: 'cACompromise' }], random)
    const report = ask({ revocationLists: [list] })
    expect(report).toMatchObject({ kind: 'revoked', certificate: authority.certificate })
  })

  test('leaves what was signed before it', () => {
    expect(ask({ revocationLists: [revokedLeaf], at: new Date('2026-07-31T23:59:59.000Z') }).kind).toBe('valid')
  })

  test('still counts when the list is no longer current', () => {
    const nextUpdate = new Date('2026-08-25T00:00:00.000Z')
    const revoked = [{ certificate: leaf, at, reason: 'superseded' }] as const
    expect(ask({ revocationLists: [makeRevocationList(authority, revoked, random, { nextUpdate })] }).kind).toBe(
      'revoked',
    )
  })

  test('by an authority that did not issue the certificate is passed over', () => {
    const foreign = makeRevocationList(second, [{ certificate: leaf, at, reason: 'keyCompromise' }], random)
    expect(ask({ revocationLists: [...lists, foreign] }).kind).toBe('valid')
  })
})

describe('a search ends', () => {
  test('among authorities that certify each other in a circle', () => {
    const circle = [cross(second, third), cross(third, second)]
    const { certificate } = issueCertificate({ profile: 'sign', issuer: second, subject: { commonName: '圈' }, random })
    expect(ask({ leaf: certificate, intermediates: circle }).kind).not.toBe('valid')
  })

  test('among many crossed authorities of one name', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => readCertificate(selfIssued(BigInt(i + 1))))
    const { certificate } = issueCertificate({
      profile: 'sign',
      issuer: { certificate: crowd[0]!, key: second.key },
      subject: { commonName: '众' },
      random,
    })
    expect(ask({ leaf: certificate, intermediates: crowd })).toMatchObject({ kind: 'path-too-long' })
  })

  const cross = (subject: Identity, issuer: Identity) => reissue(subject, issuer, validUntil)

  /** Same name, same key, issued by itself: any of them may stand above any other. */
  function selfIssued(serialNumber: bigint): Uint8Array {
    const fields = {
      profile: 'root',
      serialNumber,
      subject: { commonName: '自签' },
      publicKey: second.key.publicKey,
    } as const
    return buildCertificate({ ...fields, notBefore: validFrom, notAfter: validUntil }, (tbs) =>
      signMessage(second.key, tbs, random),
    )
  }
})

describe('a report as a failure', () => {
  test('gives the path when valid', () => {
    expect(trustedPath(ask())).toHaveLength(3)
  })

  test('names holder and date of what expired', () => {
    expect(failureOf(() => trustedPath(ask({ at: new Date('2030-01-01T00:00:00.000Z') })))).toEqual({
      code: 'certificate.expired',
      details: { name: '某公司', at: validUntil.toISOString() },
    })
  })

  test('refuses a path whose revocation nobody can tell, as when a list is withheld', () => {
    expect(failureOf(() => trustedPath(ask({ revocationLists: lists.slice(0, 1) })))).toEqual({
      code: 'certificate.revocation-unknown',
      details: { name: '某公司' },
    })
  })

  test('names the holder whose issuer is unknown', () => {
    expect(failureOf(() => trustedPath(ask({ roots: [], intermediates: [] })))).toEqual({
      code: 'certificate.unknown-issuer',
      details: { name: '某公司' },
    })
  })
})
