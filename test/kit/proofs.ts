import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readDer } from '../../src/domain/asn1/read-der.ts'
import { base64UrlOf, concatBytes } from '../../src/domain/bytes.ts'
import type { RandomBytes } from '../../src/domain/random.ts'
import { encodeScalar, type Sm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import type { Authorize } from '../../src/protocol/http-route.ts'
import { proofMessage, signInMessage } from '../../src/protocol/request-proof.ts'

export interface DeviceKey {
  privateKey: KeyObject
  /** SPKI, 91 bytes. */
  publicKey: Uint8Array
}

/** A phone's P-256 key, as its browser's WebCrypto would make it. */
export function generateDeviceKey(): DeviceKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return { privateKey, publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) }
}

/** Signs bytes as the phone does: ECDSA with SHA-256, r ‖ s. */
export function signWithDevice({ privateKey }: DeviceKey, message: Uint8Array): Uint8Array {
  // Node takes longer to give r ‖ s than to sign.
  return readDer(new Uint8Array(sign('sha256', message, privateKey)), (reader) => {
    const inside = reader.enter()
    const numbers = [inside.integer(), inside.integer()]
    inside.end()
    return concatBytes(...numbers.map(encodeScalar))
  })
}

/** The body of a sign-in by this key. */
export function signInBody(key: DeviceKey, { phoneNumber, code }: { phoneNumber: string; code: string }) {
  const request = { phoneNumber, code, deviceKey: base64UrlOf(key.publicKey), deviceName: '测试手机' }
  return { ...request, proof: base64UrlOf(signWithDevice(key, signInMessage(request))) }
}

/** The headers of a phone: its token and the proof by its device key. */
export function phoneAuthorize(token: string, key: DeviceKey, now: () => number): Authorize {
  return async (request) => {
    const at = now()
    const signature = base64UrlOf(signWithDevice(key, proofMessage({ ...request, at })))
    return { authorization: `Bearer ${token}`, 'bidseal-proof': `${at}.${signature}` }
  }
}

/** The headers of a desktop: a capability or token and the proof by its SM2 key. */
export function desktopAuthorize(
  token: string,
  key: Sm2KeyPair,
  given: { now: () => number; random: RandomBytes },
): Authorize {
  return async (request) => {
    const at = given.now()
    const signature = encodeSignature(signMessage(key, proofMessage({ ...request, at }), given.random))
    return { authorization: `Bearer ${token}`, 'bidseal-proof': `${at}.${base64UrlOf(signature)}` }
  }
}
