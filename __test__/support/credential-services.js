/**
 * What the credential chain of AWS asks for keys, on one server: instance metadata, a container, STS,
 * single sign-on; and S3, which takes whatever was signed.
 */
import { RecordingServer } from './recording-server.js';

/** Keys that the services give, besides the token of a session that tells who gave them. */
export const KEYS = { accessKeyId: 'given', secretAccessKey: 'quiet' };

/** Whoever asks for a token of the instance metadata gets this one. */
export const INSTANCE_TOKEN = 'instance-token';

/** @typedef {import('./recording-server.js').Recorded} Recorded */

/**
 * @param {{lifetime?: number}} [options] milliseconds that keys are valid
 * @returns {Promise<RecordingServer>}
 */
export function startCredentialServices({ lifetime = 3_600_000 } = {}) {
  const keys = (/** @type {string} */ Token) =>
    JSON.stringify({
      Code: 'Success',
      AccessKeyId: KEYS.accessKeyId,
      SecretAccessKey: KEYS.secretAccessKey,
      Token,
      Expiration: expiration(lifetime).toISOString(),
    });
  return RecordingServer.start((request) => {
    const { method, url, body } = request;
    if (url === '/latest/api/token') {
      const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' };
      return { headers, body: INSTANCE_TOKEN };
    }
    if (url === '/latest/meta-data/iam/security-credentials/') return { body: 'role' };
    if (url.endsWith('/security-credentials/role')) return { body: keys('of-instance') };
    if (url === '/container') return { body: keys('of-container') };
    if (url.startsWith('/federation/credentials')) return { body: federated(lifetime) };
    if (method === 'POST') return sts(body, lifetime);
    return undefined;
  });
}

/** @param {number} lifetime */
function expiration(lifetime) {
  return new Date(Date.now() + lifetime);
}

/** @param {number} lifetime */
function federated(lifetime) {
  const sessionToken = 'of-single-sign-on';
  const roleCredentials = { ...KEYS, sessionToken, expiration: expiration(lifetime).getTime() };
  return JSON.stringify({ roleCredentials });
}

/**
 * @param {string} body
 * @param {number} lifetime
 */
function sts(body, lifetime) {
  const action = new URLSearchParams(body).get('Action');
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>
      <Credentials>
        <AccessKeyId>${KEYS.accessKeyId}</AccessKeyId>
        <SecretAccessKey>${KEYS.secretAccessKey}</SecretAccessKey>
        <SessionToken>of-${action}</SessionToken>
        <Expiration>${expiration(lifetime).toISOString()}</Expiration>
      </Credentials>
    </${action}Result></${action}Response>`,
  };
}
