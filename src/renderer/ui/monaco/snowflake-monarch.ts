import type { languages } from 'monaco-editor/editor';
import { snowflakeWords } from '../sql/words.ts';

const name = String.raw`[\p{L}_][\p{L}\p{N}_$]*`;
const pattern = (source: string) => new RegExp(source, 'u');
/** `a:b` goes into a value, `a::b` casts it. */
const pathFollows = String.raw`(?=:(?!:)["\p{L}_])`;

/** Snowflake's SQL for colouring, as Monaco's lexer wants it. What it calls a token has a colour of the same name. */
export const snowflakeMonarch: languages.IMonarchLanguage = {
  ignoreCase: true,
  unicode: true,
  defaultToken: '',
  keywords: snowflakeWords.keywords,
  types: snowflakeWords.types,
  functions: snowflakeWords.functions,
  valueFunctions: snowflakeWords.valueFunctions,
  brackets: [
    { open: '(', close: ')', token: 'delimiter.parenthesis' },
    { open: '[', close: ']', token: 'delimiter.square' },
    { open: '{', close: '}', token: 'delimiter.curly' },
  ],
  tokenizer: {
    root: [
      [/\s+/, ''],
      [/(--|\/\/).*$/, 'comment'],
      [/\/\*/, 'comment', '@comment'],
      [/\$\$/, 'string', '@dollars'],
      [/'/, 'string', '@text'],
      [pattern(`"(?:[^"]|"")*"${pathFollows}`), 'identifier', '@path'],
      [/"/, 'identifier', '@quoted'],
      [/\{\{[^{}]*\}\}/, 'variable'],
      [/@(?:"[^"]*"|'[^']*'|[^\s,();'"])+/, 'string.stage'],
      [pattern(`\\$(?:\\d+|${name})${pathFollows}`), 'variable', '@path'],
      [pattern(`\\$(?:\\d+|${name})`), 'variable'],
      [/(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/, 'number'],
      // A part of a name is no word of the language.
      [
        pattern(`(\\.)(\\s*)(${name})${pathFollows}`),
        ['delimiter', '', { token: 'identifier', next: '@path' }],
      ],
      [pattern(`(\\.)(\\s*)(${name})`), ['delimiter', '', 'identifier']],
      [pattern(`${name}${pathFollows}`), 'identifier', '@path'],
      [
        pattern(`${name}(?=\\s*\\()`),
        {
          cases: {
            '@functions': 'function',
            '@keywords': 'keyword',
            '@types': 'type',
            '@default': 'identifier',
          },
        },
      ],
      [
        pattern(name),
        {
          cases: {
            '@valueFunctions': 'function',
            '@keywords': 'keyword',
            '@types': 'type',
            '@default': 'identifier',
          },
        },
      ],
      [pattern(`[)\\]]${pathFollows}`), { token: '@brackets', next: '@path' }],
      [/[()[\]{}]/, '@brackets'],
      [/[;,.]/, 'delimiter'],
      [/[<>=!%&+\-*/|~^:@?]+/, 'operator'],
    ],
    /** `:a.b[0]."c d"` behind a value. */
    path: [
      [pattern(`(:|\\.)(${name}|"(?:[^"]|"")*")`), ['operator', 'path']],
      [/(\[)(\s*\d+\s*)(\])/, ['@brackets', 'number', '@brackets']],
      [/(\[)(\s*'[^']*'\s*)(\])/, ['@brackets', 'string', '@brackets']],
      [/(?=.)/, '', '@pop'],
      [/$/, '', '@pop'],
    ],
    comment: [
      [/[^*/]+/, 'comment'],
      [/\*\//, 'comment', '@pop'],
      [/[*/]/, 'comment'],
    ],
    dollars: [
      [/[^$]+/, 'string'],
      [/\$\$/, 'string', '@pop'],
      [/\$/, 'string'],
    ],
    text: [
      [/[^'\\]+/, 'string'],
      [/''|\\./, 'string'],
      [/'/, 'string', '@pop'],
      [/\\/, 'string'],
    ],
    quoted: [
      [/[^"]+/, 'identifier'],
      [/""/, 'identifier'],
      [/"/, 'identifier', '@pop'],
    ],
  },
};
