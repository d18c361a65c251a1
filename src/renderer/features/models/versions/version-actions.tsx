import type { Model } from '../../../../shared/contract/models.ts';
import { sameDocs } from '../../../../shared/domain/docs.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { replaceDraft } from '../drafts/replace-draft.ts';
import type { ModelPageContext } from '../workbench.ts';

/** Makes a version's text the draft; asks first when that would replace something no version has. */
export async function restoreVersion(page: ModelPageContext, number: number): Promise<void> {
  const { model, draft } = page;
  try {
    const version = await client.models.version({ model: String(model.id), version: String(number) });
    if (version.sql === draft.text() && sameDocs(version.docs, draft.docs())) {
      showToast(`The draft has the text of v${number} already`);
      return;
    }
    const basedOn = draft.basedOn();
    const sure =
      !draft.isModified() ||
      (await confirm({
        title: `Restore v${number} as the draft?`,
        body: (
          <p>
            The draft of {model.name}{' '}
            {basedOn === null ? 'was never published' : `is modified since v${basedOn}`}, and its text and
            documentation are replaced by those of v{number}. That can be undone.
          </p>
        ),
        verb: `Restore v${number}`,
      }));
    if (!sure) return;
    await replaceDraft(page, `The draft has the text of v${number} now`, revision =>
      client.models.restore({ model: String(model.id), version: String(number), revision, overwrite: true }),
    );
  } catch (error) {
    explain(troubleOf(error, `v${number} was not restored`));
  }
}

export async function removeTag(model: Model, tag: string, version: number): Promise<void> {
  const sure = await confirm({
    title: `Remove tag ${tag}?`,
    body: (
      <p>
        {tag} names v{version} of {model.name}. The version stays.
      </p>
    ),
    verb: 'Remove tag',
    danger: true,
  });
  if (!sure) return;
  try {
    await client.models.untag({ model: String(model.id), tag });
    showToast(`Tag ${tag} removed`);
  } catch (error) {
    explain(troubleOf(error, `Tag ${tag} was not removed`));
  }
}
