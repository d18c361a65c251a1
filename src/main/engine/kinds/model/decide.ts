import type { Column } from '../../../../shared/contract/common.ts';
import type { Found } from '../../dialects/dialect.ts';
import type { CatalogEntry } from '../../ports.ts';
import { refuseMissingColumns } from './audit.ts';
import { commentsOfRun, newComments } from './comments.ts';
import { type Parts, partsOf } from './incremental/parts.ts';
import { type CompiledText, dialectOf, type ModelWork, orderOf } from './model-run.ts';

/** What is to be built, and of which text. */
export interface Decision {
  text: CompiledText;
  parts: Parts;
}

/**
 * Looks at the columns there would be, and decides what is to be built, as what stands in the target's place demands. Reads,
 * and writes nothing. Throws what keeps it from being built.
 */
export async function decide(
  model: ModelWork,
  text: CompiledText,
  { found, standing }: { found: Found; standing: CatalogEntry | null },
): Promise<Decision & { columns: Column[] }> {
  const { run } = model;
  const columns = await run.executor.describe({ session: run.session, sql: text.compiled.sql });
  refuseMissingColumns(run, columns);
  const decided = await partsOf(model, text, columns, standing);
  const cautions = dialectOf(model).cautions({ ...orderOf(model), ...decided.parts, found });
  for (const caution of cautions) run.log('warn', caution);
  const { increment } = decided.parts;
  const comments =
    increment && standing
      ? await newComments(model, increment, standing)
      : commentsOfRun(
          model,
          columns.map(({ name }) => name),
        );
  return { text: decided.text, parts: { ...decided.parts, comments }, columns };
}
