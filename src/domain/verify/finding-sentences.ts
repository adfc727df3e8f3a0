import type { Language } from '../sentences/sentence.ts'
import { type FindingSentences, fileSentences } from './file-sentences.ts'
import type { Finding } from './finding.ts'
import { trustSentences } from './trust-sentences.ts'

const findingSentences: FindingSentences<Finding['kind']> = { ...fileSentences, ...trustSentences }

/** One finding in the words of a clerk: what was found, what it means, and what to do about it. */
export function findingSentence(finding: Finding, language: Language = 'zh-CN'): string {
  const sentence = findingSentences[finding.kind][language] as (finding: Finding) => string
  return sentence(finding)
}
