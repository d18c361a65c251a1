import type { AffectedEnvironment, ComputeProfile } from '../../../shared/contract/compute-profiles.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';
import { moment } from './times.ts';

export function computeList(profiles: ComputeProfile[], terminal: Terminal): string {
  if (profiles.length === 0) return 'There are no compute profiles.';
  return terminal.table(
    [
      { title: 'profile' },
      { title: 'warehouse' },
      { title: 'at once', keep: true, align: 'right', optional: 1 },
      { title: 'statement limit', keep: true, optional: 2 },
      { title: 'session parameters', optional: 3 },
      { title: 'environments' },
    ],
    profiles.map<Cell[]>(({ name, definition, environments }) => [
      name,
      definition.warehouse ?? '',
      String(definition.limits?.max_concurrent_runs ?? ''),
      definition.limits?.statement_timeout ?? '',
      parametersText(definition.session_parameters ?? {}),
      environments.join(', '),
    ]),
  );
}

export function parametersText(parameters: Record<string, string | number | boolean>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
}

export function computeText(
  profile: ComputeProfile,
  terminal: Terminal,
  writeYaml: (value: unknown) => string,
): string {
  const facts = terminal.facts([
    ['environments', profile.environments.join(', ') || 'none'],
    ['changed', moment(profile.updated_at, terminal.now)],
  ]);
  const title = `${safe(profile.name)} ${terminal.paint('dim', `compute profile ${profile.id}`)}`;
  return `${title}\n${facts}\n\n${writeYaml(profile.definition).trimEnd()}`;
}

/** The environments that use a profile, with what a change of it changes there. */
export function effectsText(affects: AffectedEnvironment[], terminal: Terminal): string {
  const rows = affects.flatMap(({ environment, protected: locked, changes }) => {
    const name = locked ? `${environment} 🔒` : environment;
    if (changes.length === 0) return [[name, 'nothing', '']];
    return changes.map<Cell[]>(({ field, from, to }, index) => [
      index === 0 ? name : '',
      field,
      `${valueText(from)} → ${valueText(to)}`,
    ]);
  });
  return terminal.table([{ title: 'used by' }, { title: 'changes', keep: true }, { title: '' }], rows);
}

const valueText = (value: string | number | boolean | null) => (value === null ? 'none' : String(value));
