import { setTimeout as pause } from 'node:timers/promises'
import type { BidProject, CheckReport } from '../../../src/contract/bid-project.ts'
import type { Handlers } from '../../../src/contract/define.ts'
import { type BidToolContract, type DemoPerson, PersonId } from '../../../src/contract/desktop.ts'
import type { SigningState } from '../../../src/contract/signing.ts'
import type { ActProgress, WorkProgress } from '../../../src/contract/ticket-progress.ts'
import { fail } from '../../../src/domain/failure.ts'
import { sampleBid, sampleRecords, sampleSeals, sampleVerification } from './sample-answers.ts'
import { readDemo, sampleProject, viewOf } from './sample-project.ts'

type Job<P> = { signal: AbortSignal; report: (progress: P) => void }

/** Pretends to be main for one window: everything succeeds, at a pace that a picture can be taken of. */
export function createFakeMain(pace: { stageMs: number }): Handlers<BidToolContract> {
  const now = () => Date.now()
  const project = sampleProject(now())
  const seals = sampleSeals(now())
  let isOpen = false
  let signing: SigningState = { signer: null, seals: [], session: null }
  let bid: ReturnType<typeof sampleBid> | null = null

  const touched = (): BidProject => {
    project.updatedAt = now()
    return viewOf(project)
  }
  const documentOf = (documentId: string) =>
    project.documents.find((one) => one.documentId === documentId) ?? fail('project.document-missing', {})

  async function scan({ report, signal }: Job<ActProgress>) {
    const digestTail = '6E2F90A1'
    report({
      stage: 'showing',
      content: 'https://127.0.0.1:40123/t#pW3uH0cB2tY6rQ8nJ5vK1xZ7mL4sD9fG0aE3iO6uT2w',
      code: '482913',
      digestTail,
      expiresAt: now() + 120_000,
      serverTime: now(),
    })
    await pause(pace.stageMs, null, { signal }).catch(() => fail('task.cancelled', {}))
    for (const step of ['reading', 'choosing-certificate', 'confirming', 'signing'] as const) {
      const number = step === 'reading' ? null : '730518'
      report({ stage: 'scanned', scannedBy: '周明远', step, digestTail, isPushed: false, number })
      await pause(pace.stageMs / 2, null, { signal }).catch(() => fail('task.cancelled', {}))
    }
    report({ stage: 'finishing', isPushed: false })
  }

  async function work(
    { report, signal }: Job<WorkProgress>,
    step: 'encrypting' | 'uploading' | 'downloading' | 'checking',
  ) {
    const totalInBytes = 524_288_000
    for (let part = 0; part <= 8; part += 1) {
      report({ stage: 'working', step, doneInBytes: (totalInBytes / 8) * part, totalInBytes })
      await pause(pace.stageMs / 8, null, { signal }).catch(() => fail('task.cancelled', {}))
    }
  }

  return {
    'app.about': () => ({ name: '封标', version: '0.1.0', runtime: '', isOfflineDemo: true }),
    'app.openWindow': () => ({}),
    'server.state': () => ({ mode: 'offline-demo', state: 'ready', origin: null }),
    'clock.now': () => ({ serverTime: now(), isShifted: false }),
    'demo.people': () => ({ people: demoPeople() }),
    'demo.inbox': () => ({
      messages: [{ phoneNumber: '19900000101', text: '【标证通】验证码 402913，5 分钟内有效。', at: now() }],
    }),
    'project.list': () => {
      const view = viewOf(project)
      const one = {
        projectId: project.projectId,
        tenderName: view.tender.name,
        tenderCode: view.tender.code,
        sectionName: view.tender.sectionName,
        bidsUntil: project.bidsUntil,
        bidderName: project.bidder?.enterpriseName ?? null,
        updatedAt: project.updatedAt,
        doneSteps: view.steps.filter((step) => step.isDone).length,
      }
      return { projects: isOpen ? [one] : [] }
    },
    'project.get': () => viewOf(project),
    'project.importTender': () => Promise.resolve({ outcome: 'dismissed' }),
    'project.openSample': () => {
      isOpen = true
      return Promise.resolve(touched())
    },
    'project.remove': () => {
      isOpen = false
      return {}
    },
    'project.restore': () => {
      isOpen = true
      return touched()
    },
    'tender.published': () => ({
      tenders: [
        {
          tenderId: 'classroom-equipment',
          tenderCode: 'YC2026-HW-0042',
          tenderName: '第三中学多媒体教室设备采购',
          tendererName: '云川市第三中学',
          agencyName: '浙江明衡工程咨询有限公司',
          sections: [
            {
              sectionCode: 'YC2026-HW-0042-01',
              sectionName: '一标段',
              bidDeadline: project.bidsUntil,
              openingAt: project.bidsUntil,
              decryptMinutes: 30,
            },
          ],
          fileName: '招标文件.bdtd',
          fileSizeInBytes: 845_000,
          fileDigest: 'A'.repeat(43),
        },
      ],
    }),
    'tender.download': async (_, job) => {
      await work(job, 'downloading')
      isOpen = true
      return { outcome: 'created' as const, project: touched() }
    },
    'project.attachDocuments': () =>
      Promise.resolve({
        project: touched(),
        refused: [{ fileName: '扫描件（加密）.pdf', failure: { code: 'pdf.encrypted', details: {} } }],
      }),
    'project.orderDocuments': () => touched(),
    'project.removeDocument': ({ documentId }) => {
      project.documents = project.documents.filter((one) => one.documentId !== documentId)
      return touched()
    },
    'project.restoreDocument': () => touched(),
    'project.fillOpeningForm': ({ values }) => {
      project.values = values
      return touched()
    },
    'project.makeOpeningFormPdf': () => {
      project.pdfValues = { ...project.values }
      const letter = project.documents[0]!
      if (!project.documents.some((one) => one.nodeId === 'opening-form'))
        project.documents.push({
          ...letter,
          seals: [],
          canUndoSeal: false,
          nodeId: 'opening-form',
          documentId: documentIdOf(),
          name: '开标一览表',
          url: '/demo/bidders/bidder-a/bid-bond.pdf',
          pageCount: 1,
        })
      return touched()
    },
    'project.cite': ({ nodeId, recordIds }) => {
      project.citations.set(nodeId, recordIds)
      return touched()
    },
    'project.check': async (_, job) => {
      await work(job, 'checking')
      return reportOf(viewOf(project), now())
    },
    'identity.authenticate': async (_, job) => {
      await scan(job)
      project.bidder = {
        enterpriseName: '浙江澄远建设集团有限公司',
        socialCreditCode: '91339901MA2DEMA10F',
        personName: '周明远',
        authorityName: '东海演示CA',
        certificateNotAfter: now() + 330 * 86_400_000,
      }
      return touched()
    },
    'creditLibrary.sync': async (_, job) => {
      await scan(job)
      await work(job, 'downloading')
      project.creditSyncedAt = now()
      return { records: 24, attachments: 8 }
    },
    'creditLibrary.list': () => ({
      syncedAt: project.creditSyncedAt,
      records: project.creditSyncedAt === null ? [] : sampleRecords(now()),
    }),
    'signing.state': () => signing,
    'signing.pickSeal': async ({ offerSession }, job) => {
      await scan(job)
      signing = {
        signer: { personName: '周明远', enterpriseName: '浙江澄远建设集团有限公司', authorityName: '东海演示CA' },
        seals,
        session: offerSession ? { personName: '周明远', endsAt: now() + 1_700_000 } : null,
      }
      return signing
    },
    'signing.seal': async ({ items }, job) => {
      if (signing.session) {
        job.report({ stage: 'pushed', personName: '周明远', digestTail: '6E2F90A1' })
        await pause(pace.stageMs)
      } else await scan(job)
      const results = items.map((item, index) => {
        if (index === 1)
          return {
            documentId: item.documentId,
            outcome: 'failed' as const,
            failure: { code: 'pdf.locked' as const, details: {} },
          }
        const document = documentOf(item.documentId)
        const seal = seals.find((one) => one.sealId === item.sealId)!
        document.seals.push({
          sealId: seal.sealId,
          sealName: seal.name,
          kind: seal.kind === 'other' ? 'official' : seal.kind,
          placements: item.placements,
          widthMm: seal.widthMm,
          heightMm: seal.heightMm,
          sealedBy: '周明远',
          sealedAt: now(),
        })
        document.canUndoSeal = true
        return { documentId: item.documentId, outcome: 'sealed' as const }
      })
      return { results, project: touched() }
    },
    'signing.undo': ({ documentId }) => {
      const document = documentOf(documentId)
      document.seals.pop()
      document.canUndoSeal = document.seals.length > 0
      return touched()
    },
    'signing.endSession': () => {
      signing = { ...signing, session: null }
      return {}
    },
    'bidFile.generate': async (_, job) => {
      await work(job, 'encrypting')
      await scan(job)
      bid = sampleBid(project.projectId, now())
      return bid
    },
    'bidFile.list': () => ({ bidFiles: bid === null ? [] : [bid] }),
    'bidFile.reveal': () => ({}),
    'bidFile.saveSheet': () => ({ fileName: '谁能开标.pdf' }),
    'bidFile.rewrap': async (_, job) => {
      await scan(job)
      return { folder: '/文档', fileName: '一标段（增加证书）.bdtf', addedNames: ['陆一帆'], isListed: true }
    },
    'bidFile.rehearse': async (_, job) => {
      await scan(job)
      return { personName: '沈佳宁', outcome: 'opened' }
    },
    'bidFile.saveRehearsalSheet': () => ({ fileName: '演练证明.pdf' }),
    'bidFile.upload': async (_, job) => {
      await scan(job)
      await work(job, 'uploading')
      bid ??= sampleBid(project.projectId, now())
      bid.receipt = {
        receiptNumber: 'HZ20261122000017',
        receivedAt: now(),
        digest: bid.digest!,
        signedBy: '云川市公共资源电子交易平台',
      }
      return bid
    },
    'verification.open': () => Promise.resolve(sampleVerification),
    'verification.save': () => Promise.resolve({ fileName: '验证报告.pdf' }),
  }

  function documentIdOf() {
    return documentOf(project.documents[0]!.documentId).documentId.replace(
      /.$/,
      'f',
    ) as (typeof project.documents)[0]['documentId']
  }
}

function reportOf(view: BidProject, now: number): CheckReport {
  const missing = view.nodes.filter((node) => node.signNodes.some((one) => one.seals.some((seal) => !seal.isDone)))
  const findings: CheckReport['findings'] = [
    ...missing.map((node) => ({
      severity: 'error' as const,
      sentence: `“${node.title}”还有要求的签章没有加盖。`,
      place: { at: 'node' as const, nodeId: node.nodeId },
    })),
    {
      severity: 'warning',
      sentence: '“营业执照”在开标前到期。',
      place: { at: 'node', nodeId: 'cited-qualifications' },
    },
  ]
  return {
    checkedAt: now,
    verdict: missing.length === 0 ? 'passed' : 'failed',
    totalSizeInBytes: 5_400_000,
    fileCount: view.nodes.flatMap((node) => node.documents).length,
    findings,
  }
}

interface People {
  people: {
    id: string
    name: string
    enterprise: string
    role: string
    phone: string
    certificates: { authority: string }[]
  }[]
  enterprises: { id: string; name: string }[]
  authorities: { id: string; name: string }[]
}

function demoPeople(): DemoPerson[] {
  const { people, enterprises, authorities } = readDemo('people.json') as People
  return people.map((one) => ({
    person: PersonId.parse(one.id),
    personName: one.name,
    enterpriseName: enterprises.find((enterprise) => enterprise.id === one.enterprise)?.name ?? '',
    role: one.role === 'administrator' ? 'administrator' : 'clerk',
    phoneNumber: one.phone,
    authorityName: authorities.find(({ id }) => id === one.certificates[0]?.authority)?.name ?? '',
    isReady: true,
  }))
}
