import { parseArgs } from 'node:util'
import { BidsealError } from '../domain/failure.ts'
import { sentenceOf } from '../domain/sentences/failure-sentences.ts'
import { inspectFile } from './inspect.ts'
import { verifyFile } from './verify.ts'

const usage = `用法：
  bidseal verify 文件 [--trust 目录] [--json]   验证招标文件、已签章的 PDF、投标文件或非加密投标文件
  bidseal inspect 文件 [--json]                 显示文件里写了什么，不作验证
目录：roots/ 根证书，intermediates/ 中级证书，*.crl 注销列表（PEM 或 DER）
退出码：0 有效，1 无效，2 无法识别`

/** Prints and returns the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const parsed = readArguments(args)
  if (parsed === null) {
    console.error(usage)
    return 2
  }
  const { command, path, trust, isJson } = parsed
  const { text, json, exitCode } = command === 'verify' ? await verifyFile(path, trust) : await inspectFile(path)
  console.log(isJson ? JSON.stringify(json, null, 2) : text)
  return exitCode
}

function readArguments(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { trust: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const [command, path, ...rest] = positionals
    if ((command !== 'verify' && command !== 'inspect') || path === undefined || rest.length > 0) return null
    return { command, path, trust: values.trust ?? null, isJson: values.json } as const
  } catch {
    return null
  }
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const isExpected = error instanceof BidsealError
  console.error(isExpected ? sentenceOf(error.failure) : error)
  process.exitCode = 2
}
