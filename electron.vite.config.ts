import { cpSync, createReadStream, existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { type ESTree, type Plugin, Visitor } from 'vite'

const path = (name: string) => join(import.meta.dirname, name)
// The oldest runtime the product supports: Electron 33. Electron 45 runs the same bundle.
const nodeTarget = 'node20.18'
const browserTarget = 'chrome130'
const devPort = 5173

/** Without these files pdf.js draws no Chinese text that has no embedded font. */
function pdfjsResources(): Plugin {
  const folders = ['cmaps', 'standard_fonts', 'wasm']
  return {
    name: 'pdfjs-resources',
    // `npm run dev` has no bundle to copy them into.
    configureServer({ middlewares }) {
      middlewares.use('/pdfjs', (request, response, next) => {
        const [, folder = '', name = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? []
        const file = path(`node_modules/pdfjs-dist/${folder}/${basename(decodeURIComponent(name))}`)
        if (!folders.includes(folder) || !existsSync(file)) return next()
        if (name.endsWith('.wasm')) response.setHeader('content-type', 'application/wasm')
        createReadStream(file).pipe(response)
      })
    },
    writeBundle({ dir }) {
      for (const folder of folders) {
        cpSync(path(`node_modules/pdfjs-dist/${folder}`), join(dir ?? '', 'pdfjs', folder), { recursive: true })
      }
    },
  }
}

/** An icon beside words says nothing of its own, and its name is English: only one that is given a name is read aloud. */
function quietIcons(): Plugin {
  const named = /role: "img",\s*"aria-label": icon\.name/
  return {
    name: 'quiet-icons',
    transform(code, id) {
      if (!/@ant-design[/\\]icons[/\\].*AntdIcon(Light)?\.js/.test(id)) return null
      if (!named.test(code)) throw new Error('The icons name themselves in another way than before')
      return code.replace(named, '...(restProps["aria-label"] ? { role: "img" } : { "aria-hidden": true })')
    },
  }
}

/** Components that no window uses, by what their CSS classes begin with. */
const unusedComponents =
  'affix anchor avatar border-beam breadcrumb calendar carousel cascader col color-picker divider float-btn input-number layout ' +
  'list listy masonry mentions otp picker picker-calendar qrcode rate result ribbon row slider splitter statistic ' +
  'switch timeline tour transfer tree-select upload'
const unusedFolders = new Set([...unusedComponents.split(' '), 'date-picker', 'float-button', 'grid', 'qr-code'])

/** The calls by which a component registers its styles; the second argument makes them. */
const styleMakers = /^(genStyleHooks|genSubStyleComponent|genComponentStyleHook)$/

/** Leaves out the programs that would make at run time what stands in Ant Design's style sheet. */
function withoutStyleMakers(code: string, program: ESTree.Program): string {
  const made: [number, number][] = []
  new Visitor({
    CallExpression({ callee, arguments: [, maker] }) {
      const isMaker = callee.type === 'Identifier' && styleMakers.test(callee.name)
      if (isMaker && maker !== undefined) made.push([maker.start, maker.end])
    },
  }).visit(program)
  return made.reduceRight((left, [start, end]) => `${left.slice(0, start)}() => []${left.slice(end)}`, code)
}

/**
 * Ant Design's own style sheet, without the components that no window uses and without the colours of its own theme: it is
 * parsed before a window shows anything. What is used all the same is noticed here and not by a user.
 */
function antDesignStyles(): Plugin {
  const unused = new RegExp(`^\\.ant-(${unusedComponents.replaceAll(' ', '|')})(?![a-z])`)
  const isNeeded = (selector: string) => !/^\.(css-var-_|data-ant-)/.test(selector) && !unused.test(selector)
  return {
    name: 'ant-design-styles',
    enforce: 'pre',
    transform(code, id) {
      if (/antd[/\\]es[/\\][a-z-]+[/\\]style[/\\][\w-]+\.js$/.test(id))
        return withoutStyleMakers(code, this.parse(code))
      if (/antd[/\\]es[/\\]theme[/\\]util[/\\]useResetIconStyle\.js$/.test(id))
        return code.replace('genIconStyle(iconPrefixCls)', '[]')
      if (!/antd[/\\]dist[/\\]antd\.css$/.test(id)) return null
      // Rules stand one after the other; one level of nesting is a media query or an animation.
      const rules = code.match(/[^{}]+\{(?:[^{}]|\{[^{}]*\})*\}/g) ?? []
      return rules
        .filter((rule) => {
          const selectors = rule.startsWith('@media') ? rule.slice(rule.indexOf('{') + 1) : rule
          return selectors
            .slice(0, selectors.indexOf('{'))
            .split(',')
            .some((one) => isNeeded(one.trim()))
        })
        .join('')
    },
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) {
        for (const [id, { renderedLength }] of part.type === 'chunk' ? Object.entries(part.modules) : []) {
          const folder = /antd[/\\]es[/\\]([a-z-]+)[/\\](?:index|col|row)\.js$/.exec(id)?.[1] ?? ''
          if (renderedLength > 0 && unusedFolders.has(folder))
            throw new Error(`Ant Design's ${folder} is used: keep its styles`)
        }
      }
    },
  }
}

export default defineConfig(({ command }) => ({
  main: {
    build: {
      target: nodeTarget,
      rollupOptions: {
        input: { index: path('src/main/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      rollupOptions: {
        input: { index: path('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('src/renderer'),
    plugins: [react(), pdfjsResources(), quietIcons(), antDesignStyles()],
    server: {
      host: '127.0.0.1',
      port: devPort,
      strictPort: true,
      hmr: { protocol: 'ws', host: '127.0.0.1', clientPort: devPort },
    },
    build: {
      target: browserTarget,
      minify: true,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: {
          'bid-tool': path('src/renderer/bid-tool/index.html'),
          'opening-hall': path('src/renderer/opening-hall/index.html'),
          'phone-frame': path('src/renderer/phone-frame/index.html'),
          // Built alone, or its cryptography would stand in chunks that the desktop's windows load too.
          ...(command === 'serve' ? { phone: path('src/renderer/phone/index.html') } : {}),
        },
      },
    },
  },
}))
