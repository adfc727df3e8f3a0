/** The colours, sizes and fonts of every window. Seal red stands only on seals and on what cannot be undone. */
export const colors = { primary: '#1f4e8c', sealRed: '#c8102e' } as const

const fontFamily =
  '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei", system-ui, -apple-system, sans-serif'

/** Ant Design seed tokens, the same for light and dark: the algorithm derives the rest. */
const seeds = {
  colorPrimary: colors.primary,
  colorInfo: colors.primary,
  colorLink: colors.primary,
  borderRadius: 4,
  fontSize: 14,
  fontFamily,
} as const

/** So deep a blue has grey tints; these are the ones the eye expects of it. */
export const tokens = {
  ...seeds,
  colorPrimaryBg: '#e8f0fa',
  colorPrimaryBgHover: '#d6e4f5',
  colorPrimaryBorder: '#a9c4e6',
  colorPrimaryBorderHover: '#7ba4d6',
  colorInfoBg: '#eef4fb',
  colorInfoBorder: '#a9c4e6',
} as const

/** What a dark ground needs lighter to stay readable. */
export const darkTokens = { ...seeds, colorPrimary: '#5b8fd6', colorInfo: '#5b8fd6', colorLink: '#7fb0ef' } as const

/** The phone's library takes its tokens as CSS variables. */
export const phoneVariables = {
  '--adm-color-primary': colors.primary,
  '--adm-color-danger': colors.sealRed,
  '--adm-font-family': fontFamily,
  '--adm-radius-s': '4px',
  '--adm-radius-m': '6px',
} as const
