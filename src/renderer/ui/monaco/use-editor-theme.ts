import { editor } from 'monaco-editor/editor';
import { useLayoutEffect } from 'react';
import { useAppearance } from '../appearance.ts';
import { themeName } from './themes.ts';

/** Editors look like the rest of the page; the theme is one for all of them. */
export function useEditorTheme(): void {
  const { mode, contrast } = useAppearance();
  useLayoutEffect(() => editor.setTheme(themeName(mode, contrast)), [mode, contrast]);
}
