import { scrypt } from '@noble/hashes/scrypt.js'
import { hexOf, uint32Bytes, utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { RandomBytes } from '../random.ts'
import { encodeScalar, invertSecret, orderField } from '../sm/sm2-curve.ts'
import { scalarOfHash, transcriptHash } from './transcript.ts'

// The phone keeps dA·h, h from the PIN. Multiplication by any non-zero h permutes 1 … n − 1, so every PIN opens the
// masked share to some valid scalar and nothing on the phone tells which one is right: only the server can, and counts.

/** scrypt's N = 2^15 (32 MiB, r = 8, p = 1): about a tenth of a second for one guess, on top of there being no test. */
export const defaultPinCost = 15

/**
 * A keyed function that only this device can evaluate (HMAC under a non-extractable key): 32 bytes in, 32 bytes out,
 * always the same for the same input.
 */
export type DeviceBinding = (input: Uint8Array) => Promise<Uint8Array>

export interface PinMask {
  /** 16 random bytes, made with the key. */
  salt: Uint8Array
  /** log2 of scrypt's N. */
  cost: number
  bindToDevice: DeviceBinding
}

/** The scalar h in 1 … n − 1 of a six-digit PIN. Failure: input.invalid for anything but six digits. */
export async function pinScalar(pin: string, { salt, cost, bindToDevice }: PinMask): Promise<bigint> {
  if (!/^[0-9]{6}$/.test(pin)) fail('input.invalid', { field: 'pin' })
  const stretched = scrypt(utf8Bytes(pin), salt, { N: 2 ** cost, r: 8, p: 1, dkLen: 32 })
  const bound = await bindToDevice(transcriptHash('pin', salt, stretched))
  for (let counter = 0; ; counter++) {
    const scalar = scalarOfHash(transcriptHash('pin', uint32Bytes(counter), stretched, bound))
    if (scalar === 0n) continue
    stretched.fill(0)
    bound.fill(0)
    return scalar
  }
}

/** A PIN that was typed once for several uses in a row. */
export interface HeldPin {
  /** As `pinScalar`, whose slow part runs once for each key. */
  scalar(mask: PinMask): Promise<bigint>
}

export function holdPin(pin: string): HeldPin {
  const scalars = new Map<string, Promise<bigint>>()
  return {
    scalar(mask) {
      const key = hexOf(mask.salt)
      const scalar = scalars.get(key) ?? pinScalar(pin, mask)
      scalars.set(key, scalar)
      return scalar
    },
  }
}

/** dA·h as 32 bytes. */
export function maskShare(share: bigint, pinScalarOfOwner: bigint): Uint8Array {
  return encodeScalar(orderField.mul(share, pinScalarOfOwner))
}

/** dA when the PIN is the owner's; otherwise another scalar, indistinguishable from it here. */
export function unmaskShare(masked: bigint, pinScalarOfUser: bigint, random: RandomBytes): bigint {
  return orderField.mul(masked, invertSecret(pinScalarOfUser, random))
}
