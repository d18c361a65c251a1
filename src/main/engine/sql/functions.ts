import { analyze } from './analyze.ts';
import { check } from './check.ts';
import { classify } from './classify/classify.ts';
import { format } from './format.ts';
import { lineage } from './lineage/lineage.ts';
import { scope } from './lineage/scope.ts';
import { rename } from './rename.ts';
import { renameSymbol, symbolAt } from './symbols.ts';
import { translate } from './translate/translate.ts';

/** What the analysis process can do. All of it is pure, so that an answer may be remembered and a request repeated. */
export const functions = {
  analyze,
  check,
  translate,
  rename,
  format,
  classify,
  lineage,
  scope,
  symbolAt,
  renameSymbol,
};

export type FunctionName = keyof typeof functions;
