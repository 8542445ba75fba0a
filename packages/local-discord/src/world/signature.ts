import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Application } from './types.ts';

/** The key with which what an application gets by HTTP is signed; made when it is first needed. */
function privateKeyOf(application: Application) {
  application.signingKey ??= generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64');
  return createPrivateKey({ key: Buffer.from(application.signingKey, 'base64'), format: 'der', type: 'pkcs8' });
}

/** What an application checks signatures with: the 32 bytes of the public key, in hex. */
export function verifyKeyOf(application: Application): string {
  const { x = '' } = createPublicKey(privateKeyOf(application)).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('hex');
}

/** The headers that prove that a body comes from here. Source: Discord documentation, "Setting Up an Endpoint". */
export function signatureHeaders(application: Application, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = sign(null, Buffer.from(timestamp + body), privateKeyOf(application)).toString('hex');
  return { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp };
}
