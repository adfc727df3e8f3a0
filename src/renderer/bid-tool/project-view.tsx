import { CheckReportProvider } from './checking/check-report.tsx'
import { Checking } from './checking/checking.tsx'
import { Compiling } from './compiling/compiling.tsx'
import { CreditLibrary } from './credit-library/credit-library.tsx'
import { Generating } from './generating/generating.tsx'
import { Identity } from './identity/identity.tsx'
import { Signing } from './signing/signing.tsx'
import type { StepName } from './steps.ts'
import { Tender } from './tender/tender.tsx'
import { Uploading } from './uploading/uploading.tsx'
import { useWhereabouts } from './whereabouts.tsx'

const pages: Record<StepName, () => React.ReactNode> = {
  tender: Tender,
  identity: Identity,
  creditLibrary: CreditLibrary,
  compiling: Compiling,
  signing: Signing,
  checking: Checking,
  generating: Generating,
  uploading: Uploading,
}

/** The step that is open; what was found stays while the user looks at another. */
export function ProjectView() {
  const { step } = useWhereabouts()
  const Page = pages[step]
  return (
    <CheckReportProvider>
      <Page />
    </CheckReportProvider>
  )
}
