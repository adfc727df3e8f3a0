import type { SafeStorage } from 'electron'

/** The operating system's secure storage, as far as short-lived keys need it. */
export interface KeyRing {
  /** Text from which only this user on this computer gets the key back; null where there is no secure storage. */
  protect(key: Uint8Array): string | null
  /** Null when the text is not from this secure storage. */
  reveal(text: string): Uint8Array | null
}

export type SecureStorage = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>

export function openKeyRing(secureStorage: SecureStorage): KeyRing {
  // ⚔ On a Linux without a key ring Electron encrypts with a password that everybody knows.
  const isSecure = () =>
    secureStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || secureStorage.getSelectedStorageBackend?.() !== 'basic_text')
  return {
    protect: (key) =>
      isSecure() ? secureStorage.encryptString(Buffer.from(key).toString('base64')).toString('base64') : null,
    reveal(text) {
      try {
        return isSecure()
          ? new Uint8Array(Buffer.from(secureStorage.decryptString(Buffer.from(text, 'base64')), 'base64'))
          : null
      } catch {
        return null
      }
    },
  }
}
