import { parseArgs } from 'node:util'
import { BidsealError } from '../domain/failure.ts'
import { sentenceOf } from '../domain/sentences/failure-sentences.ts'
import { inspectFile } from './inspect.ts'
import { verifyFile } from './verify.ts'

const usage = `用法：
  bidseal verify 文件 [--trust 目录] [--report 报告.pdf] [--json]
      验证招标文件、已签章的 PDF、投标文件或非加密投标文件
  bidseal inspect 文件 [--json]
      显示文件里写了什么，不作验证
目录：roots/ 根证书，intermediates/ 中级证书，*.crl 注销列表（PEM 或 DER）
报告：可打印的验证报告；--json 把同样的内容作为数据输出
退出码：0 有效，1 无效，2 无法判断或无法读取，64 命令写错`

const usageError = 64

/** Prints and returns the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const parsed = readArguments(args)
  if (parsed === null) {
    console.error(usage)
    return usageError
  }
  const { command, path, trust, report, isJson } = parsed
  const result = command === 'verify' ? await verifyFile(path, trust, report) : await inspectFile(path)
  console.log(isJson ? JSON.stringify(result.json, null, 2) : result.text)
  return result.exitCode
}

function readArguments(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        trust: { type: 'string' },
        report: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [command, path, ...rest] = positionals
    const { trust = null, report = null, json: isJson } = values
    if ((command !== 'verify' && command !== 'inspect') || path === undefined || rest.length > 0) return null
    if (command === 'inspect' && (trust !== null || report !== null)) return null
    return { command, path, trust, report, isJson } as const
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
