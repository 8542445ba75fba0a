import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { AppError, ConfigError } from './errors.ts';
import { createSecretBox, parseEncryptionKeys } from './secret-box.ts';

const old = { id: 'k1', key: randomBytes(32) };
const current = { id: 'k2', key: randomBytes(32) };
const box = createSecretBox({ keys: [current, old], activeId: 'k2' });
const boundTo = 'wallet:u1:openrouter';

function reasonOf(open: () => unknown): unknown {
  try {
    open();
  } catch (error) {
    return error instanceof AppError ? error.details : error;
  }
  return 'opened';
}

describe('the secret box', () => {
  it.each(['', 'sk-or-v1-abc', 'ключ 🔑', 'x'.repeat(10_000)])('opens what it sealed', (plaintext) => {
    const sealed = box.seal(plaintext, { boundTo });

    expect(box.open(sealed, { boundTo })).toBe(plaintext);
    expect(sealed).toMatch(/^v1\.k2\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/);
  });

  it('seals the same text differently each time', () => {
    expect(box.seal('same', { boundTo })).not.toBe(box.seal('same', { boundTo }));
  });

  it('refuses to open for another owner', () => {
    const sealed = box.seal('mine', { boundTo });

    expect(reasonOf(() => box.open(sealed, { boundTo: 'wallet:u2:openrouter' }))).toEqual({ reason: 'not-authentic' });
  });

  it('notices a change in any part', () => {
    const sealed = box.seal('mine', { boundTo });
    const parts = sealed.split('.');

    for (const index of [2, 3, 4]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const changed = parts.with(index, bytes.toString('base64url')).join('.');

      expect(reasonOf(() => box.open(changed, { boundTo }))).toEqual({ reason: 'not-authentic' });
    }
    expect(reasonOf(() => box.open(parts.with(1, 'k1').join('.'), { boundTo }))).toEqual({ reason: 'not-authentic' });
  });

  it('says which key is missing', () => {
    const sealed = createSecretBox({ keys: [old], activeId: 'k1' }).seal('mine', { boundTo });
    const withoutOld = createSecretBox({ keys: [current], activeId: 'k2' });

    expect(reasonOf(() => withoutOld.open(sealed, { boundTo }))).toEqual({ reason: 'unknown-key' });
    expect(() => withoutOld.open(sealed, { boundTo })).toThrow(/"k1".*put that key back/);
  });

  it.each(['', 'v1', 'v2.k1.a.b.c', 'v1.k2.AAAA.BBBB.CCCC', 'sk-or-v1-plaintext'])(
    'says that %j is not sealed',
    (text) => {
      expect(reasonOf(() => box.open(text, { boundTo }))).toEqual({ reason: 'malformed' });
    },
  );

  it('opens what was sealed under an older key, and seals under the newest', () => {
    const sealed = createSecretBox({ keys: [old], activeId: 'k1' }).seal('mine', { boundTo });

    expect(box.open(sealed, { boundTo })).toBe('mine');
    expect(sealed).toContain('.k1.');
    expect(box.seal('mine', { boundTo })).toContain(`.${box.activeId}.`);
  });

  it('reads ENCRYPTION_KEYS, the first being active', () => {
    const text = `k2:${current.key.toString('base64')}, k1:${old.key.toString('base64')}`;

    const parsed = parseEncryptionKeys(text);

    expect(parsed.activeId).toBe('k2');
    expect(createSecretBox(parsed).open(box.seal('mine', { boundTo }), { boundTo })).toBe('mine');
  });

  it.each(['', 'k1', 'k1:c2hvcnQ=', ':abc', 'k 1:abc', 'k1:a:b'])('refuses %j without quoting it', (text) => {
    const failed = () => createSecretBox(parseEncryptionKeys(text));

    expect(failed).toThrow(ConfigError);
    expect(failed).not.toThrow(/c2hvcnQ/);
  });

  it('refuses two keys with one id', () => {
    expect(() => createSecretBox({ keys: [old, { ...current, id: 'k1' }], activeId: 'k1' })).toThrow(/same id/);
  });
});
