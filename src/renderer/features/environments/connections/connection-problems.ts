import { connectionDefinition } from '../../../../shared/contract/connections.ts';
import { zodProblems } from '../../../../shared/contract/problems.ts';
import { type Problem, problemLine } from '../../../../shared/domain/errors.ts';
import { type FormProblems, type Problems, sentence } from '../edit/problems.ts';
import { type ConnectionForm, definitionOf } from './connection-form.ts';

/** Names of fields in a definition whose problems are shown at another field. */
const shownAt: Readonly<Record<string, keyof ConnectionForm>> = { oauth: 'token_url' };

/** What is wrong with a connection: as the contract says it, except for what is only not filled in yet. */
export function connectionProblems(form: ConnectionForm, others: readonly string[] = []): FormProblems {
  const missing = missingFields(form);
  const wrong: Record<string, string> = {};
  const checked = connectionDefinition.safeParse(definitionOf(form));
  const { fields } = engineProblems(zodProblems(checked.error?.issues ?? []), form);
  for (const [field, text] of Object.entries(fields)) {
    if (missing[field] === undefined) wrong[field] = text;
  }
  const name = form.name.trim().toLowerCase();
  const other = others.find(each => each.toLowerCase() === name);
  if (other !== undefined) wrong.name = `There is another connection “${other}”`;
  return { wrong, missing };
}

function missingFields(form: ConnectionForm): Record<string, string> {
  const missing: Record<string, string> = {};
  const want = (field: keyof ConnectionForm, message: string) => {
    if (String(form[field]).trim() === '') missing[field] = message;
  };
  want('name', 'A connection needs a name');
  if (form.engine !== 'snowflake') return missing;
  want('account', 'Give the account identifier');
  if (needsUser(form)) want('user', 'Give the user that signs in');
  if (form.authenticator === 'oauth_client_credentials') {
    want('token_url', 'Give the address that gives out tokens');
    want('client_id', 'Give the client ID');
    if (isBegun(form.token_url)) missing.token_url ??= unfinished;
  }
  if (isBegun(form.access_url)) missing.access_url = unfinished;
  if (/^(h(t(t(p(:\/?)?)?)?)?|http:\/\/[A-Za-z0-9.-]*:?)$/.test(form.proxy.trim())) {
    missing.proxy = 'Give the address of the proxy with its port, as in http://proxy.example.com:8080';
  }
  return missing;
}

/** OAuth can do without: the token says who it is. */
export function needsUser({ authenticator }: Pick<ConnectionForm, 'authenticator'>): boolean {
  return authenticator !== 'oauth' && authenticator !== 'oauth_client_credentials';
}

const unfinished = 'The address is not finished';
/** Nobody types an address from its middle: what is not finished is not wrong yet. */
const isBegun = (text: string) => /^h(t(t(p(s?(:\/?\/?)?)?)?)?)?$/i.test(text.trim());

/** What the engine found wrong with a definition, at the fields it is about; the rest has no field. */
export function engineProblems(
  found: readonly Problem[],
  form: ConnectionForm,
): { fields: Problems; rest: string[] } {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const problem of found) {
    const field = fieldOf(problem.path.replace(/^definition\.?/, ''), form);
    if (field === undefined) rest.push(problemLine(problem));
    else fields[field] ??= sentence(problem.message);
  }
  return { fields, rest };
}

/** The field that a place in a definition is about: `oauth.client_id` is about `client_id`. */
function fieldOf(path: string, form: ConnectionForm): string | undefined {
  const last = path.split('.').at(-1) ?? '';
  const field = shownAt[last] ?? last;
  return field in form ? field : undefined;
}

/** `https://myorg-myaccount.snowflakecomputing.com/console` holds `myorg-myaccount`; undefined where nothing like it is. */
export function accountIn(text: string): string | undefined {
  const pattern =
    /^(?:https?:\/\/)?([A-Za-z0-9][A-Za-z0-9_.-]*?)\.snowflakecomputing\.(?:com|cn)(?::\d+)?(?:[/?#].*)?$/i;
  const app = /^https:\/\/app\.snowflake\.com\/([A-Za-z0-9._-]+)\/([A-Za-z0-9_-]+)(?:[/?#].*)?$/i;
  const [, organisation, account] = app.exec(text.trim()) ?? [];
  if (organisation !== undefined && account !== undefined) {
    // Older addresses of Snowsight begin with a region, which no organisation is called like.
    return /[.-]/.test(organisation) ? `${account}.${organisation}` : `${organisation}-${account}`;
  }
  return pattern.exec(text.trim())?.[1];
}
