import { base64UrlOf } from '../../domain/bytes.ts'
import { type PhoneStorage, recordName } from './store/phone-store.ts'

/** The two keys that cannot leave this browser: one signs requests, one binds the PIN to this device. */
export interface DeviceKey {
  /** SPKI of the P-256 key, base64url. */
  publicKey: string
  /** ECDSA with SHA-256, 64 bytes r ‖ s. */
  sign(message: Uint8Array): Promise<Uint8Array>
  /** HMAC with SHA-256, 32 bytes: the same for the same input, and computable nowhere else. */
  bind(message: Uint8Array): Promise<Uint8Array>
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' }

/**
 * Opens the keys that this device has for a phone number; makes them at its first sign-in. Each number has its own: to the
 * server a device belongs to one account, and people who hand one phone around must not be known by one key.
 */
export async function openDeviceKey(storage: PhoneStorage, phoneNumber: string): Promise<DeviceKey> {
  const [signingName, bindingName] = [recordName(phoneNumber, 'signing'), recordName(phoneNumber, 'binding')]
  // Two pages that start together must not make two keys, of which the second would orphan every share.
  return navigator.locks.request('bidseal-device-key', async () => {
    const signing =
      (await storage.read('deviceKeys', signingName)) ??
      (await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']))
    const binding =
      (await storage.read('deviceKeys', bindingName)) ??
      (await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']))
    if (!('privateKey' in signing) || 'privateKey' in binding) throw new Error('The stored device keys are not ours')
    await storage.write('deviceKeys', signingName, signing)
    await storage.write('deviceKeys', bindingName, binding)
    const publicKey = base64UrlOf(new Uint8Array(await crypto.subtle.exportKey('spki', signing.publicKey)))
    return {
      publicKey,
      sign: (message) =>
        bytesOf(crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing.privateKey, view(message))),
      bind: (message) => bytesOf(crypto.subtle.sign('HMAC', binding, view(message))),
    }
  })
}

const bytesOf = async (result: Promise<ArrayBuffer>) => new Uint8Array(await result)
/** WebCrypto's types take no view on shared memory; this copy never is one. */
const view = (message: Uint8Array) => new Uint8Array(message)
