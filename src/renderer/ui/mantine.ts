import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Input,
  Kbd,
  type MantineColorsTuple,
  type MantineThemeOverride,
  Menu,
  Modal,
  Pill,
  SegmentedControl,
  Select,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { fonts, palettes, pixels, sizes } from './theme.ts';

const tuple = (colour: string): MantineColorsTuple => Array.from({ length: 10 }, () => colour) as never;
const noTransition = { transition: 'fade' as const, duration: 80 };

/** Mantine with our sizes: small, square, quiet. Its colours come with the variables of `theme.ts`. */
export const mantineTheme: MantineThemeOverride = createTheme({
  fontFamily: fonts.text,
  fontFamilyMonospace: fonts.mono,
  primaryColor: 'accent',
  colors: { accent: tuple(palettes.light.normal.accent) },
  respectReducedMotion: true,
  cursorType: 'default',
  defaultRadius: 'sm',
  radius: {
    xs: pixels(2),
    sm: pixels(sizes.radius),
    md: pixels(sizes.radius),
    lg: pixels(6),
    xl: pixels(8),
  },
  spacing: { xs: pixels(4), sm: pixels(8), md: pixels(12), lg: pixels(16), xl: pixels(24) },
  fontSizes: {
    xs: pixels(fonts.small),
    sm: pixels(fonts.base),
    md: pixels(fonts.base),
    lg: pixels(fonts.heading),
    xl: pixels(fonts.title),
  },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.4', xl: '1.3' },
  fontWeights: { medium: '500' },
  headings: { fontWeight: '600' },
  shadows: Object.fromEntries(['xs', 'sm', 'md', 'lg', 'xl'].map(size => [size, 'var(--c-shadow)'])),
  components: {
    Input: Input.extend({
      vars: () => ({
        wrapper: {
          '--input-bd': 'var(--c-border-strong)',
          '--input-bg': 'var(--c-page)',
          '--input-height': 'var(--size-control)',
          '--input-fz': 'var(--text-base)',
        },
      }),
    }),
    InputWrapper: Input.Wrapper.extend({
      vars: () => ({
        label: { '--input-label-size': 'var(--text-base)' },
        description: { '--input-description-size': 'var(--text-small)' },
        error: { '--input-error-size': 'var(--text-small)' },
        success: {},
      }),
    }),
    Button: Button.extend({
      defaultProps: { variant: 'default', size: 'xs' },
      vars: () => ({
        root: {
          '--button-height': 'var(--size-control)',
          '--button-padding-x': 'var(--space-3)',
          '--button-fz': 'var(--text-base)',
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle', color: 'gray', size: sizes.control },
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    // At this size its text would be smaller than all other.
    Pill: Pill.extend({ vars: () => ({ root: { '--pill-fz': 'var(--text-small)' }, group: {} }) }),
    Select: Select.extend({
      defaultProps: { size: 'xs', allowDeselect: false, comboboxProps: { transitionProps: noTransition } },
    }),
    TagsInput: TagsInput.extend({ defaultProps: { size: 'xs' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 350,
        transitionProps: noTransition,
        events: { hover: true, focus: true, touch: false },
      },
      // Its own colours are of Mantine's greys, which are not ours: in the dark nobody could read it.
      vars: () => ({ tooltip: { '--tooltip-bg': 'var(--c-text)', '--tooltip-color': 'var(--c-page)' } }),
    }),
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', transitionProps: noTransition, position: 'bottom-end' },
    }),
    Modal: Modal.extend({
      defaultProps: {
        size: sizes.dialog,
        yOffset: '12vh',
        transitionProps: noTransition,
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { bg: 'var(--c-scrim)' },
      },
      styles: {
        content: { background: 'var(--c-overlay)' },
        header: { background: 'var(--c-overlay)' },
        // A name may be longer than the dialog is wide.
        title: { fontWeight: 600, fontSize: 'var(--text-heading)', overflowWrap: 'anywhere' },
      },
    }),
  },
});
