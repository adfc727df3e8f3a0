import { hexOf } from '../../../src/domain/bytes.ts'
import { readSeal } from '../../../src/domain/seal/read-seal.ts'
import { readSesSignature } from '../../../src/domain/seal/ses-signature.ts'
import { verifySeal, verifySesSignature } from '../../../src/domain/seal/verify-seal.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { today } from '../../kit/authorities.ts'
import { sealOf2014, sealOf2025, signatureOf2014, signatureOf2025 } from '../../kit/other-seals.ts'
import { makeSealPng } from '../../kit/pdfs.ts'
import { builder, makeSeal, rival, signWithSeal, verifyTrusted } from '../../kit/seals.ts'
import { makeToken, stampSignature } from '../../kit/time-stamps.ts'
import { derMutations } from '../mutate-der.ts'
import type { FuzzTarget } from '../target.ts'

const picture = { type: 'PNG', data: makeSealPng(4), widthMm: 42, heightMm: 42 }
const certificates = [builder.sign.certificate.der, rival.sign.certificate.der]
const seals = [makeSeal({ picture }), makeSeal({ picture, holders: { kind: 'certificates', certificates } })]
const signedBytesDigest = new Uint8Array(32).fill(5)
const stamp = (value: Uint8Array) => makeToken({ imprint: sm3(value) })
const digestOf = (bytes: Uint8Array) => hexOf(sm3(bytes))

export const sealTargets: readonly FuzzTarget[] = [
  {
    name: 'seal',
    seeds: [...seals, sealOf2014(), sealOf2025({ stamp })],
    mutations: derMutations,
    cases: 1_200,
    read(input) {
      const seal = readSeal(input)
      return () => {
        const report = verifySeal({ seal, at: today, verifyMaker: verifyTrusted })
        return report.kind === 'valid' ? digestOf(seal.tbs) : null
      }
    },
  },
  {
    name: 'ses-signature',
    seeds: [
      ...seals.map((seal) => signWithSeal({ seal, signedBytesDigest })),
      stampSignature(signWithSeal({ seal: seals[0]!, signedBytesDigest })),
      signatureOf2014(),
      signatureOf2025({ stamp }),
    ],
    mutations: derMutations,
    cases: 1_000,
    read(input) {
      const signature = readSesSignature(input)
      const question = { signature, signedBytesDigest, verifySigner: verifyTrusted, verifyMaker: verifyTrusted }
      return () => {
        const report = verifySesSignature(question)
        return report.kind === 'valid' ? `${digestOf(signature.tbs)} ${digestOf(report.signer.tbs)}` : null
      }
    },
  },
]
