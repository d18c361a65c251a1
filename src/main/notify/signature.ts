import { createHmac } from 'node:crypto';

/**
 * The value of the header `Slipway-Signature`: `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256, with the channel's secret as its
 * key, of `SECONDS.BODY`. SECONDS is the time of the attempt, so that what was recorded cannot be played back much later.
 */
export function signatureOf(key: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
}
