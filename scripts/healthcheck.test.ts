import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from './bootstrap/command.mjs';
import { root } from './bootstrap/paths.mjs';

async function serve(status: number): Promise<number> {
  const server: Server = createServer((request, response) => {
    response.statusCode = request.url === '/health/ready' ? status : 404;
    response.end();
  });
  onTestFinished(() => {
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const check = async (env: NodeJS.ProcessEnv) => {
  const ended = await runCommand(process.execPath, ['scripts/healthcheck.mjs'], { cwd: root, env, stdio: 'ignore' });
  return ended.code;
};

it.each([
  ['bot-client', 'BOT_CLIENT_PORT'],
  ['api-gateway', 'GATEWAY_PORT'],
  ['ai-worker', 'WORKER_PORT'],
])('ends with 0 when %s is ready', async (service, variable) => {
  const port = await serve(200);

  expect(await check({ SERVICE: service, [variable]: String(port) })).toBe(0);
});

it('ends with 1 when the service is not ready', async () => {
  const port = await serve(503);

  expect(await check({ SERVICE: 'ai-worker', WORKER_PORT: String(port) })).toBe(1);
});

it('ends with 1 when nothing listens or the service is unknown', async () => {
  expect(await check({ SERVICE: 'ai-worker', WORKER_PORT: '1' })).toBe(1);
  expect(await check({ SERVICE: 'other' })).toBe(1);
});
