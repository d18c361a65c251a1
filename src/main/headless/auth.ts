import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SlipwayError } from '../../shared/domain/errors.ts';
import type { Refusal } from './answers.ts';

/** Who may do what on a server of ours. */
export interface Access {
  /** What is wrong with a request whatever it asks for, such as coming from another site. */
  refuse(request: IncomingMessage): Refusal | undefined;
  /** A program that has the token. */
  isProgram(request: IncomingMessage): boolean;
  /** A browser that was signed in. */
  isBrowser(request: IncomingMessage): boolean;
  /** Header that signs a browser in; undefined when this is not the token. */
  cookieFor(token: string): string | undefined;
}

/** On a local socket the file's permissions have decided already. */
export const openAccess: Access = {
  refuse: () => undefined,
  isProgram: () => true,
  isBrowser: () => true,
  cookieFor: () => undefined,
};

const minTokenLength = 16;

/** The token of `SLIPWAY_TOKEN`, or a new one for this start. */
export function chooseToken(environment: NodeJS.ProcessEnv): string {
  const given = environment.SLIPWAY_TOKEN;
  if (given === undefined || given === '') return randomBytes(32).toString('base64url');
  if (given.length < minTokenLength || !/^[\x21-\x7e]+$/.test(given)) {
    throw new SlipwayError(
      'validation',
      `SLIPWAY_TOKEN must be at least ${minTokenLength} visible ASCII characters without spaces`,
      { hint: 'Leave it out to get a random one' },
    );
  }
  return given;
}

/**
 * Access over TCP, where any program and any web page of this machine can connect. Programs send the token with every
 * request. A browser brings it once and gets a cookie that no script can read and no other site can have sent; the cookie
 * holds a value derived from the token, so it gives the token to nobody. Requests must name this server by a loopback
 * address: a site whose name was made to point here (DNS rebinding) is refused.
 */
export function tokenAccess(token: string, port: number): Access {
  const cookieName = `slipway-${port}`;
  const cookieValue = createHmac('sha256', token).update('slipway page').digest('base64url');
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].flatMap(name =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  const origins = hosts.map(host => `http://${host}`);

  return {
    refuse({ headers: { host, origin } }) {
      if (host === undefined || !hosts.includes(host.toLowerCase())) {
        return forbidden(`Requests must go to ${hosts[0]}, not to another name of this machine`);
      }
      if (origin !== undefined && !origins.includes(origin)) {
        return forbidden('Pages of other sites may not use this server');
      }
      return undefined;
    },
    isProgram({ headers }) {
      const match = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '');
      return match !== null && sameText(match[1] ?? '', token);
    },
    isBrowser({ headers }) {
      const cookies = (headers.cookie ?? '').split(';').map(cookie => cookie.trim());
      return cookies.some(
        cookie =>
          cookie.startsWith(`${cookieName}=`) && sameText(cookie.slice(cookieName.length + 1), cookieValue),
      );
    },
    cookieFor: given =>
      sameText(given, token) ? `${cookieName}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict` : undefined,
  };
}

export const unauthorized: Refusal = {
  status: 401,
  error: new SlipwayError('auth', 'This needs the token that "slipway serve" printed', {
    hint: 'Programs send it as "Authorization: Bearer TOKEN"; in a browser open the address that was printed',
  }),
  headers: { 'www-authenticate': 'Bearer realm="slipway"' },
};

function forbidden(message: string): Refusal {
  return { status: 403, error: new SlipwayError('auth', message) };
}

/** Takes the same time wherever the texts differ, and whatever their lengths. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
