import type { AskSecret, Backend } from '../../src/main/executors/backend.ts';
import { runExecutor } from '../../src/main/executors/executor-host.ts';
import { executionError, failure } from '../../src/main/executors/failures.ts';
import type { SnowflakeConfig } from '../../src/main/executors/protocol.ts';
import { secretsOf, tokenName } from '../../src/shared/domain/connection-secrets.ts';

/**
 * The executor of an account whose driver keeps nothing to itself. By the account's name: "echo" repeats what signs in, in whatever
 * it says and prints; "crash" does so and dies of it while it is at work; "fine" only needs it.
 */
async function openTalkative(config: SnowflakeConfig, askSecret: AskSecret): Promise<Backend> {
  const { definition } = config;
  const names = [...secretsOf(definition).map(({ name }) => name), tokenName(definition, 'sso')];

  async function signIn(): Promise<string[]> {
    const values: string[] = [];
    for (const name of names) {
      const value = await askSecret({ op: 'get', name });
      if (value !== null) values.push(value);
    }
    if (values.length > 0) return values;
    throw executionError({ code: 'secret_missing', message: `The secret "${names[0]}" is not set` });
  }

  const forms = (value: string) => [
    value,
    encodeURIComponent(value),
    JSON.stringify({ data: { PASSWORD: value } }),
    Buffer.from(value).toString('base64'),
    Buffer.from(`${definition.user}:${value}`).toString('base64'),
    Buffer.from(value).toString('hex'),
    `Authorization: Bearer ${value}`,
  ];

  async function talk(): Promise<string> {
    const text = (await signIn()).flatMap(forms).join(' ; ');
    process.stdout.write(`sent: ${text}\n`);
    process.stderr.write(`names of the environment: ${Object.keys(process.env).sort().join(',')}\n`);
    process.stderr.write(`environment: ${JSON.stringify(process.env)}\n`);
    return text;
  }

  async function refuse(): Promise<never> {
    throw executionError({
      code: 'sign_in_failed',
      message: `The server refused: ${await talk()}`,
      hint: `Do not use ${await talk()}`,
    });
  }

  const fine = definition.account === 'fine';
  const work = async <T>(result: T): Promise<T> =>
    fine ? await signIn().then(() => result) : await refuse();

  return Promise.resolve({
    version: '1',
    async execute(script) {
      if (definition.account === 'crash') {
        const text = await talk();
        setImmediate(() => {
          throw new Error(`assertion failed: ${text}`);
        });
        await new Promise(() => {});
      }
      return await work({ rows: script.statements.length, bytes: null });
    },
    open: () => refuse(),
    stop: () => {},
    describe: () => Promise.resolve([{ name: 'A', type: 'NUMBER' }]),
    catalog: async ({ relations = [] }) => {
      await signIn();
      return fine ? [] : relations.map(relation => ({ ...relation, type: 'table', columns: [] }));
    },
    recall: async () => ({
      state: 'failed',
      failure: failure({ code: 'warehouse_error', message: `lost: ${await talk()}` }),
    }),
    test: async () => {
      const { ok, message } = fine
        ? await signIn().then(() => ({ ok: true, message: 'signed in' }))
        : { ok: false, message: await talk() };
      const hint = ok ? {} : { hint: message };
      return [{ stage: 'sign_in', state: ok ? 'ok' : 'failed', message, ...hint, elapsed_ms: 1 }];
    },
    list: () => work(['S']),
    explain: () => work({ partitions: null, partitionsTotal: null, bytes: null }),
    grants: () => work([]),
    privileges: () => work([]),
    load: () => refuse(),
    close: () => Promise.resolve(),
  });
}

runExecutor('snowflake', openTalkative);
