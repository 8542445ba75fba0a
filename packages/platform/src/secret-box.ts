import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { AppError, ConfigError } from './errors.ts';

export interface EncryptionKey {
  id: string;
  /** 32 bytes. */
  key: Uint8Array;
}

/** Why a sealed text cannot be opened; in `details.reason`. */
export type SecretBoxFailure = 'malformed' | 'unknown-key' | 'not-authentic';

export interface SecretBox {
  /** Encrypts under the active key. @param boundTo what the text belongs to, such as `wallet:<userId>:<vendor>`; the same is needed to open it */
  seal(plaintext: string, options: { boundTo: string }): string;
  /** @throws AppError `internal` (malformed, not-authentic) or `unavailable` (unknown-key), with `details.reason` */
  open(sealed: string, options: { boundTo: string }): string;
  /** Of the key that encrypts. */
  readonly activeId: string;
}

const VERSION = 'v1';

/** Encrypts short texts: AES-256-GCM, a fresh 96-bit iv each; `v1.<keyId>.<iv>.<tag>.<ciphertext>` in base64url. */
export function createSecretBox({ keys, activeId }: { keys: readonly EncryptionKey[]; activeId: string }): SecretBox {
  const byId = new Map(keys.map(({ id, key }) => [id, checkKey(id, key)]));
  if (byId.size !== keys.length) throw new ConfigError(['ENCRYPTION_KEYS: two keys have the same id']);
  const active = byId.get(activeId);
  if (active === undefined) throw new ConfigError([`ENCRYPTION_KEYS: there is no key "${activeId}"`]);

  return {
    seal(plaintext, { boundTo }) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', active, iv).setAAD(additionalData(activeId, boundTo));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return [
        VERSION,
        activeId,
        ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url')),
      ].join('.');
    },
    open(sealed, { boundTo }) {
      const { keyId, iv, tag, ciphertext } = split(sealed);
      const key = byId.get(keyId);
      if (key === undefined) {
        throw failure(
          'unknown-key',
          `sealed under key "${keyId}", which is not among ENCRYPTION_KEYS; put that key back`,
        );
      }
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
      decipher.setAAD(additionalData(keyId, boundTo)).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch {
        throw failure(
          'not-authentic',
          'sealed text was changed, belongs to somebody else, or its key id now names another key',
        );
      }
    },
    activeId,
  };
}

/**
 * Reads `ENCRYPTION_KEYS`: `id:base64,id:base64`; the first is the active one.
 * @throws ConfigError that names the ids with a problem, never a key
 */
export function parseEncryptionKeys(text: string): { keys: EncryptionKey[]; activeId: string } {
  const keys = text.split(',').map((entry, index) => {
    const [id, encoded, ...rest] = entry.trim().split(':');
    if (!id || !encoded || rest.length > 0) {
      throw new ConfigError([`ENCRYPTION_KEYS: entry ${index + 1} is not id:base64`]);
    }
    return { id, key: checkKey(id, Buffer.from(encoded, 'base64')) };
  });
  const [first] = keys;
  if (first === undefined) throw new ConfigError(['ENCRYPTION_KEYS: holds no key']);
  return { keys, activeId: first.id };
}

function checkKey(id: string, key: Uint8Array): Uint8Array {
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id))
    throw new ConfigError([`ENCRYPTION_KEYS: the id "${id}" may hold only letters, digits, - and _`]);
  if (key.byteLength !== 32)
    throw new ConfigError([`ENCRYPTION_KEYS: key "${id}" has ${key.byteLength} bytes instead of 32`]);
  return key;
}

function additionalData(keyId: string, boundTo: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${boundTo}`, 'utf8');
}

function split(sealed: string): { keyId: string; iv: Buffer; tag: Buffer; ciphertext: Buffer } {
  const [version, keyId, iv, tag, ciphertext, ...rest] = sealed.split('.');
  if (
    version !== VERSION ||
    !keyId ||
    iv === undefined ||
    tag === undefined ||
    ciphertext === undefined ||
    rest.length > 0
  ) {
    throw failure('malformed', 'not a sealed text of this version');
  }
  const parts = { iv: Buffer.from(iv, 'base64url'), tag: Buffer.from(tag, 'base64url') };
  if (parts.iv.length !== 12 || parts.tag.length !== 16)
    throw failure('malformed', 'not a sealed text of this version');
  return { keyId, ...parts, ciphertext: Buffer.from(ciphertext, 'base64url') };
}

function failure(reason: SecretBoxFailure, message: string): AppError {
  return new AppError(reason === 'unknown-key' ? 'unavailable' : 'internal', message, {
    retry: false,
    details: { reason },
  });
}
