import { languages } from 'monaco-editor/editor';
import { snowflakeWords } from '../sql/words.ts';

export const snowflakeId = 'snowflake-sql';

/** Snowflake's SQL for the editor: colours, brackets, comments. */
export function registerSnowflake(): void {
  languages.register({ id: snowflakeId, aliases: ['Snowflake SQL'], extensions: ['.sql'] });
  languages.setLanguageConfiguration(snowflakeId, {
    comments: { lineComment: '--', blockComment: ['/*', '*/'] },
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '[', close: ']' },
      { open: '{', close: '}' },
      { open: "'", close: "'", notIn: ['string', 'comment'] },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
    surroundingPairs: [
      { open: '(', close: ')' },
      { open: "'", close: "'" },
      { open: '"', close: '"' },
    ],
    wordPattern: /[\p{L}_][\p{L}\p{N}_$]*/u,
    indentationRules: { increaseIndentPattern: /\(\s*$/, decreaseIndentPattern: /^\s*\)/ },
  });
  languages.setMonarchTokensProvider(snowflakeId, {
    ignoreCase: true,
    unicode: true,
    defaultToken: '',
    keywords: snowflakeWords.keywords,
    types: snowflakeWords.types,
    functions: snowflakeWords.functions,
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
        [/"/, 'identifier', '@quoted'],
        [/\{\{[^{}]*\}\}/, 'variable'],
        [/\$[\p{L}_][\w$]*/u, 'variable'],
        [/(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/, 'number'],
        [
          /[\p{L}_][\p{L}\p{N}_$]*/u,
          {
            cases: {
              '@keywords': 'keyword',
              '@types': 'type',
              '@functions': 'function',
              '@default': 'identifier',
            },
          },
        ],
        [/[()[\]{}]/, '@brackets'],
        [/[;,.]/, 'delimiter'],
        [/[<>=!%&+\-*/|~^:@?]+/, 'operator'],
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
  });
}
