import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { randomSerialNumber } from '../../domain/pki/build-certificate.ts'
import { readCertificate } from '../../domain/pki/certificate.ts'
import { rolePolicies } from '../../domain/pki/roles.ts'
import { encodeTimeStampResponse, readTimeStampRequest } from '../../domain/pki/time-stamp.ts'
import { buildTimeStampToken } from '../../domain/pki/time-stamp-token.ts'
import { timeStampRoutes } from '../../protocol/http-api.ts'
import type { Authorities } from '../certificates/authorities.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'

/** A desktop seals at most this often; each costs one signature. */
const stampsAMinuteOfOneAddress = 600

/** 时间戳机构: anybody may ask when a digest was seen; nothing is kept of it. */
export function serveTimeStamps(serve: Serve, { now, random, limits }: Parts, authorities: Authorities): void {
  serve.anybody(timeStampRoutes.stamp, ({ body, address }) => {
    const limit = { bucket: `time-stamps/${address}`, tries: stampsAMinuteOfOneAddress, windowMs: 60_000 }
    limits.check(limit)
    const request = readTimeStampRequest(bytesOfBase64Url(body.request)!)
    limits.count(limit)
    const token = buildTimeStampToken(
      {
        ...request,
        policy: rolePolicies.timeStamping,
        serialNumber: randomSerialNumber(random),
        at: new Date(now()),
      },
      {
        authority: authorities.certificateOf('time-stamps'),
        chain: authorities.chainAbove('time-stamps').slice(1).map(readCertificate),
      },
      (message) => authorities.sign('time-stamps', message),
    )
    return { response: base64UrlOf(encodeTimeStampResponse(token)) }
  })
}
