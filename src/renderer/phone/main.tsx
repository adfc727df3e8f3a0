import { ConfigProvider, unstableSetRender } from 'antd-mobile'
import zhCN from 'antd-mobile/es/locales/zh-CN'
import { StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { phoneVariables } from '../kit/theme.ts'
import './phone.css'
import { Phone } from './phone.tsx'

// React 19 has no ReactDOM.render, which the library's Dialog and Toast still look for.
const roots = new WeakMap<object, Root>()
unstableSetRender((node, container) => {
  const root = roots.get(container) ?? createRoot(container)
  roots.set(container, root)
  root.render(node)
  return async () => root.unmount()
})

for (const [name, value] of Object.entries(phoneVariables)) document.documentElement.style.setProperty(name, value)

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <ConfigProvider locale={zhCN}>
      <Phone />
    </ConfigProvider>
  </StrictMode>,
)
