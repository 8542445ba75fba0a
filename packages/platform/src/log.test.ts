import { describe, expect, it } from 'vitest';

import { AppError } from './errors.ts';
import { createLog } from './log.ts';
import { fakeLog } from './testing/fake-log.ts';
import { withTrace } from './trace.ts';

const secrets = [
  'sk-or-v1-0123456789abcdef0123456789abcdef',
  'sk-proj-abcDEF_123-xyz9876543210',
  'local-0123456789abcdef',
  'MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB',
  'bot.tzurot',
];

describe('the log', () => {
  it('writes one line of facts with the ids that were bound', () => {
    const { log, lines } = fakeLog('worker');

    log.child({ turnId: 't1' }).info({ tookMs: 5 }, 'turn generated');

    expect(lines).toEqual([
      { level: 'info', time: expect.any(String), service: 'worker', turnId: 't1', tookMs: 5, msg: 'turn generated' },
    ]);
  });

  it('carries the trace of the request it is written in', () => {
    const { log, lines } = fakeLog();

    withTrace('abc', () => log.info('inside'));
    log.info('outside');

    expect(lines.map((line) => line['traceId'])).toEqual(['abc', undefined]);
  });

  it('hides the values of keys that name a secret, at any depth and in bound fields', () => {
    const { log, lines } = fakeLog();
    const fields = {
      apiKey: 'plain1',
      headers: { Authorization: 'plain2', cookie: 'plain3' },
      list: [{ token: 'plain4', client_secret: 'plain5' }],
      password: 'plain6',
      key: 'plain7',
      plaintext: 'plain8',
    };

    log.child({ bot_token: 'plain9"plain10' }).info(fields, 'fields');

    expect(JSON.stringify(lines)).not.toMatch(/plain\d/);
    expect(lines[0]).toMatchObject({ apiKey: '[redacted]', list: [{ token: '[redacted]' }] });
  });

  it('hides secrets in JSON that is quoted inside a message', () => {
    const { log, lines } = fakeLog();

    log.info(`sent ${JSON.stringify({ apiKey: 'plain', model: 'm1' })}`);

    expect(lines[0]?.msg).toBe('sent {"apiKey":"[redacted]","model":"m1"}');
  });

  it('keeps what only resembles a secret key', () => {
    const { log, lines } = fakeLog();

    log.info(
      { tokens: 512, maxTokens: 100, inputTokens: 5, keyId: 'k1', jobId: 'turn.answer.1', monkey: 'x' },
      'at packages/local-postgres/src/main.ts',
    );

    expect(lines[0]).toMatchObject({
      tokens: 512,
      maxTokens: 100,
      inputTokens: 5,
      keyId: 'k1',
      jobId: 'turn.answer.1',
      monkey: 'x',
      msg: 'at packages/local-postgres/src/main.ts',
    });
  });

  it.each(secrets.slice(0, 4))('hides %s in messages, fields, errors and their causes', (secret) => {
    const { log, lines } = fakeLog();
    const error = new Error(`vendor said: bad key ${secret}`, { cause: new Error(`inner ${secret}`) });

    log.error({ err: error, note: `the key ${secret}` }, `failed with ${secret}`);

    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(lines[0]).toMatchObject({ err: { message: expect.stringContaining('vendor said: bad key [redacted]') } });
  });

  it('hides passwords inside urls and bearer headers inside text', () => {
    const { log, lines } = fakeLog();

    log.info({ text: 'postgres://tzurot:hunter2@db:5432/x and Bearer abcdefghijkl and Bot bot.tzurot' }, 'urls');

    expect(JSON.stringify(lines)).not.toMatch(/hunter2|abcdefghijkl|bot\.tzurot/);
    expect(JSON.stringify(lines)).toContain('postgres://tzurot:[redacted]@db:5432/x');
  });

  it('hides the tokens of webhooks and interactions, which stand in their paths', () => {
    const { log, lines } = fakeLog();

    log.warn(
      { url: 'https://discord.com/api/v10/webhooks/123/aW50ZXJh-x_y?wait=true' },
      'POST /interactions/456/dG9rZW4/callback failed',
    );

    expect(JSON.stringify(lines)).not.toMatch(/aW50ZXJh|dG9rZW4/);
    expect(lines[0]).toMatchObject({
      url: 'https://discord.com/api/v10/webhooks/123/[redacted]?wait=true',
      msg: 'POST /interactions/456/[redacted]/callback failed',
    });
  });

  it('is readable and still hides secrets when pretty', () => {
    const written: string[] = [];
    const log = createLog({
      service: 'gateway',
      level: 'info',
      pretty: true,
      destination: { write: (text) => void written.push(text) },
    });

    log.info({ apiKey: 'plain', note: secrets[0], characterId: 'c1' }, 'character made');
    log.debug('too quiet');

    const text = written.join('');
    expect(text).toContain('gateway: character made');
    expect(text).toContain('c1');
    expect(text).not.toMatch(/plain|0123456789abcdef|too quiet/);
  });

  it('survives fields that contain themselves', () => {
    const { log, lines } = fakeLog();
    const loop: Record<string, unknown> = { name: 'loop' };
    loop['self'] = loop;

    log.info({ loop }, 'loop');

    expect(lines).toHaveLength(1);
  });
});

/** What the log for people says. */
function printed(write: (log: ReturnType<typeof createLog>) => void): string {
  const pieces: string[] = [];
  const destination = { write: (piece: string) => void pieces.push(piece) };
  write(createLog({ service: 'worker', level: 'info', pretty: true, destination }));
  return pieces.join('');
}

describe('the log for people', () => {
  it('says an expected error in one line, and where another one came from', () => {
    const expected = printed((log) =>
      log.warn({ err: new AppError('unavailable', 'the vendor is busy'), turnId: 't1' }, 'no reply'),
    );
    const surprise = printed((log) => log.warn({ err: new Error('oh') }, 'no reply'));

    expect(expected.trim().split('\n')).toEqual([expect.stringMatching(/worker: no reply: the vendor is busy.*t1/)]);
    expect(surprise).toContain('log.test.ts');
  });
});
