import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import {
  createGuardedFetch,
  ForbiddenAddressError,
  type GuardedFetchOptions,
  isPublicAddress,
} from './guarded-fetch.ts';

const limits = { maxBytes: 1_000, silenceMs: 2_000 };
/** A name leads to this machine, as if it were a public one. */
const atHome: GuardedFetchOptions = {
  ...limits,
  protocols: ['http:'],
  resolve: async () => ['127.0.0.1'],
  isAllowed: (address) => address === '127.0.0.1',
};

async function serve(listener: RequestListener): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const causeOf = async (call: Promise<unknown>): Promise<unknown> => {
  const thrown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Error && thrown.name === 'TypeError' ? thrown.cause : thrown;
};

it.each([
  '127.0.0.1',
  '10.0.0.1',
  '172.16.5.4',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'nonsense',
])('takes %s for no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111'])('takes %s for a public address', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  'http://example.com/',
  'file:///etc/passwd',
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://[::1]/',
  'https://[::ffff:7f00:1]/',
  'https://localhost/',
])('calls nobody at %s', async (url) => {
  expect(await causeOf(createGuardedFetch(limits)(url))).toBeInstanceOf(ForbiddenAddressError);
});

it('calls nobody by a name that leads to a private address too', async () => {
  const guarded = createGuardedFetch({ ...limits, resolve: async () => ['1.1.1.1', '10.0.0.1'] });

  expect(await causeOf(guarded('https://rebound.example/'))).toBeInstanceOf(ForbiddenAddressError);
});

it('asks once where a name leads, and goes there', async () => {
  await using server = await serve((request, response) => response.end(`hello at ${request.headers.host}`));
  const answers = [['127.0.0.1'], ['10.0.0.1']];
  const guarded = createGuardedFetch({ ...atHome, resolve: async () => answers.shift() ?? [] });

  const response = await guarded(`http://models.example:${server.port}/`);

  expect(await response.text()).toBe(`hello at models.example:${server.port}`);
  expect(answers).toHaveLength(1);
});

it('follows nobody elsewhere', async () => {
  await using server = await serve((_request, response) => response.writeHead(302, { location: '/next' }).end());

  await expect(createGuardedFetch(atHome)(`http://models.example:${server.port}/`)).rejects.toThrow(TypeError);
});

it('reads no answer that does not end', async () => {
  await using server = await serve((_request, response) => response.end('x'.repeat(5_000)));

  const reading = createGuardedFetch(atHome)(`http://models.example:${server.port}/`).then((response) =>
    response.text(),
  );

  await expect(reading).rejects.toThrow(/longer than 1000 bytes|terminated|Response content exceeded/i);
});

it('waits for no answer that does not come', async () => {
  await using server = await serve(() => {});
  const guarded = createGuardedFetch({ ...atHome, silenceMs: 100 });

  await expect(guarded(`http://models.example:${server.port}/`)).rejects.toThrow(TypeError);
});
