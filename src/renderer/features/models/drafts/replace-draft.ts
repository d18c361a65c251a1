import type { Draft } from '../../../../shared/contract/models.ts';
import { sameDocs } from '../../../../shared/domain/docs.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { showUndoToast } from '../../../ui/undo-toast.tsx';
import type { ModelPageContext } from '../workbench.ts';

/** Makes another text the draft, and offers the way back for a while. Throws what `change` throws. */
export async function replaceDraft(
  { model, draft }: Pick<ModelPageContext, 'model' | 'draft'>,
  message: string,
  change: (revision: number) => Promise<Draft>,
): Promise<void> {
  await draft.flush();
  const before = { sql: draft.text(), docs: draft.docs(), based_on: draft.basedOn() };
  await draft.replace(change);
  const after = { sql: draft.text(), docs: draft.docs() };

  const undo = async () => {
    if (draft.text() !== after.sql || !sameDocs(draft.docs(), after.docs)) {
      showToast('The draft was edited since: undo in the editor');
      return;
    }
    const { based_on, ...text } = before;
    await draft.replace(revision =>
      client.models.saveDraft({
        model: String(model.id),
        revision,
        ...text,
        ...(based_on !== null && { based_on }),
      }),
    );
  };
  showUndoToast(message, () =>
    undo().catch(error => explain(troubleOf(error, 'The draft is not what it was'))),
  );
}
