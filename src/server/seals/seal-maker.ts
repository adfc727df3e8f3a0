import { base64UrlOf } from '../../domain/bytes.ts'
import { assembleSeal, sealInfoTbs } from '../../domain/seal/build-seal.ts'
import { type SealKind, sealTypeOf } from '../../domain/seal/seal-kinds.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import type { Authorities } from '../certificates/authorities.ts'
import type { PairRow } from '../certificates/repository.ts'
import type { Parts } from '../parts.ts'

/** A seal as the enterprise registered it; the picture is a PNG. */
export interface RegisteredSeal {
  id: string
  kind: SealKind
  name: string
  widthMm: number
  heightMm: number
  picture: Uint8Array
}

export type SealMaker = ReturnType<typeof createSealMaker>

/**
 * 制章中心. Each signing certificate gets its own SESeals, whose certList holds that one certificate: a colleague who
 * joins or leaves then changes nobody else's seals, and a document still to be sealed keeps the seal it was prepared with.
 */
export function createSealMaker(
  { db, now }: Parts,
  authorities: Authorities,
  registeredSealsOf: (socialCreditCode: string) => RegisteredSeal[],
) {
  function make(seal: RegisteredSeal, pair: PairRow): Uint8Array {
    const tbs = sealInfoTbs({
      makerId: 'BIDSEAL-DEMO',
      sealId: `${seal.id}-${pair.pair_id}`.slice(-64),
      type: sealTypeOf(seal.kind),
      name: seal.name,
      holders: { kind: 'certificates', certificates: [new Uint8Array(pair.signing)] },
      createdAt: new Date(now()),
      validFrom: new Date(now()),
      validUntil: new Date(pair.not_after),
      picture: { type: 'PNG', data: seal.picture, widthMm: seal.widthMm, heightMm: seal.heightMm },
    })
    return assembleSeal(tbs, authorities.certificateOf('seal-maker').der, authorities.sign('seal-maker', tbs))
  }

  return {
    makeFor(pair: PairRow) {
      for (const [place, seal] of registeredSealsOf(pair.social_credit_code).entries()) {
        const der = make(seal, pair)
        db.run('INSERT INTO seals VALUES (?, ?, ?, ?)', base64UrlOf(sm3(der)), pair.pair_id, place, der)
      }
    },
    sealsOf: (pairId: string) =>
      db
        .all<{ der: Uint8Array }>('SELECT der FROM seals WHERE pair_id = ? ORDER BY place', pairId)
        .map(({ der }) => new Uint8Array(der)),
    /** The seal with this SM3 if it belongs to the pair; null otherwise. */
    sealOf(pairId: string, digest: string) {
      const row = db.get<{ der: Uint8Array }>('SELECT der FROM seals WHERE pair_id = ? AND digest = ?', pairId, digest)
      return row === null ? null : new Uint8Array(row.der)
    },
  }
}
