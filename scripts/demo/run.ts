import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { takeOut, writeTrust } from '../../test/kit/drive/evidence.ts'
import { doMainJob } from '../../test/kit/drive/main-job.ts'
import { launchApp } from '../../test/kit/launch-app.ts'
import { buildAll } from '../build.ts'
import { withDisplay } from '../display.ts'
import { describeRuntime, findElectronRuntime } from '../electron-runtime/runtime.ts'
import { ensureLinuxPackages } from '../linux-setup/packages.ts'
import { run } from '../run.ts'
import { writeCertificates } from './certificates.ts'
import { createNarrator, type TimedStep } from './pictures.ts'
import { writeEnvelope, writeSealStructures } from './structures.ts'

const root = join(import.meta.dirname, '..', '..')
const results = join(root, 'out', 'demo')
const within = (...names: string[]) => join(results, ...names)

/** Does the main job with no person, leaves what it made in `out/demo/`, and has the verifier judge it. Answers with the exit code. */
async function runDemo(): Promise<number> {
  ensureLinuxPackages('app')
  await buildAll()
  await rm(results, { recursive: true, force: true })
  for (const name of ['screenshots', 'bid']) await mkdir(within(name), { recursive: true })
  console.log(describeRuntime(await findElectronRuntime()))
  const userData = await mkdtemp(join(tmpdir(), 'bidseal-demo-'))
  try {
    const made = await withDisplay(() => doTheJob(userData))
    await writeCertificates(userData, within('certificates'))
    await writeManifest(made)
    return await judge([made.bidFile, made.plainCopy, ...made.sealed])
  } finally {
    await rm(userData, { recursive: true, force: true, maxRetries: 5 })
    console.log(`结果：${results}`)
  }
}

async function doTheJob(userData: string) {
  const app = await launchApp({ userData })
  const { narrator, steps } = createNarrator(app.electron, within('screenshots'))
  try {
    const attachment = join(root, 'resources', 'demo', 'bidders', 'bidder-a', 'campus-safety.pdf')
    const { bidFile, plainCopy } = await doMainJob(app, { narrator, folder: within('bid'), attachment })
    const sealed = await takeOut(plainCopy, within('sealed'))
    await writeTrust(userData, within('trust'))
    const [first] = sealed
    if (first === undefined) throw new Error('Nothing was sealed')
    await writeSealStructures(first, results)
    await writeEnvelope(bidFile, results)
    return { bidFile, plainCopy, sealed }
  } catch (error) {
    for (const [i, page] of app.electron.windows().entries())
      await page.screenshot({ path: within('screenshots', `failed-${i}.png`), timeout: 5_000 }).catch(() => undefined)
    throw error
  } finally {
    await writeFile(within('steps.md'), tableOf(steps))
    await app.close()
    // Chromium's own record of requests is of no use to whoever looks at the results.
    await copyFile(join(userData, 'logs', 'main.log'), within('main.log'))
  }
}

function tableOf(steps: readonly TimedStep[]): string {
  const rows = steps.map(({ step, milliseconds, pictures }, i) => {
    const links = pictures.map((name) => `[${basename(name, '.png')}](screenshots/${encodeURIComponent(name)})`)
    return `| ${i + 1} | ${step} | ${(milliseconds / 1000).toFixed(1)} | ${links.join(' ')} |`
  })
  return ['| 序号 | 步骤 | 用时（秒） | 截图 |', '| --- | --- | --- | --- |', ...rows, ''].join('\n')
}

async function writeManifest({ bidFile, plainCopy, sealed }: { bidFile: string; plainCopy: string; sealed: string[] }) {
  const named = (path: string) => relative(results, path)
  const inFolder = async (name: string) => (await readdir(within(name))).sort().map((file) => `${name}/${file}`)
  const certificates = await inFolder('certificates')
  const manifest = {
    bidFile: named(bidFile),
    plainCopy: named(plainCopy),
    sealedPdfs: sealed.map(named),
    certificates: certificates.filter((name) => /\.cer(\.pem)?$/.test(name)),
    revocationLists: certificates.filter((name) => /\.crl(\.pem)?$/.test(name)),
    seal: 'seseal.der',
    sealSignature: 'ses-signature.der',
    envelopedData: 'enveloped-data.pem',
    trust: 'trust',
    steps: 'steps.md',
    screenshots: await inFolder('screenshots'),
  }
  await writeFile(within('manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** `bidseal verify` over everything that was made; the first that is not valid decides the exit code. */
async function judge(files: readonly string[]): Promise<number> {
  const cli = join(root, 'src', 'cli', 'index.ts')
  for (const file of files) {
    const code = await run(process.execPath, [cli, 'verify', file, '--trust', within('trust')])
    if (code !== 0) return code
  }
  return 0
}

if (import.meta.main) process.exitCode = await runDemo()
