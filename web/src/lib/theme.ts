import { theme, type ThemeConfig } from 'antd';

// One brand colour, a deep teal; greys for all else; status colours for status alone, and always with
// a second sign (status.ts). Both themes come from these tokens.
export const tokens = {
  brand: '#0f5c5c',
  brandDark: '#5fb3b0',
  status: { reached: '#1b7f4b', near: '#946200', behind: '#b3261e', 'no-data': '#5f6b76' },
  scale: ['#e3efee', '#b3d3d0', '#7fb3b0', '#45898a', '#0f5c5c'],
} as const;

export function antTheme(dark: boolean, large: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: dark ? tokens.brandDark : tokens.brand,
      colorInfo: dark ? tokens.brandDark : tokens.brand,
      colorBgLayout: dark ? '#14181a' : '#f7f6f2',
      colorTextSecondary: dark ? '#b5bec4' : '#4b5560',
      borderRadius: 4,
      fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
      fontSize: large ? 18 : 15,
      lineHeight: 1.5,
      motionDurationFast: '0.06s',
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.12s',
    },
    components: {
      Table: { cellPaddingBlockSM: 5, cellPaddingInlineSM: 8, headerBg: dark ? '#1d2427' : '#eeede7' },
      Layout: { headerBg: 'transparent', siderBg: 'transparent' },
    },
  };
}
