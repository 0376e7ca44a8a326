import {
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  NumberInput,
  Popover,
  Select,
  Switch,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

/** Deep sea: the accent. Shade 7 on white and white on shade 7 both pass AA. */
const sea: MantineColorsTuple = [
  '#e9f5f7',
  '#d2e9ee',
  '#a7d4de',
  '#77bccb',
  '#4ba4b8',
  '#2b8ea5',
  '#177a91',
  '#0b677c',
  '#085568',
  '#054252',
];

/** Danger. Dark enough for white text on it. */
const red: MantineColorsTuple = [
  '#fdeeee',
  '#f9d9d9',
  '#f2b4b4',
  '#ea8f8f',
  '#dd6a6a',
  '#cf4b4b',
  '#c23b3b',
  '#b02c2c',
  '#932222',
  '#761a1a',
];

const gray: MantineColorsTuple = [
  '#f7f9fa',
  '#f0f3f5',
  '#e4e9ec',
  '#d3dbdf',
  '#b6c1c8',
  '#8a98a2',
  '#5d6b75',
  '#4a5761',
  '#343f48',
  '#1f292f',
];

/** Mantine uses 0 for text, 2 for dimmed text, 4 for borders, 6 for inputs, 7 for the body. */
const dark: MantineColorsTuple = [
  '#d9e0e5',
  '#b9c3ca',
  '#98a5ae',
  '#74828d',
  '#3c4852',
  '#2f3a43',
  '#222b32',
  '#182026',
  '#12181d',
  '#0d1216',
];

const compact = { defaultProps: { size: 'xs' } };

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 6 },
  colors: { sea, red, gray, dark },
  black: '#1b252b',
  defaultRadius: 'sm',
  cursorType: 'default',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, Cantarell, "Noto Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '18px', lineHeight: '1.3' } } },
  components: {
    Button: Button.extend({ ...compact, styles: { root: { fontWeight: 500 } } }),
    Checkbox: Checkbox.extend({ ...compact, styles: { description: { fontSize: '12px' } } }),
    Input: Input.extend(compact),
    InputWrapper: { styles: { error: { fontSize: '12px' }, description: { fontSize: '12px' } } },
    NumberInput: NumberInput.extend(compact),
    Select: Select.extend({ defaultProps: { size: 'xs', allowDeselect: false } }),
    Switch: Switch.extend(compact),
    Textarea: Textarea.extend(compact),
    TextInput: TextInput.extend(compact),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false } }),
    // A message may have several lines, such as one for each problem of a job file.
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { whiteSpace: 'pre-line' } },
    },
    Popover: Popover.extend({ defaultProps: { shadow: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 500, withArrow: false } }),
    // The page itself never scrolls, so there is nothing to lock; the lock would need a style element.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontSize: '15px', fontWeight: 600 } },
    }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
  },
});

/** Colours named by their meaning; CSS uses these and never a shade. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--trawl-body': '#ffffff',
    '--trawl-chrome': '#f0f3f5',
    '--trawl-raised': '#f7f9fa',
    '--trawl-hover': 'rgba(28, 60, 76, 0.06)',
    '--trawl-selected': 'rgba(11, 103, 124, 0.13)',
    '--trawl-border': '#d9e0e4',
    '--trawl-muted': '#5d6b75',
    '--trawl-accent': colors['sea']?.[7] ?? '',
    '--trawl-good': '#1b7f4b',
    '--trawl-warn': '#8f5a00',
    '--trawl-bad': '#b02c2c',
    '--trawl-bad-tint': '#fdeeee',
    '--trawl-warn-tint': '#fdf3e0',
    '--trawl-accent-tint': '#e4f2f5',
    '--mantine-color-sea-light': '#e4f2f5',
    '--mantine-color-sea-light-hover': '#d2e9ee',
    '--mantine-color-sea-light-color': colors['sea']?.[7] ?? '',
    '--mantine-color-red-light-color': '#b02c2c',
    '--mantine-color-red-light-hover': '#fdeeee',
    '--mantine-color-dimmed': '#5d6b75',
    '--mantine-color-default-border': '#c9d2d8',
    '--mantine-color-error': '#b02c2c',
    '--mantine-color-placeholder': '#75838d',
  },
  dark: {
    '--trawl-body': '#182026',
    '--trawl-chrome': '#12181d',
    '--trawl-raised': '#1d262d',
    '--trawl-hover': 'rgba(200, 226, 236, 0.07)',
    '--trawl-selected': 'rgba(75, 164, 184, 0.22)',
    '--trawl-border': '#2f3a43',
    '--trawl-muted': '#98a5ae',
    '--trawl-accent': colors['sea']?.[3] ?? '',
    '--trawl-good': '#5cc78d',
    '--trawl-warn': '#e0ad54',
    '--trawl-bad': '#f08080',
    '--trawl-bad-tint': '#3a2326',
    '--trawl-warn-tint': '#362d1c',
    '--trawl-accent-tint': '#1c333b',
    '--mantine-color-sea-light': '#1c333b',
    '--mantine-color-sea-light-hover': '#24424d',
    '--mantine-color-sea-light-color': colors['sea']?.[3] ?? '',
    '--mantine-color-red-light-color': '#f08080',
    '--mantine-color-red-light-hover': '#3a2326',
    '--mantine-color-dimmed': '#98a5ae',
    '--mantine-color-default-border': '#3c4852',
    '--mantine-color-error': '#f08080',
    '--mantine-color-placeholder': '#7f8d97',
    '--mantine-color-anchor': colors['sea']?.[3] ?? '',
  },
});
