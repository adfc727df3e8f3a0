import type { Page } from '@playwright/test'
import { latinLeft } from './latin-allowed.ts'

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom' | 'height'>

interface Seen {
  faults: string[]
  texts: string[]
}

/**
 * What is wrong with the page as it stands: it scrolls sideways, text is cut off, Latin letters, and in a desktop window
 * what only a mouse reaches. `named` is what users named themselves.
 */
export async function layoutFaults(page: Page, named: readonly string[] = []): Promise<string[]> {
  const isPhone = page.url().startsWith('app://phone/')
  const { faults, texts } = await page.evaluate(lookAtPage, { isPhone })
  const latin = [...new Set(texts)].filter((text) => latinLeft(text, named) !== '')
  return [...new Set(faults), ...latin.map((text) => `Latin letters: ${text}`)]
}

/** Runs in the page, so it may use nothing from outside. */
async function lookAtPage({ isPhone }: { isPhone: boolean }): Promise<Seen> {
  const moving = document
    .getAnimations()
    .filter((one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime)))
  const settled = Promise.allSettled(moving.map((one) => one.finished))
  await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 1_000))])

  const faults: string[] = []
  const texts: string[] = []
  /** Digests and codes that are marked as such; the text of a PDF page lies over its picture. */
  const unread = 'script, style, noscript, code, .digest, .textLayer'
  /** Said to screen readers only. */
  const unseen = '.for-readers, .ant-visually-hidden, [aria-live].ant-sr-only'
  /** A page of a document may be larger than its window. */
  const scrollsSideways = '.pdf-viewer, .pdf-viewer *'
  /** Scrolls, although it hides what does not fit: the list of a table with thousands of rows. */
  const scrollsByItself = '.ant-table-tbody-virtual-holder'
  const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join('')}`

  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth + 1) faults.push(`the page scrolls sideways: ${root.scrollWidth} px`)

  /** Text that ends in … is whole when pointing at it shows the rest. */
  function tellsTheRest(element: Element) {
    const { textOverflow, webkitLineClamp } = getComputedStyle(element)
    if (textOverflow !== 'ellipsis' && !/^\d+$/.test(webkitLineClamp)) return false
    return (
      element.closest('[title]:not([title=""])') !== null || element.matches('.ant-typography-ellipsis[aria-label]')
    )
  }

  /** The nearest ancestor that cuts the box, and how. */
  function cutBy(start: Element, { top, bottom, height, ...across }: Box): string | null {
    let { left, right } = across
    let position = getComputedStyle(start).position
    for (let one: Element | null = start; one !== null && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one)
      const isSkipped = one !== start && position === 'absolute' && style.position === 'static'
      if (!isSkipped) {
        const frame = one.getBoundingClientRect()
        const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
        const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll'
        if (scrolls(style.overflowX) || scrolls(style.overflowY) || one.matches(scrollsByItself)) return null
        const beside = left < frame.left - 1.5 || right > frame.right + 1.5
        if (hides(style.overflowX) && beside) {
          if (!tellsTheRest(one)) return `${nameOf(one)} across`
          left = Math.max(left, frame.left)
          right = Math.min(right, frame.right)
        }
        // The box of CJK type is taller than its ink.
        const slack = height * 0.3
        const above = top < frame.top - slack || bottom > frame.bottom + slack
        if (hides(style.overflowY) && above && !tellsTheRest(one)) return `${nameOf(one)} down`
        position = style.position
      }
      if (position === 'fixed') return null
    }
    return right > innerWidth + 1.5 || left < -1.5 ? 'the window' : null
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? ''
    const parent = walker.currentNode.parentElement
    if (text === '' || parent === null || parent.closest(`${unread}, ${unseen}`) || !isShown(parent)) continue
    texts.push(text)
    if (parent.closest('svg') !== null) continue
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    for (const box of range.getClientRects()) {
      const cutter = box.width === 0 ? null : cutBy(parent, box.toJSON())
      if (cutter !== null) faults.push(`cut off by ${cutter}: ${text}`)
    }
  }

  for (const element of document.querySelectorAll('button, label, th, td, [role="menuitem"], .ant-tag')) {
    const isFull = element.scrollWidth <= element.clientWidth + 1
    if (isFull || element.clientWidth === 0 || !isShown(element) || element.closest(unseen)) continue
    if (!tellsTheRest(element)) faults.push(`too wide for its ${nameOf(element)}: ${element.textContent?.trim()}`)
  }

  /** What the mouse can press and no key can: only the outermost of nested ones. */
  const reached = 'a[href], button, input, select, textarea, summary, [tabindex], [role="tree"], label:has(input)'
  const pressedByMouse = '.ant-table-tbody-virtual-scrollbar, .ant-table-tbody-virtual-scrollbar *'
  const isPointed = (element: Element | null) => element !== null && getComputedStyle(element).cursor === 'pointer'
  for (const element of isPhone ? [] : document.body.querySelectorAll('*')) {
    if (element.matches(pressedByMouse) || !isPointed(element) || isPointed(element.parentElement) || !isShown(element))
      continue
    const isReached = element.closest(reached) !== null || element.querySelector(reached) !== null
    if (!isReached) faults.push(`no key reaches: ${element.textContent?.trim() || nameOf(element)}`)
  }

  for (const element of document.querySelectorAll('*')) {
    for (const name of ['placeholder', 'title', 'aria-label', 'alt']) {
      const text = element.getAttribute(name)
      if (text && isShown(element) && !element.matches('svg, svg *')) texts.push(text)
    }
    const isSideways = element.scrollWidth > element.clientWidth + 1 && !element.matches(scrollsSideways)
    if (isSideways && /auto|scroll/.test(getComputedStyle(element).overflowX) && isShown(element))
      faults.push(`scrolls sideways: ${nameOf(element)} ${element.scrollWidth} > ${element.clientWidth}`)
  }
  return { faults, texts }
}
