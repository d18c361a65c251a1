/** Where the page lives: a scheme of our own, so that it has an origin and is no file. */
export const appScheme = 'app';
export const appHost = 'slipway';
export const appOrigin = `${appScheme}://${appHost}`;
export const startPage = `${appOrigin}/`;

/** Whether a document at `url` is ours. Node knows no origin of schemes but the web's, so the parts are compared. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === '';
}
