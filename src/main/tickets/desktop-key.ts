import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { SafeStorage } from 'electron'
import { base64UrlOf } from '../../domain/bytes.ts'
import type { RandomBytes } from '../../domain/random.ts'
import {
  decodeSecretScalar,
  encodePoint,
  encodeScalar,
  generateSm2KeyPair,
  generator,
  type Sm2KeyPair,
} from '../../domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../domain/sm/sm2-sign.ts'

export const systemRandom: RandomBytes = (lengthInBytes) => new Uint8Array(randomBytes(lengthInBytes))

/** This computer's long-lived key: phones remember it, capabilities are bound to it. It opens nothing by itself. */
export interface DesktopKey {
  /** 65 bytes, base64url. */
  publicKey: string
  /** r ‖ s over the message, base64url. */
  sign(message: Uint8Array): string
}

type SecureStorage = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>

/** Reads the key, or makes one; kept in the operating system's secure storage where there is one, else readable by the user alone. */
export function openDesktopKey(path: string, secureStorage: SecureStorage): DesktopKey {
  let opened: Sm2KeyPair | null = null
  // At first use: the first window waits for no arithmetic.
  const pair = () => {
    opened ??= keyPairOf(readKey(path, secureStorage) ?? makeKey(path, secureStorage))
    return opened
  }
  return {
    get publicKey() {
      return base64UrlOf(encodePoint(pair().publicKey))
    },
    sign: (message) => base64UrlOf(encodeSignature(signMessage(pair(), message, systemRandom))),
  }
}

const keyPairOf = (privateKey: bigint): Sm2KeyPair => ({ privateKey, publicKey: generator.multiply(privateKey) })

function readKey(path: string, secureStorage: SecureStorage): bigint | null {
  if (!existsSync(path)) return null
  const stored = readFileSync(path)
  return decodeSecretScalar(
    new Uint8Array(stored[0] === plainMark ? stored.subarray(1) : unprotected(stored, secureStorage)),
  )
}

/** Empty when the secure storage lost its own key: a new desktop key costs a warning on the phones, and nothing else. */
function unprotected(stored: Buffer, secureStorage: SecureStorage): Buffer {
  try {
    return Buffer.from(secureStorage.decryptString(stored.subarray(1)), 'base64')
  } catch {
    return Buffer.alloc(0)
  }
}

const plainMark = 0
const protectedMark = 1

function makeKey(path: string, secureStorage: SecureStorage): bigint {
  const { privateKey } = generateSm2KeyPair(systemRandom)
  const bytes = Buffer.from(encodeScalar(privateKey))
  const stored = secureStorage.isEncryptionAvailable()
    ? Buffer.concat([Buffer.of(protectedMark), secureStorage.encryptString(bytes.toString('base64'))])
    : Buffer.concat([Buffer.of(plainMark), bytes])
  writeFileSync(`${path}.new`, stored, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
  return privateKey
}
