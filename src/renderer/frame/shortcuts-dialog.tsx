import { Modal } from '@mantine/core';
import { type Command, currentCommands } from '../commands.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { sizes } from '../ui/theme.ts';
import classes from './shortcuts-dialog.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** Everything that can be done by keyboard here and now. */
export function ShortcutsDialog({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={sizes.dialogWide}>
      {opened && <Groups />}
    </Modal>
  );
}

function Groups() {
  const groups = Map.groupBy(
    currentCommands().filter(command => command.shortcut !== undefined),
    command => command.group,
  );
  return (
    <div className={classes.groups}>
      {[...groups].map(([group, commands]) => (
        <section key={group} className={classes.group}>
          <h2 className={classes.title}>{group}</h2>
          <Shortcuts commands={commands} />
        </section>
      ))}
      <section className={classes.group}>
        <h2 className={classes.title}>Lists and tables</h2>
        <Shortcuts
          commands={[
            { id: 'type', title: 'Filter a list', shortcut: 'type' },
            { id: 'open', title: 'Open, or show a value whole', shortcut: 'Enter' },
            { id: 'copy', title: 'Copy what is selected', shortcut: 'mod+c' },
            { id: 'copy-names', title: 'Copy with column names', shortcut: 'mod+shift+c' },
          ]}
        />
      </section>
    </div>
  );
}

function Shortcuts({ commands }: { commands: readonly Pick<Command, 'id' | 'title' | 'shortcut'>[] }) {
  return (
    <dl className={classes.list}>
      {commands.map(command => (
        <div key={command.id} className={classes.row}>
          <dt>{command.title}</dt>
          <dd>
            <KeyHint keys={command.shortcut ?? ''} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
