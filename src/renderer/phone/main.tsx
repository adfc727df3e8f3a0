import { ConfigProvider, reduceMotion } from 'antd-mobile'
import zhCN from 'antd-mobile/es/locales/zh-CN'
import { createRoot } from 'react-dom/client'
import { phoneVariables } from '../kit/theme.ts'
import './phone.css'
import { Phone } from './phone.tsx'

for (const [name, value] of Object.entries(phoneVariables)) document.documentElement.style.setProperty(name, value)

// Phones carry this wish of the system's, and so does whoever drives a page by program.
if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) reduceMotion()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')
createRoot(root).render(
  <ConfigProvider locale={zhCN}>
    <Phone />
  </ConfigProvider>,
)
