import type { Command } from 'commander';
import type { DoctorCheck } from '../../../shared/contract/workspace.ts';
import type { Cli } from '../cli.ts';
import { act, describe } from '../command.ts';
import { exitCodes, toSlipwayError } from '../errors.ts';
import { checkSpan } from '../output/states.ts';
import type { Cell } from '../output/table.ts';
import { safe } from '../output/text.ts';

export function define(doctor: Command): void {
  describe(doctor, 'Check workspace, disk, SQL analysis, secrets and connections', {
    about:
      'Ends with 1 when a check fails. A workspace that cannot be opened is a failed check, too. Of secrets it looks where they are and whether they are set; it reads none.',
    examples: ['doctor', 'doctor --json | jq \'.checks[] | select(.state != "ok")\''],
  }).action(
    act(async cli => {
      const { ok, checks } = await examine(cli);
      cli.terminal.result({ ok, checks }, () => {
        const rows = checks.map<Cell[]>(({ name, state, message }) => [name, checkSpan(state), message]);
        const text = cli.terminal.table(
          [{ title: 'check', keep: true }, { title: 'state', keep: true }, { title: '' }],
          rows,
        );
        const hints = checks.flatMap(({ name, hint }) =>
          hint ? [`hint: ${safe(name)}: ${safe(hint)}`] : [],
        );
        return [text, ...hints].join('\n');
      });
      return ok ? exitCodes.done : exitCodes.failed;
    }),
  );
}

async function examine(cli: Cli): Promise<{ ok: boolean; checks: DoctorCheck[] }> {
  try {
    const { client, own } = await cli.engine();
    const info = await client.workspace.info();
    const engine: DoctorCheck = {
      name: 'engine',
      state: 'ok',
      message: own
        ? 'none has the workspace; started one for this check'
        : `runs in ${info.host}, process ${info.pid}, version ${info.version}`,
    };
    const { ok, checks } = await client.workspace.doctor();
    return { ok, checks: [engine, ...checks] };
  } catch (cause) {
    const { code, message, details } = toSlipwayError(cause);
    if (code === 'not_found' || code === 'internal') throw cause;
    return { ok: false, checks: [{ name: 'engine', state: 'failed', message, hint: details.hint }] };
  }
}
