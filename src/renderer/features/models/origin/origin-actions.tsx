import { sameDocs } from '../../../../shared/domain/docs.ts';
import type { Model } from '../../../../shared/contract/models.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { client } from '../../../api.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { replaceDraft } from '../drafts/replace-draft.ts';
import type { ModelPageContext } from '../workbench.ts';
import { fileName } from './origin-data.ts';

/** Makes the text of the model's file the draft; asks first when that would replace what is nowhere else. */
export async function takeFile(page: ModelPageContext): Promise<void> {
  const { model, draft } = page;
  const path = model.origin?.path ?? '';
  const before = { sql: draft.text(), docs: draft.docs() };
  const take = (overwrite: boolean) =>
    replaceDraft(page, `The draft has the text of ${fileName(path)} now`, revision =>
      client.models.takeOrigin({ model: String(model.id), revision, overwrite }),
    );
  try {
    try {
      await take(false);
    } catch (error) {
      const isSame = draft.text() === before.sql && sameDocs(draft.docs(), before.docs);
      if (callFailure(error).code !== 'conflict' || !isSame) throw error;
      const sure = await confirm({
        title: `Take ${fileName(path)} into the draft?`,
        body: (
          <p>
            The draft of {model.name} was edited here, and its text is replaced by that of {path}. That can be
            undone.
          </p>
        ),
        verb: 'Take the file',
      });
      if (sure) await take(true);
    }
  } catch (error) {
    explain(troubleOf(error, 'The file was not taken'));
  }
}

/** From now on the file counts as changed when it is another one than now. */
export async function noteFile(model: Model): Promise<void> {
  if (!model.origin) return;
  try {
    await client.models.setOrigin({ model: String(model.id), path: model.origin.path });
    showToast('The draft stays; the file as it is now is noted');
  } catch (error) {
    explain(troubleOf(error, 'The file was not noted'));
  }
}

export async function forgetFile(model: Model): Promise<void> {
  const path = model.origin?.path ?? '';
  const sure = await confirm({
    title: `Forget ${fileName(path)}?`,
    body: <p>{model.name} no longer says where it comes from. The file, the draft and all versions stay.</p>,
    verb: 'Forget the file',
  });
  if (!sure) return;
  try {
    await client.models.forgetOrigin({ model: String(model.id) });
    showToast(`${model.name} comes from no file now`);
  } catch (error) {
    explain(troubleOf(error, 'The file was not forgotten'));
  }
}
