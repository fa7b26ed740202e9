import { theme, type ThemeConfig } from 'antd';

// One brand colour, a deep teal; greys for all else; status colours for status alone, and always with
// a second sign (components/status-sign.tsx). Both themes come from these tokens.
export const tokens = {
  brand: '#0f5c5c',
  brandDark: '#5fb3b0',
  status: { reached: '#17703f', near: '#855800', behind: '#b3261e', 'no-data': '#5a6570' },
  statusDark: { reached: '#6fcf97', near: '#e3b341', behind: '#ff8a80', 'no-data': '#a9b4bc' },
  scale: ['#e3efee', '#b3d3d0', '#7fb3b0', '#45898a', '#0f5c5c'],
  paper: { light: '#ffffff', dark: '#14181a' },
  text: { light: '#1f2629', dark: '#e6ebed' },
  quiet: { light: '#4b5560', dark: '#b5bec4' },
  line: { light: '#d9d7cf', dark: '#394145' },
} as const;

export function antTheme(dark: boolean, large: boolean, still: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: dark ? tokens.brandDark : tokens.brand,
      colorInfo: dark ? tokens.brandDark : tokens.brand,
      colorLink: dark ? tokens.brandDark : tokens.brand,
      colorLinkHover: dark ? '#93d2cf' : '#0a4141',
      colorLinkActive: dark ? '#93d2cf' : '#0a4141',
      colorBgLayout: dark ? '#14181a' : '#f7f6f2',
      colorText: dark ? tokens.text.dark : tokens.text.light,
      colorTextSecondary: dark ? tokens.quiet.dark : tokens.quiet.light,
      colorTextDescription: dark ? tokens.quiet.dark : tokens.quiet.light,
      colorTextPlaceholder: dark ? '#98a2a8' : '#6a737b',
      colorTextLightSolid: dark ? '#06201f' : '#ffffff',
      borderRadius: 4,
      fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
      fontSize: large ? 18 : 15,
      lineHeight: 1.5,
      // Where the reader wants no motion, nothing waits for the end of one.
      motion: !still,
      motionDurationFast: '0.06s',
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.12s',
    },
    components: {
      Tag: { colorTextLightSolid: '#ffffff' },
      Form: { colorError: dark ? tokens.statusDark.behind : tokens.status.behind },
    },
  };
}
