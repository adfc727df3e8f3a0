import { randomUUID } from 'node:crypto'
import type { ProjectId } from '../../contract/bid-project.ts'
import type { AvailableSeal, SigningState } from '../../contract/signing.ts'
import { bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import type { EncodedPicture } from '../../domain/pdf/embed-picture.ts'
import { verifyChain } from '../../domain/pki/chain.ts'
import { readSealToUse, type Seal } from '../../domain/seal/read-seal.ts'
import { sealKindOf } from '../../domain/seal/seal-kinds.ts'
import { type ChainVerifier, isHolder, verifySeal } from '../../domain/seal/verify-seal.ts'
import type { Trust } from '../../domain/verify/trust.ts'
import type { TrustedCertificate } from '../tickets/trust.ts'
import type { SigningSession } from './session.ts'

/** A seal that may be used now, with its DER and its picture. */
export interface UsableSeal {
  seal: Seal
  /** Where the window gets the picture: unguessable, since seal pictures are not for every page. */
  pictureId: string
  /** Its picture as PDFs hold it, begun when it was picked; null when that failed. */
  encoded?: Promise<EncodedPicture | null>
}

export interface Signer {
  personName: string
  certificate: TrustedCertificate
  seals: readonly UsableSeal[]
}

/**
 * Who signs for each project and with which seals, since the last first scan. Only in memory: a seal's picture and a
 * session end with the program.
 */
export function createSigningDesk() {
  const signers = new Map<ProjectId, Signer>()
  let session: { projectId: ProjectId; session: SigningSession } | null = null

  return {
    sign(projectId: ProjectId, signer: Signer) {
      signers.set(projectId, signer)
    },
    signer: (projectId: ProjectId): Signer | null => signers.get(projectId) ?? null,
    requireSeal(projectId: ProjectId, sealId: string): { signer: Signer; usable: UsableSeal } {
      const signer = signers.get(projectId)
      const usable = signer?.seals.find(({ seal }) => seal.sealId === sealId)
      if (signer === undefined || usable === undefined) return fail('seal.not-available', {})
      return { signer, usable }
    },
    picture(pictureId: string): Uint8Array | null {
      for (const signer of signers.values()) {
        const usable = signer.seals.find((one) => one.pictureId === pictureId)
        if (usable !== undefined) return usable.seal.picture.data
      }
      return null
    },
    setSession(projectId: ProjectId, opened: SigningSession) {
      session = { projectId, session: opened }
    },
    clearSession() {
      session = null
    },
    /** The session of a project, while it lasts. */
    session(projectId: ProjectId, now: number): SigningSession | null {
      if (session?.projectId !== projectId) return null
      return session.session.endsAt > now ? session.session : null
    },
    anySession: () => session?.session ?? null,
    state(projectId: ProjectId, now: number): SigningState {
      const signer = signers.get(projectId)
      const open = this.session(projectId, now)
      return {
        signer: signer
          ? {
              personName: signer.personName,
              enterpriseName: signer.certificate.enterpriseName,
              authorityName: signer.certificate.authorityName,
            }
          : null,
        seals: signer?.seals.map(viewOf) ?? [],
        session: open && { personName: open.personName, endsAt: open.endsAt },
      }
    },
  }
}
export type SigningDesk = ReturnType<typeof createSigningDesk>

function viewOf({ seal, pictureId }: UsableSeal): AvailableSeal {
  return {
    sealId: seal.sealId,
    name: seal.name,
    kind: sealKindOf(seal.type) ?? 'other',
    widthMm: seal.picture.widthMm,
    heightMm: seal.picture.heightMm,
    url: `app://desktop/files/seal/${pictureId}.png`,
    validUntil: seal.validUntil.getTime(),
  }
}

/**
 * Reads the seals of an answer. Left out are those that are not valid now; a seal that the certificate may not use, or
 * that no trusted maker made, ends in `seal.not-genuine` ⚔ a server that puts another picture beside a certificate.
 */
export function usableSeals(
  encoded: readonly string[],
  { holder, trust, at }: { holder: TrustedCertificate; trust: Trust; at: Date },
): UsableSeal[] {
  const verifyMaker: ChainVerifier = (leaf, then) =>
    verifyChain({ ...trust, leaf, at: then, usage: 'sign', role: 'sealMaker' })
  return encoded.flatMap((text) => {
    const seal = readSealToUse(bytesOfBase64Url(text) ?? new Uint8Array())
    const report = verifySeal({ seal, at, verifyMaker })
    if (report.kind === 'expired' || report.kind === 'not-yet-valid') return []
    if (report.kind !== 'valid' || !isHolder(seal, holder.certificate))
      return fail('seal.not-genuine', { name: seal.name })
    return [{ seal, pictureId: randomUUID() }]
  })
}
