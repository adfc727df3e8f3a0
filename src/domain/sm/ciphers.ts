// What every engine answers to: WebAssembly with relaxed SIMD, with SIMD, and tables in JavaScript.

/** SM4 under one key, in one direction; every engine answers to the same lines. */
export interface Sm4 {
  /** One block of 16 bytes, encrypted or decrypted. */
  transform(block: Uint8Array): Uint8Array
  /** The data with the key stream added, in `into`; the counter of 16 bytes counts up in all its 128 bits. */
  counterMode(counter: Uint8Array, data: Uint8Array, into?: Uint8Array): Uint8Array
}

/**
 * An authenticated cipher under one key; every engine answers to the same lines. Results are written to the front of `into`,
 * where it is given: whoever works on gigabytes keeps one piece of memory for them. It has room for the result, and begins
 * where the argument begins or shares no bytes with it. In `engineRoom` nothing is copied when both begin together.
 */
export interface AuthenticatedCipher {
  /** Ciphertext followed by its 16-byte tag. A (key, nonce) pair must never see two plaintexts. */
  seal(nonce: Uint8Array, associatedData: Uint8Array, plaintext: Uint8Array, into?: Uint8Array): Uint8Array
  /** The plaintext, or null when the tag does not hold: then nothing about the plaintext is released. */
  open(nonce: Uint8Array, associatedData: Uint8Array, sealed: Uint8Array, into?: Uint8Array): Uint8Array | null
}
