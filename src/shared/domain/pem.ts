/** Of a key or certificate as text. */
const begin = /-----BEGIN ([A-Z0-9 ]+)-----/;

/** What is wrong with a text that is to be a private key; undefined where nothing is to be seen. */
export function pemProblem(text: string): string | undefined {
  const kind = begin.exec(text)?.[1];
  if (kind === undefined) return 'A private key as PEM begins with -----BEGIN PRIVATE KEY-----';
  if (kind.endsWith('PUBLIC KEY'))
    return 'This is a public key: Snowflake has that one, the private one goes here';
  if (kind === 'CERTIFICATE') return 'This is a certificate, no private key';
  if (kind === 'OPENSSH PRIVATE KEY') {
    return 'This is a key in the format of OpenSSH: ssh-keygen -p -m PKCS8 -f FILE makes PEM of it';
  }
  if (!kind.endsWith('PRIVATE KEY')) return `This is no private key but “${kind.toLowerCase()}”`;
  if (!text.includes(`-----END ${kind}-----`)) return `The end of the key is missing: -----END ${kind}-----`;
  return undefined;
}

/** Whether a private key asks for a passphrase. */
export function isEncryptedKey(text: string): boolean {
  return begin.exec(text)?.[1] === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: 4,ENCRYPTED/m.test(text);
}
