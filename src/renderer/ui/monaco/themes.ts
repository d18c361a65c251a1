import { editor } from 'monaco-editor/editor';
import { type Contrast, type Mode, palettes } from '../theme.ts';
import { themeColours, themeRules } from './theme-colours.ts';

export const themeName = (mode: Mode, contrast: Contrast) => `slipway-${mode}-${contrast}`;

/** The editor's themes, made from the same colours as everything else. */
export function defineThemes(): void {
  for (const mode of ['light', 'dark'] as const) {
    for (const contrast of ['normal', 'more'] as const) {
      const base =
        contrast === 'more'
          ? mode === 'dark'
            ? 'hc-black'
            : 'hc-light'
          : mode === 'dark'
            ? 'vs-dark'
            : 'vs';
      const palette = palettes[mode][contrast];
      editor.defineTheme(themeName(mode, contrast), {
        base,
        inherit: true,
        rules: themeRules(palette),
        colors: themeColours(palette),
      });
    }
  }
}
