import { describe, expect, it } from 'vitest'
import { moved } from '../../../src/renderer/bid-tool/compiling/moved.ts'
import { plainNumber } from '../../../src/renderer/bid-tool/compiling/plain-number.ts'
import { validityOf } from '../../../src/renderer/bid-tool/credit-library/record-words.ts'
import { placeOfFinding, stepFace } from '../../../src/renderer/bid-tool/steps.ts'

describe('the face of a step', () => {
  it('is √ when it is done', () => {
    expect(stepFace({ step: 'tender', isDone: true, problems: 0 })).toEqual({ kind: 'done', mark: '√' })
  })

  it('counts problems before anything else', () => {
    expect(stepFace({ step: 'checking', isDone: true, problems: 2 })).toEqual({ kind: 'problems', mark: '2 个问题' })
  })
})

describe('a finding', () => {
  it('of the opening form leads to its column', () => {
    const nodes = [openingFormNode]
    const place = { at: 'openingForm', columnId: 'price' } as const
    expect(placeOfFinding({ severity: 'error', sentence: '', place }, nodes)).toEqual({
      step: 'compiling',
      aim: { columnId: 'price', nodeId: 'opening-form' },
    })
  })

  it('of a node without a file leads to 编制', () => {
    const place = { at: 'node', nodeId: 'opening-form' } as const
    expect(placeOfFinding({ severity: 'error', sentence: '', place }, [openingFormNode]).step).toBe('compiling')
  })
})

const openingFormNode = {
  nodeId: 'opening-form',
  parent: null,
  title: '开标一览表',
  kind: 'openingForm' as const,
  required: true,
  instruction: null,
  state: 'empty' as const,
  documents: [],
  signNodes: [],
  citations: [],
}

describe('a credit record', () => {
  const times = { now: Date.UTC(2026, 10, 1), opensAt: Date.UTC(2026, 10, 20) }

  it('that ends before the opening is told apart from one that has ended', () => {
    expect([
      validityOf(Date.UTC(2026, 10, 10), times).text,
      validityOf(Date.UTC(2026, 9, 10), times).text,
      validityOf(null, times).text,
    ]).toEqual(['开标前到期', '已过期', '长期'])
  })
})

describe('typing', () => {
  it('takes pasted amounts with separators and full-width digits', () => {
    expect(['58,951,862.20 元', '５８９。２', '￥1，000'].map(plainNumber)).toEqual(['58951862.20', '589.2', '1000'])
  })

  it('moves a file one place and never out of the list', () => {
    expect([moved(['a', 'b', 'c'], 0, 1), moved(['a', 'b', 'c'], 0, -1)]).toEqual([
      ['b', 'a', 'c'],
      ['a', 'b', 'c'],
    ])
  })
})
