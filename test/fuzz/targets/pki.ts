import { hexOf, utf8Text } from '../../../src/domain/bytes.ts'
import { certificateDigest, holderOf, readCertificate } from '../../../src/domain/pki/certificate.ts'
import {
  assembleCertificationRequest,
  certificationRequestTbs,
  readCertificationRequest,
} from '../../../src/domain/pki/certificate-request.ts'
import { trustedPath, verifyChain } from '../../../src/domain/pki/chain.ts'
import { readEnvelope, sealEnvelope } from '../../../src/domain/pki/enveloped-data.ts'
import { describeName } from '../../../src/domain/pki/names.ts'
import { decodePem, encodePem } from '../../../src/domain/pki/pem.ts'
import { isRevocationListOf, readRevocationList } from '../../../src/domain/pki/revocation-list.ts'
import { hasRole } from '../../../src/domain/pki/roles.ts'
import {
  assembleSignedData,
  readSignedData,
  signedDataDigest,
  verifySignedData,
} from '../../../src/domain/pki/signed-data.ts'
import { isSignedBy } from '../../../src/domain/pki/signed-structure.ts'
import { encodePoint } from '../../../src/domain/sm/sm2-curve.ts'
import { signDigest, signMessage } from '../../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { makeAuthorities, makeEnterprise, makePerson, makeRevocationList, today } from '../../kit/authorities.ts'
import { derMutations } from '../mutate-der.ts'
import type { FuzzTarget } from '../target.ts'

const { root, issuing, revocationLists, random } = makeAuthorities('fuzz pki')
const [authority] = issuing
const { sign, encrypt } = makePerson(authority, '张三', random)
const enterprise = makeEnterprise(
  authority,
  { name: '江苏甲建设有限公司', socialCreditCode: '91320100MA1XYZ1234' },
  random,
)

const content = random(50)
const requestTbs = certificationRequestTbs({ subject: { commonName: '张三' }, publicKey: sign.key.publicKey })
const request = assembleCertificationRequest(requestTbs, signMessage(sign.key, requestTbs, random))
const revoked = (reason: 'keyCompromise' | 'unspecified') => ({ certificate: sign.certificate, at: today, reason })
const signedBy = ({ certificate, key }: typeof sign, embedded: Uint8Array | null) =>
  assembleSignedData({
    content: embedded,
    certificates: [certificate, authority.certificate],
    signer: certificate,
    signature: signDigest(key.privateKey, signedDataDigest(content, key.publicKey), random),
  })
const digestOf = (bytes: Uint8Array) => hexOf(sm3(bytes))

export const pkiTargets: readonly FuzzTarget[] = [
  {
    name: 'certificate',
    seeds: [sign, encrypt, enterprise.sign, authority].map(({ certificate }) => certificate.der),
    mutations: derMutations,
    cases: 3_000,
    read(input) {
      const certificate = readCertificate(input)
      holderOf(certificate)
      hasRole(certificate, 'userSigning')
      describeName(certificate.issuer)
      const isIssued = () =>
        isSignedBy(certificate, authority.key.publicKey) || isSignedBy(certificate, root.key.publicKey)
      return () => (isIssued() ? digestOf(certificate.tbs) : null)
    },
  },
  {
    name: 'chain',
    seeds: [enterprise.sign, sign].map(({ certificate }) => certificate.der),
    mutations: derMutations,
    cases: 600,
    read(input) {
      const leaf = readCertificate(input)
      const intermediates = [authority.certificate]
      const question = { leaf, intermediates, roots: [root.certificate], revocationLists, at: today }
      return () => {
        const path = trustedPath(verifyChain(question))
        return path.map((certificate) => digestOf(certificate.tbs)).join()
      }
    },
  },
  {
    name: 'certificate-request',
    seeds: [request],
    mutations: derMutations,
    cases: 200,
    read(input) {
      const { subject, publicKey } = readCertificationRequest(input)
      return () => `${describeName(subject)} ${hexOf(encodePoint(publicKey))}`
    },
  },
  {
    name: 'revocation-list',
    seeds: [
      makeRevocationList(authority, [revoked('keyCompromise')], random).der,
      makeRevocationList(authority, [revoked('unspecified')], random).der,
      makeRevocationList(authority, [], random).der,
    ],
    mutations: derMutations,
    cases: 5_000,
    read(input) {
      const list = readRevocationList(input)
      return () => (isRevocationListOf(list, authority.certificate) ? digestOf(list.tbs) : null)
    },
  },
  {
    name: 'signed-data',
    seeds: [signedBy(sign, content), signedBy(enterprise.sign, content), signedBy(sign, null)],
    mutations: derMutations,
    cases: 1_500,
    read(input) {
      const signedData = readSignedData(input)
      return () => {
        const { signer, content: signed } = verifySignedData(signedData, signedData.content ?? content)
        return isSignedBy(signer, authority.key.publicKey) ? `${hexOf(signed)} ${digestOf(signer.tbs)}` : null
      }
    },
  },
  {
    name: 'envelope',
    seeds: [
      sealEnvelope({ content, recipients: [encrypt.certificate], random }),
      sealEnvelope({
        content,
        recipients: [encrypt.certificate, enterprise.encrypt.certificate],
        random,
        profile: 'keyExchangeIdentifier',
      }),
    ],
    mutations: derMutations,
    cases: 6_000,
    read(input) {
      readEnvelope(input)
      return null
    },
  },
  {
    name: 'pem',
    seeds: [
      new TextEncoder().encode(encodePem('CERTIFICATE', sign.certificate.der)),
      new TextEncoder().encode(
        `${encodePem('X509 CRL', revocationLists[0]!.der)}text\n${encodePem('CERTIFICATE', authority.certificate.der)}`,
      ),
    ],
    cases: 5_000,
    read(input) {
      const text = utf8Text(input) ?? String.fromCharCode(...input.subarray(0, 1000))
      for (const label of ['CERTIFICATE', 'X509 CRL'] as const)
        for (const block of decodePem(label, text))
          if (label === 'CERTIFICATE') certificateDigest(readCertificate(block))
          else readRevocationList(block)
      return null
    },
  },
]
