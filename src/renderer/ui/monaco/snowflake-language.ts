import { languages } from 'monaco-editor/editor';
import { snowflakeMonarch } from './snowflake-monarch.ts';

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
  languages.setMonarchTokensProvider(snowflakeId, snowflakeMonarch);
}
