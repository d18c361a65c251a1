import type { editor } from 'monaco-editor/editor';
import type { Palette } from '../theme.ts';

/** Colours of the language's tokens. */
export function themeRules({ syntax, text }: Palette): editor.ITokenThemeRule[] {
  const rule = (token: string, colour: string) => ({ token, foreground: colour.slice(1) });
  return [
    rule('', text),
    rule('identifier', text),
    rule('delimiter', syntax.operator),
    ...Object.entries(syntax).map(([token, colour]) => rule(token, colour)),
  ];
}

/** Colours of everything else; those of 8 digits let what is below shine through. */
export function themeColours(palette: Palette): editor.IColors {
  const faded = (colour: string, alpha: string) => `${colour}${alpha}`;
  return {
    'editor.background': palette.page,
    'editor.foreground': palette.text,
    'editorLineNumber.foreground': palette.faint,
    'editorLineNumber.activeForeground': palette.text,
    'editor.lineHighlightBackground': faded(palette.hover, '80'),
    'editor.lineHighlightBorder': faded(palette.page, '00'),
    // So faint that all colours of the language can be read upon them; edges say the rest.
    'editor.selectionBackground': faded(palette.accent, '30'),
    'editor.selectionHighlightBackground': faded(palette.accent, '16'),
    'editor.inactiveSelectionBackground': faded(palette.accent, '20'),
    'editor.wordHighlightBackground': faded(palette.accent, '22'),
    'editor.wordHighlightStrongBackground': faded(palette.accent, '24'),
    'editor.findMatchBackground': faded(palette.tones.warning, '28'),
    'editor.findMatchBorder': palette.tones.warning,
    'editor.findMatchHighlightBackground': faded(palette.tones.warning, '1c'),
    'editor.findMatchHighlightBorder': faded(palette.tones.warning, '80'),
    'editorCursor.foreground': palette.text,
    'editorCodeLens.foreground': palette.faint,
    'editorLink.activeForeground': palette.link,
    'editorWhitespace.foreground': palette.border,
    'editorIndentGuide.background1': palette.border,
    // Brackets are not coloured by depth: colour means the kind of a word here.
    ...Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map(depth => [`editorBracketHighlight.foreground${depth}`, palette.syntax.operator]),
    ),
    'editorBracketHighlight.unexpectedBracket.foreground': palette.tones.danger,
    'editorBracketMatch.background': faded(palette.accent, '24'),
    'editorBracketMatch.border': palette.borderStrong,
    'editorError.foreground': palette.tones.danger,
    'editorWarning.foreground': palette.tones.warning,
    'editorInfo.foreground': palette.tones.active,
    'editorGutter.background': palette.page,
    'editorOverviewRuler.border': palette.page,
    'editor.placeholder.foreground': palette.faint,
    'editorWidget.background': palette.overlay,
    'editorWidget.foreground': palette.text,
    'editorWidget.border': palette.borderStrong,
    'editorSuggestWidget.background': palette.overlay,
    'editorSuggestWidget.foreground': palette.text,
    'editorSuggestWidget.border': palette.borderStrong,
    'editorSuggestWidget.selectedBackground': palette.selected,
    'editorSuggestWidget.selectedForeground': palette.text,
    'editorSuggestWidget.highlightForeground': palette.link,
    'editorSuggestWidget.focusHighlightForeground': palette.link,
    'editorHoverWidget.background': palette.overlay,
    'editorHoverWidget.foreground': palette.text,
    'editorHoverWidget.border': palette.borderStrong,
    'input.background': palette.page,
    'input.foreground': palette.text,
    'input.border': palette.borderStrong,
    'input.placeholderForeground': palette.faint,
    focusBorder: palette.focus,
    'menu.background': palette.overlay,
    'menu.foreground': palette.text,
    'menu.selectionBackground': palette.selected,
    'menu.selectionForeground': palette.text,
    'menu.separatorBackground': palette.border,
    'menu.border': palette.borderStrong,
    'scrollbarSlider.background': faded(palette.borderStrong, '60'),
    'scrollbarSlider.hoverBackground': faded(palette.borderStrong, '90'),
    'scrollbarSlider.activeBackground': faded(palette.borderStrong, 'b0'),
    'diffEditor.insertedTextBackground': faded(palette.tones.success, '14'),
    'diffEditor.removedTextBackground': faded(palette.tones.danger, '14'),
    'diffEditor.insertedLineBackground': faded(palette.tones.success, '0a'),
    'diffEditor.removedLineBackground': faded(palette.tones.danger, '0a'),
    'diffEditor.diagonalFill': palette.border,
    'diffEditor.unchangedRegionBackground': palette.side,
    'diffEditor.unchangedRegionForeground': palette.dim,
    'diffEditor.border': palette.border,
  };
}
