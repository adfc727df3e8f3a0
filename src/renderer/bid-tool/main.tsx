import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { fetchTheRest } from '../desktop/later.tsx'
import { DesktopProviders } from '../desktop/providers.tsx'
import '../kit/page.css'
import './bid-tool.css'
import { BidTool } from './bid-tool.tsx'
import { DraftsProvider } from './signing/drafts-context.tsx'
import { VerificationProvider } from './verification/verification-context.tsx'
import { WhereaboutsProvider } from './whereabouts.tsx'
import { WorksProvider } from './works-context.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <DesktopProviders>
      <WorksProvider>
        <WhereaboutsProvider>
          <DraftsProvider>
            <VerificationProvider>
              <BidTool />
            </VerificationProvider>
          </DraftsProvider>
        </WhereaboutsProvider>
      </WorksProvider>
    </DesktopProviders>
  </StrictMode>,
)
window.addEventListener('load', fetchTheRest)
