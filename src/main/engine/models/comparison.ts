import type { DocsReport } from '../../../shared/contract/docs.ts';
import type { ModelDiff } from '../../../shared/contract/models.ts';
import { docsChanges, matchColumns } from '../../../shared/domain/docs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Context } from '../context.ts';
import type { Analysis } from '../sql/types.ts';
import { maskVariables } from '../sql/variables.ts';
import type { Models } from './models.ts';
import type { Origins } from './origins.ts';
import { readDocs } from './stored-docs.ts';
import { unifiedDiff } from './unified-diff.ts';
import type { Versions } from './versions.ts';

/** What is written about a text held against its columns, and one text against another. */
export function createComparison(
  { analysis }: Context,
  areas: { models: Models; versions: Versions; origins: Origins },
) {
  const { models, versions, origins } = areas;

  return {
    async docs(input: { model: string; version: string }): Promise<DocsReport> {
      const { label, sql: query, docs } = versions.text(models.row(input.model), input.version);
      const names = await columnNames(analysis, maskVariables(query));
      return { label, docs, ...matchColumns(names, docs.columns) };
    },

    async diff(input: { model: string; a: string; b: string }): Promise<ModelDiff> {
      const model = models.row(input.model);
      const side = async (ref: string) =>
        ref === '@file'
          ? { ...(await origins.text(model)), label: 'file', docs: undefined }
          : versions.text(model, ref);
      const [left, right] = await Promise.all([side(input.a), side(input.b)]);
      // A file says nothing about the docs.
      const docs = left.docs ?? right.docs ?? readDocs(model.draft_docs_json);
      const [a, b] = [
        { label: left.label, sql: left.sql, docs: left.docs ?? docs },
        { label: right.label, sql: right.sql, docs: right.docs ?? docs },
      ];
      const report = await analysis.classify(a.sql, b.sql);
      const written = docsChanges(a.docs, b.docs);
      const onlyDocs = report.change === 'none' && written.length > 0;
      return {
        model: model.name,
        a,
        b,
        change: onlyDocs ? 'cosmetic' : report.change,
        reasons: onlyDocs ? ['only the documentation changed'] : report.reasons,
        columns: report.columns,
        docs: written,
        sql_diff: unifiedDiff(a, b),
      };
    },
  };
}

/** What the columns of a query are called; null where its text does not tell, or is no query. */
async function columnNames(analysis: Analysis, sql: string): Promise<string[] | null> {
  try {
    const { complete, columns } = await analysis.lineage(sql, []);
    return complete ? columns.map(({ name }) => name) : null;
  } catch (cause) {
    if (cause instanceof SlipwayError && cause.code === 'validation') return null;
    throw cause;
  }
}
