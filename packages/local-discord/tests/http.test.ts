import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { get as getSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIMessage, APIWebhook } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { callApi, connectPerson, type Person } from '../src/testing/index.ts';

describe('the server', () => {
  let discord: LocalDiscord;
  let ada: Person;
  let general: string;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    ada = await connectPerson(discord.url, 'user.ada');
    general = discord.world.channels.general;
  });

  afterAll(async () => {
    ada.close();
    await discord.close();
  });

  /** A request with headers that fetch does not let through. */
  function raw(headers: Record<string, string>, path = '/api/v10/gateway', method = 'GET', body?: string) {
    return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
      const sent = { 'user-agent': 'test', ...headers };
      const call = request({ port: discord.port, host: '127.0.0.1', path, method, headers: sent }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  it.each([
    ['a name that only points here', { host: 'evil.example' }, 403],
    ['another port', { host: '127.0.0.1:1' }, 403],
    ['localhost', 'localhost', 200],
    ['another website', { origin: 'https://evil.example' }, 403],
    ['a page on another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['a hidden origin', { origin: 'null' }, 403],
    ['an image on another website', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a link on another website', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
  ])('answers %s as it should', async (_who, headers, status) => {
    const given = typeof headers === 'string' ? { host: `${headers}:${discord.port}` } : headers;

    const answer = await raw(given);

    expect(answer.status).toBe(status);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('refuses sockets from other websites', async () => {
    const socket = new WebSocket(discord.url.replace('http', 'ws'), { origin: 'https://evil.example' });

    const failed = await new Promise<string>((resolve) => socket.on('error', (error) => resolve(error.message)));

    expect(failed).toContain('403');
  });

  it('listens on this machine only', async () => {
    await expect(startLocalDiscord({ port: 0, host: '0.0.0.0' })).rejects.toThrow('not a loopback address');
  });

  it('speaks https with a certificate that it makes once, under the name it is given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'));
    const options = { port: 0, host: '0.0.0.0', names: ['tavern.test'], tlsFolder: join(folder, 'tls') };
    const first = await startLocalDiscord(options);
    const ca = await readFile(join(folder, 'tls', 'cert.pem'), 'utf8');
    const call = (host: string) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const headers = { host, 'user-agent': 'test' };
        const facts = { ca, port: first.port, host: '127.0.0.1', servername: host, path: '/api/v10/gateway', headers };
        getSecurely({ ...facts, checkServerIdentity: () => undefined }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        }).on('error', reject);
      });

    const named = await call('tavern.test');
    const foreign = await call('evil.example');
    await first.close();
    await (await startLocalDiscord(options)).close();
    const again = await readFile(join(folder, 'tls', 'cert.pem'), 'utf8');
    const { mode } = await stat(join(folder, 'tls', 'key.pem'));
    await rm(folder, { recursive: true });

    expect(first.url).toBe(`https://tavern.test:${first.port}`);
    expect([named.status, foreign.status]).toEqual([200, 403]);
    expect(JSON.parse(named.text)).toEqual({ url: `wss://tavern.test:${first.port}` });
    expect(new X509Certificate(ca).subjectAltName).toContain('DNS:tavern.test');
    expect(again).toBe(ca);
    expect(mode & 0o077).toBe(0);
  });

  it('says so when its port is taken', async () => {
    await expect(startLocalDiscord({ port: discord.port })).rejects.toThrow(`port ${discord.port} is taken`);
  });

  it.each([
    ['no token', null, 401, 0],
    ['a token nobody has', 'user.zoe', 401, 0],
    ["a bot's token without its prefix", 'bot.tzurot', 401, 0],
    ["a person's token with the prefix", 'Bot user.ada', 401, 0],
  ])('knows nobody by %s', async (_what, authorization, status, code) => {
    const answer = await callApi(discord.url, authorization, 'GET', '/users/@me');

    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['an unknown path', 'GET', '/nowhere', undefined, 404, 0],
    ['a path that takes another method', 'PUT', '/users/@me', {}, 405, 0],
    ['a route for bots', 'GET', '/gateway/bot', undefined, 403, 20002],
  ])('refuses a person %s', async (_what, method, path, body, status, code) => {
    const answer = await ada.call(method, path, body);

    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('takes JSON and multipart bodies only, and only if they can be read', async () => {
    const path = `/api/v10/channels/${general}/messages`;
    const form = { authorization: 'user.ada', 'content-type': 'application/x-www-form-urlencoded' };
    const json = { authorization: 'user.ada', 'content-type': 'application/json' };
    const multipart = { authorization: 'user.ada', 'content-type': 'multipart/form-data; boundary=x' };

    const answers = await Promise.all([
      raw(form, path, 'POST', 'content=x'),
      raw({ ...form, 'content-type': 'text/plain' }, path, 'POST', '{"content":"x"}'),
      raw(json, path, 'POST', '{"content":'),
      raw(multipart, path, 'POST', 'not multipart'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  it('refuses files over 10 MiB and requests over 25 MiB', async () => {
    const large = { name: 'large.bin', content: new Uint8Array(11 * 1024 * 1024) };

    const one = await ada.call('POST', `/channels/${general}/messages`, {}, [large]);
    const three = await ada.call('POST', `/channels/${general}/messages`, {}, [large, large, large]);

    expect(one).toMatchObject({ status: 413, body: { code: 50045 } });
    expect(three).toMatchObject({ status: 413, body: { code: 40005 } });
  });

  it('serves files by signed addresses that expire and can be had anew', async () => {
    const sent = await ada.send(general, { content: 'file' }, [{ name: 'a b?.txt', content: 'hello' }]);
    const url = sent.attachments[0]?.url ?? '';
    const fresh = await fetch(url);
    const forged = await fetch(url.replace(/hm=(.)/, (_, first) => `hm=${first === '0' ? '1' : '0'}`));
    const bare = await fetch(url.split('?')[0] ?? '');

    discord.advanceClock(24 * 60 * 60_000 + 1_000);
    const expired = await fetch(url);
    const again = await ada.call<APIMessage>('GET', `/channels/${general}/messages/${sent.id}`);
    const renewed = await fetch(again.body.attachments[0]?.url ?? '');

    expect(sent.attachments[0]).toMatchObject({ filename: 'a_b.txt', size: 5 });
    expect([fresh.status, forged.status, bare.status, expired.status, renewed.status]).toEqual([
      200, 404, 404, 404, 200,
    ]);
    expect(await renewed.text()).toBe('hello');
  });

  it('renews addresses that have expired', async () => {
    const sent = await ada.send(general, { content: 'file' }, [{ name: 'a.txt', content: 'hello' }]);
    const url = sent.attachments[0]?.url ?? '';
    discord.advanceClock(24 * 60 * 60_000 + 1_000);

    const { body } = await ada.call<{ refreshed_urls: { original: string; refreshed: string }[] }>(
      'POST',
      '/attachments/refresh-urls',
      { attachment_urls: [url, 'https://example.com/x.png'] },
    );
    const [mine, foreign] = body.refreshed_urls;
    const [expired, renewed] = [await fetch(url), await fetch(mine?.refreshed ?? '')];

    expect([expired.status, renewed.status]).toEqual([404, 200]);
    expect(foreign).toEqual({ original: 'https://example.com/x.png', refreshed: 'https://example.com/x.png' });
  });

  it('never lets an uploaded page run as part of itself', async () => {
    const sent = await ada.send(general, { content: 'page' }, [
      { name: 'x.html', content: '<script>alert(1)</script>', contentType: 'text/html' },
      { name: 'x.svg', content: '<svg xmlns="http://www.w3.org/2000/svg"/>', contentType: 'image/svg+xml' },
    ]);

    const answers = await Promise.all(sent.attachments.map(({ url }) => fetch(url)));

    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('content-disposition')).toBe('attachment');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('fetches pictures of webhook messages from this machine, and logs what it could not fetch', async () => {
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    );
    const elsewhere = createServer((call, response) => {
      if (call.url !== '/lilith.png') return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const { body: hook } = await ada.call<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'P' });
    const say = async (avatar_url: string) => {
      const path = `/webhooks/${hook.id}/${hook.token}?wait=true`;
      return (await callApi<APIMessage>(discord.url, null, 'POST', path, { content: 'hi', avatar_url })).body.author;
    };

    const [good, lost, far] = [
      await say(`${base}/lilith.png`),
      await say(`${base}/gone.png`),
      await say('http://192.0.2.1/x.png'),
    ];
    await discord.settle();
    const served = await fetch(`${discord.url}/avatars/${good.id}/${good.avatar}.png?size=64`);
    const notices = discord
      .readLog()
      .filter(({ kind, text }) => kind === 'notice' && String(text).includes('avatar_url'));
    await new Promise((resolve) => elsewhere.close(resolve));

    expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true);
    expect(new Set([good.avatar, lost.avatar, far.avatar]).size).toBe(3);
    expect(notices.map(({ text }) => text)).toEqual([
      expect.stringContaining('leaves it'),
      expect.stringContaining('answered 404'),
    ]);
  });

  it('gives a picture to whoever asks for it while it is still fetched', async () => {
    const asked = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    const elsewhere = createServer((_call, response) => {
      asked.resolve();
      void mayAnswer.promise.then(() => response.writeHead(200, { 'content-type': 'image/png' }).end('a picture'));
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const avatar_url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/slow.png`;
    const { body: hook } = await ada.call<APIWebhook>('POST', `/channels/${general}/webhooks`, { name: 'S' });
    const path = `/webhooks/${hook.id}/${hook.token}?wait=true`;
    const { author } = (await callApi<APIMessage>(discord.url, null, 'POST', path, { content: 'hi', avatar_url })).body;

    const served = fetch(`${discord.url}/avatars/${author.id}/${author.avatar}.png`);
    await asked.promise;
    // Answered after it, so the first has arrived.
    await fetch(`${discord.url}/embed/avatars/1.png`);
    mayAnswer.resolve();

    expect(await (await served).text()).toBe('a picture');
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  it('serves default pictures', async () => {
    const answer = await fetch(`${discord.url}/embed/avatars/3.png`);

    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer()).readUInt32BE(0)).toBe(0x89504e47);
  });
});

describe('the page', () => {
  it('is served from its folder, with places inside it, and nothing from outside the folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'));
    await writeFile(join(folder, 'index.html'), '<title>Talk</title>');
    await writeFile(join(folder, 'app.js'), 'let x;');
    const discord = await startLocalDiscord({ port: 0, pageFolder: folder });
    const get = async (path: string) => {
      const answer = await fetch(discord.url + path);
      return [answer.status, await answer.text(), answer.headers.get('content-type')];
    };

    const answers = await Promise.all([
      get('/'),
      get('/channels/1/2'),
      get('/app.js'),
      get('/none.js'),
      get('/..%2f..%2fetc/passwd.txt'),
    ]);
    const policy = (await fetch(discord.url)).headers.get('content-security-policy');
    await discord.close();
    await rm(folder, { recursive: true });

    expect(answers.map(([status]) => status)).toEqual([200, 200, 200, 404, 404]);
    expect(answers[1]?.[1]).toContain('Talk');
    expect(answers[2]?.[2]).toContain('javascript');
    expect(policy).toContain("default-src 'self'");
  });

  it('says how to build itself when it is not there', async () => {
    const discord = await startLocalDiscord({ port: 0, pageFolder: join(tmpdir(), 'no-such-page') });

    const answer = await fetch(discord.url);
    const text = await answer.text();
    await discord.close();

    expect(text).toContain('is not built');
  });
});
