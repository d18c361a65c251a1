import { fileURLToPath } from 'node:url';
import type { TestStage } from '../../src/shared/contract/environments.ts';
import { secretsOf } from '../../src/shared/domain/connection-secrets.ts';
import { foreignHosts } from '../../src/shared/domain/hosts.ts';
import { ExecutionError, type Log } from '../../src/main/engine/ports.ts';
import type { AskSecret, Backend } from '../../src/main/executors/backend.ts';
import { runExecutor } from '../../src/main/executors/executor-host.ts';
import type { CallInput, SnowflakeConfig } from '../../src/main/executors/protocol.ts';
import type { Spawn } from '../../src/main/processes/child.ts';
import { createNodeSpawn } from '../../src/main/processes/node-process.ts';

/** Starts this program in place of Snowflake's executor. */
export function spawnScripted(log: Log): Spawn {
  const spawn = createNodeSpawn(log);
  return program =>
    spawn(program.name.startsWith('snowflake') ? { ...program, entry: new URL(import.meta.url) } : program);
}

/** What looks like a private key; its text is that of a canary. */
const keyOf = (text: string) =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(`canary-${text}`).toString('base64')}\n-----END PRIVATE KEY-----`;

/** What the account lets one in with. */
export const rightKey = keyOf('right');
export const rightPassphrase = 'canary-passphrase';
export const wrongKey = keyOf('wrong');
/** Any of them, wherever it should not be. */
export const canary = /canary-|Y2FuYXJ5/;

const stageNames = ['reach', 'sign_in', 'role', 'warehouse', 'database', 'privileges'] as const;

/** An account that knows one key and one role, and can do nothing but tell of itself. */
class ScriptedAccount implements Partial<Backend> {
  readonly version = 'scripted';
  private readonly config: SnowflakeConfig;
  private readonly askSecret: AskSecret;

  constructor(config: SnowflakeConfig, askSecret: AskSecret) {
    this.config = config;
    this.askSecret = askSecret;
  }

  async test({ session }: CallInput<'test'>): Promise<TestStage[]> {
    const failed = (await this.signIn()) ?? this.roleProblem(session.role);
    const at = failed ? stageNames.indexOf(failed.stage) : stageNames.length;
    return stageNames.map((stage, index) => {
      if (failed && index === at) return { state: 'failed', elapsed_ms: 1, ...failed };
      return {
        stage,
        state: index < at ? 'ok' : 'skipped',
        message: `${stage} of the script`,
        elapsed_ms: 1,
      };
    });
  }

  async list({ what }: CallInput<'list'>): Promise<string[]> {
    const failed = await this.signIn();
    if (failed) throw refusal(failed);
    return what === 'warehouses' ? ['WH_L', 'WH_XS'] : [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async signIn(): Promise<Refusal | null> {
    const { definition, trustedHosts } = this.config;
    const strange = foreignHosts(definition).find(host => !trustedHosts.includes(host));
    if (strange !== undefined) {
      return {
        stage: 'reach',
        code: 'host_not_trusted',
        message: `"${definition.name}" names ${strange}, which nobody trusts yet`,
        hint: `slipway connection trust ${definition.name} ${strange}`,
      };
    }
    for (const { field, name } of secretsOf(definition)) {
      const value = await this.askSecret({ op: 'get', name });
      if (value === null) {
        return { stage: 'sign_in', code: 'secret_missing', message: `The secret "${name}" is not set` };
      }
      if (value !== (field === 'secret' ? rightKey : rightPassphrase)) {
        return { stage: 'sign_in', code: 'sign_in_failed', message: 'The account does not take the key' };
      }
    }
    return null;
  }

  private roleProblem(role: string | null): Refusal | null {
    if (role === null || role === 'LOADER') return null;
    return { stage: 'role', code: 'role_missing', message: `There is no role ${role}` };
  }
}

interface Refusal {
  stage: (typeof stageNames)[number];
  code: string;
  message: string;
  hint?: string;
}

function refusal({ code, message, hint = '' }: Refusal): ExecutionError {
  return new ExecutionError({ code, message, sqlstate: null, query_id: null, retryable: false, hint });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  runExecutor('snowflake', (config, askSecret) =>
    // It is asked for nothing else.
    Promise.resolve(new ScriptedAccount(config, askSecret) as unknown as Backend),
  );
}
