import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider, theme } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import 'antd/dist/antd.css'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { type ReactNode, useState } from 'react'
import { usePrefersDark, usePrefersStill } from '../kit/preferences.ts'
import { darkTokens, tokens } from '../kit/theme.ts'

dayjs.locale('zh-cn')

/** What both desktop windows stand in: language, theme, messages and the cache of answers. */
export function DesktopProviders({ children }: { children: ReactNode }) {
  const isDark = usePrefersDark()
  const isStill = usePrefersStill()
  // Main is on the same machine: an answer is fresh until an event says otherwise, and asking twice mends nothing.
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } }),
  )
  return (
    <QueryClientProvider client={queries}>
      <ConfigProvider
        locale={zhCN}
        componentSize="middle"
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
          token: { ...(isDark ? darkTokens : tokens), motion: !isStill },
          zeroRuntime: true,
          components: {
            Table: { cellPaddingBlock: 6, cellPaddingInline: 8 },
            Alert: { withDescriptionPadding: '8px 12px', withDescriptionIconSize: 16 },
          },
        }}
      >
        <App style={{ height: '100%' }} message={{ top: 88 }}>
          {children}
        </App>
      </ConfigProvider>
    </QueryClientProvider>
  )
}
