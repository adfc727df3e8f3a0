import { cpSync, createReadStream, existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

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

export default defineConfig({
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
    plugins: [react(), pdfjsResources(), quietIcons()],
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
          phone: path('src/renderer/phone/index.html'),
        },
      },
    },
  },
})
