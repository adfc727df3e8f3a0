import { theme } from 'antd'
import type { CSSProperties } from 'react'

/** The window's colours out of the theme, so that its own large type follows light and dark. */
export function useHallColors(): CSSProperties {
  const { token } = theme.useToken()
  return {
    '--ground': token.colorBgLayout,
    '--surface': token.colorBgContainer,
    '--line': token.colorBorderSecondary,
    '--text': token.colorText,
    '--quiet': token.colorTextSecondary,
    '--primary': token.colorPrimary,
    '--good': token.colorSuccess,
    '--bad': token.colorError,
    '--busy': token.colorWarning,
    '--bad-ground': token.colorErrorBg,
    fontFamily: token.fontFamily,
  } as CSSProperties
}
