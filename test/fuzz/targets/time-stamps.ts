import { hexOf } from '../../../src/domain/bytes.ts'
import {
  encodeTimeStampRequest,
  encodeTimeStampResponse,
  readTimeStampRequest,
  readTimeStampResponse,
} from '../../../src/domain/pki/time-stamp.ts'
import { readTimeStampToken, verifyTimeStamp } from '../../../src/domain/pki/time-stamp-token.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { makeToken, verifyStampAuthority } from '../../kit/time-stamps.ts'
import { derMutations } from '../mutate-der.ts'
import type { FuzzTarget } from '../target.ts'

const imprint = sm3()
const token = makeToken()

export const timeStampTargets: readonly FuzzTarget[] = [
  {
    name: 'time-stamp',
    seeds: [token, makeToken({ nonce: null })],
    mutations: derMutations,
    cases: 1_500,
    read(input) {
      const { attributes } = readTimeStampToken(input)
      return () => {
        const report = verifyTimeStamp(input, { imprint, nonce: null, verifyAuthority: verifyStampAuthority })
        if (report.kind !== 'valid' || attributes === null) return null
        return `${hexOf(sm3(attributes))} ${hexOf(sm3(report.authority.tbs))} ${report.at.toISOString()}`
      }
    },
  },
  {
    name: 'time-stamp-request',
    seeds: [encodeTimeStampRequest({ imprint, nonce: 77n }), encodeTimeStampRequest({ imprint, nonce: null })],
    mutations: derMutations,
    cases: 1_000,
    read(input) {
      readTimeStampRequest(input)
      return null
    },
  },
  {
    name: 'time-stamp-response',
    seeds: [encodeTimeStampResponse(token)],
    mutations: derMutations,
    cases: 500,
    read(input) {
      readTimeStampResponse(input, 8192)
      return null
    },
  },
]
