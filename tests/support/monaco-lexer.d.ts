/** Parts of the editor that it has no types for: its lexer, without the editor. */
declare module 'monaco-editor/editor/standalone/common/monarch/monarchCompile.js' {
  export function compile(id: string, language: object): object;
}

declare module 'monaco-editor/editor/standalone/common/monarch/monarchLexer.js' {
  export class MonarchTokenizer {
    constructor(languages: object, themes: object, id: string, lexer: object, settings: object);
    getInitialState(): object;
    tokenize(
      line: string,
      hasEnd: boolean,
      state: object,
    ): { tokens: { offset: number; type: string }[]; endState: object };
  }
}
