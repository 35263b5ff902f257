import type { ThemeConfig } from 'antd';

/** Ant Design tuned to the desk: dense, quiet, one accent. The same colours stand in `style.css` for what is not Ant Design. */
export const theme: ThemeConfig = {
  cssVar: { prefix: 'sw' },
  hashed: false,
  token: {
    colorPrimary: '#0a5fb4',
    colorInfo: '#0a5fb4',
    colorError: '#c2261c',
    colorWarning: '#b45a00',
    colorSuccess: '#1e7d49',
    colorText: '#17222e',
    colorTextSecondary: '#4c5b69',
    colorTextTertiary: '#657483',
    colorTextPlaceholder: '#8794a1',
    colorBorder: '#cdd6de',
    colorBorderSecondary: '#e3e8ed',
    colorBgLayout: '#f2f4f7',
    fontFamily: 'var(--sans)',
    fontFamilyCode: 'var(--mono)',
    fontSize: 14,
    borderRadius: 5,
    controlHeight: 32,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
    wireframe: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
    Modal: { titleFontSize: 16 },
    Select: { optionSelectedBg: '#e9f2fb', optionActiveBg: '#f2f5f8' },
  },
};
