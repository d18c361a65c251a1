import { compile } from 'monaco-editor/editor/standalone/common/monarch/monarchCompile.js';
import { MonarchTokenizer } from 'monaco-editor/editor/standalone/common/monarch/monarchLexer.js';
import { describe, expect, test } from 'vitest';
import { snowflakeMonarch } from '../../../src/renderer/ui/monaco/snowflake-monarch.ts';
import { themeColours, themeRules } from '../../../src/renderer/ui/monaco/theme-colours.ts';
import { type Palette, palettes } from '../../../src/renderer/ui/theme.ts';
import { contrast, mixed } from './contrast.ts';

/** The editor's own lexer, which asks its surroundings for one setting. */
const settings = { getValue: () => 20_000, onDidChangeConfiguration: () => ({ dispose() {} }) };
const lexer = new MonarchTokenizer({}, {}, 'sf', compile('sf', snowflakeMonarch), settings);

/** Pieces of the text with their colour: `select/keyword 1/number`; what has none is left out. */
function coloured(sql: string): string[] {
  let state = lexer.getInitialState();
  return sql.split('\n').flatMap((line, index, lines) => {
    const { tokens, endState } = lexer.tokenize(line, index < lines.length - 1, state);
    state = endState;
    return tokens.flatMap(({ offset, type }, at) => {
      const piece = line.slice(offset, tokens[at + 1]?.offset ?? line.length).trim();
      const kind = type.replace(/\.?sf$/, '');
      return piece === '' || kind === '' ? [] : [`${piece}/${kind}`];
    });
  });
}
const only = (sql: string, ...kinds: string[]) =>
  coloured(sql).filter(piece => kinds.some(kind => piece.endsWith(`/${kind}`)));

describe('colours', () => {
  test('words, functions and types are what they are where they stand', () => {
    expect(coloured('select left(a, 1)::number from t left join u')).toEqual(
      'select/keyword left/function (/delimiter.parenthesis a/identifier ,/delimiter 1/number )/delimiter.parenthesis ::/operator number/type from/keyword t/identifier left/keyword join/keyword u/identifier'.split(
        ' ',
      ),
    );
    expect(only('select f.date, f . "Order", current_date', 'keyword', 'type', 'function')).toEqual([
      'select/keyword',
      'current_date/function',
    ]);
  });

  test('paths into values are told from casts and bound values', () => {
    const sql = `select v:a."b c"[0]['k'].d::int, "V":x, f(y):z, $1:q, arr[1]:r, case when b:c then 1 end`;
    expect(only(sql, 'path')).toEqual(
      ['a', '"b c"', 'd', 'x', 'z', 'q', 'r', 'c'].map(piece => `${piece}/path`),
    );
    expect(only('select a\n:b from t where c = :d', 'path', 'keyword')).toEqual([
      'select/keyword',
      'from/keyword',
      'where/keyword',
    ]);
    expect(only('v:a\nfrom', 'keyword')).toEqual(['from/keyword']);
  });

  test('stages, bodies, comments and variables are one piece each', () => {
    expect(coloured("@~/a/b.csv @db.s.stage/2024-01 {{ day }} $limit -- it's")).toEqual([
      '@~/a/b.csv/string.stage',
      '@db.s.stage/2024-01/string.stage',
      '{{ day }}/variable',
      '$limit/variable',
      "-- it's/comment",
    ]);
    expect(coloured("$$ select 'a'\n-- still $$ 1 // c\n/* d\n*/ 'it''s \\' \n' 2")).toEqual([
      "$$ select 'a'/string",
      '-- still $$/string',
      '1/number',
      '// c/comment',
      '/* d/comment',
      '*/ /comment'.replace(' ', ''),
      "'it''s \\'/string",
      "'/string",
      '2/number',
    ]);
  });
});

/** What text stands on: the page, and everything the editor lays over it. */
function grounds(palette: Palette): [string, string][] {
  const colours = themeColours(palette);
  const names = [
    'editor.lineHighlightBackground',
    'editor.selectionBackground',
    'editor.selectionHighlightBackground',
    'editor.inactiveSelectionBackground',
    'editor.wordHighlightBackground',
    'editor.wordHighlightStrongBackground',
    'editor.findMatchBackground',
    'editor.findMatchHighlightBackground',
    'editorBracketMatch.background',
    'diffEditor.insertedTextBackground',
    'diffEditor.removedTextBackground',
  ];
  return [
    ['page', palette.page],
    ...names.map((name): [string, string] => [name, mixed(colours[name] ?? '', palette.page)]),
  ];
}

describe.each(['light', 'dark'] as const)('%s theme', mode => {
  test.each(['normal', 'more'] as const)(
    '%s contrast: every token has at least 4.5 to 1 on every ground',
    level => {
      const palette = palettes[mode][level];
      const poor = grounds(palette).flatMap(([ground, colour]) =>
        themeRules(palette)
          .map(({ token, foreground }) => ({ token, ratio: contrast(`#${foreground}`, colour) }))
          .filter(({ ratio }) => ratio < 4.5)
          .map(({ token, ratio }) => `${token} on ${ground}: ${ratio.toFixed(2)}`),
      );
      expect(poor).toEqual([]);
    },
  );
});
