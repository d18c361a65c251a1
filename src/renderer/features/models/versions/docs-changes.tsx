import type { ModelDiff } from '../../../../shared/contract/models.ts';
import { Markdown } from '../../../ui/markdown/markdown.tsx';
import classes from './versions.module.css';

/** What is written otherwise about the model and its columns, before beside after. */
export function DocsChanges({ changes, a, b }: { changes: ModelDiff['docs']; a: string; b: string }) {
  return (
    <div className={classes.docsChanges}>
      <table>
        <thead>
          <tr>
            <th scope="col">About</th>
            <th scope="col">{a}</th>
            <th scope="col">{b}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ column, before, after }) => (
            <tr key={column ?? ''}>
              <th scope="row">{column === null ? 'the model' : <code>{column}</code>}</th>
              <td>
                <Side text={before} />
              </td>
              <td>
                <Side text={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Side({ text }: { text: string }) {
  return text === '' ? <i className={classes.none}>nothing</i> : <Markdown text={text} />;
}
