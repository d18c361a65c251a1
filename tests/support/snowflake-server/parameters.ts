import { SnowflakeError } from './errors.ts';

interface Known {
  type: 'STRING' | 'NUMBER' | 'BOOLEAN';
  value: string;
}

const text = (value: string): Known => ({ type: 'STRING', value });
const number = (value: number): Known => ({ type: 'NUMBER', value: String(value) });
const boolean = (value: boolean): Known => ({ type: 'BOOLEAN', value: String(value) });

/** Parameters with Snowflake's defaults: those drivers look at, and those people set. */
const known: Record<string, Known> = {
  ABORT_DETACHED_QUERY: boolean(false),
  AUTOCOMMIT: boolean(true),
  BINARY_INPUT_FORMAT: text('HEX'),
  BINARY_OUTPUT_FORMAT: text('HEX'),
  CLIENT_REQUEST_MFA_TOKEN: boolean(false),
  CLIENT_RESULT_CHUNK_SIZE: number(160),
  CLIENT_SESSION_KEEP_ALIVE: boolean(false),
  CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: number(3_600),
  CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: number(65_280),
  CLIENT_STORE_TEMPORARY_CREDENTIAL: boolean(false),
  CLIENT_TELEMETRY_ENABLED: boolean(true),
  CLIENT_VALIDATE_DEFAULT_PARAMETERS: boolean(false),
  DATE_INPUT_FORMAT: text('AUTO'),
  DATE_OUTPUT_FORMAT: text('YYYY-MM-DD'),
  ERROR_ON_NONDETERMINISTIC_MERGE: boolean(true),
  GCS_USE_DOWNSCOPED_CREDENTIAL: boolean(false),
  JS_TREAT_INTEGER_AS_BIGINT: boolean(false),
  LOCK_TIMEOUT: number(43_200),
  MULTI_STATEMENT_COUNT: number(1),
  QUERY_CONTEXT_CACHE_SIZE: number(5),
  QUERY_TAG: text(''),
  QUOTED_IDENTIFIERS_IGNORE_CASE: boolean(false),
  ROWS_PER_RESULTSET: number(0),
  STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: number(0),
  STATEMENT_TIMEOUT_IN_SECONDS: number(172_800),
  STRICT_JSON_OUTPUT: boolean(false),
  TIMESTAMP_DAY_IS_ALWAYS_24H: boolean(false),
  TIMESTAMP_INPUT_FORMAT: text('AUTO'),
  TIMESTAMP_LTZ_OUTPUT_FORMAT: text(''),
  TIMESTAMP_NTZ_OUTPUT_FORMAT: text('YYYY-MM-DD HH24:MI:SS.FF3'),
  TIMESTAMP_OUTPUT_FORMAT: text('YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM'),
  TIMESTAMP_TYPE_MAPPING: text('TIMESTAMP_NTZ'),
  TIMESTAMP_TZ_OUTPUT_FORMAT: text(''),
  TIMEZONE: text('America/Los_Angeles'),
  TIME_INPUT_FORMAT: text('AUTO'),
  TIME_OUTPUT_FORMAT: text('HH24:MI:SS'),
  TRANSACTION_ABORT_ON_ERROR: boolean(false),
  UNSUPPORTED_DDL_ACTION: text('IGNORE'),
  USE_CACHED_RESULT: boolean(true),
  WEEK_OF_YEAR_POLICY: number(0),
  WEEK_START: number(0),
};

/** Which parameters there are, and their values where nobody has set them. */
export class Parameters {
  get names(): string[] {
    return Object.keys(known);
  }

  typeOf(name: string): Known['type'] {
    return this.#find(name).type;
  }

  defaultOf(name: string): string {
    return this.#find(name).value;
  }

  /** The value as it is kept; throws what Snowflake says where there is no such parameter, or no such value. */
  check(name: string, value: unknown): string {
    const { type } = this.#find(name);
    const written = String(value);
    const right =
      type === 'STRING' ||
      (type === 'NUMBER' ? /^-?\d+(\.\d+)?$/.test(written) : /^(true|false)$/i.test(written));
    if (!right) {
      throw new SnowflakeError(
        '001008',
        '22023',
        `SQL compilation error:\ninvalid value [${written}] for parameter '${name}'`,
      );
    }
    return type === 'BOOLEAN' ? written.toLowerCase() : written;
  }

  /** As answers carry them: with the types of JSON. */
  wire(values: ReadonlyMap<string, string>): { name: string; value: string | number | boolean }[] {
    return this.names.map(name => {
      const { type, value } = this.#find(name);
      const current = values.get(name) ?? value;
      if (type === 'NUMBER') return { name, value: Number(current) };
      return { name, value: type === 'BOOLEAN' ? current === 'true' : current };
    });
  }

  #find(name: string): Known {
    const found = known[name];
    if (found === undefined) {
      throw new SnowflakeError(
        '001099',
        '02000',
        `SQL compilation error:\ninvalid session parameter '${name}'`,
      );
    }
    return found;
  }
}
