import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { DesktopProviders } from '../desktop/providers.tsx'
import '../kit/page.css'
import { PhoneFrame } from './phone-frame.tsx'
import './phone-frame.css'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <DesktopProviders>
      <PhoneFrame />
    </DesktopProviders>
  </StrictMode>,
)
