// Ends with 0 when the service of this container is ready, which is what Docker asks every few seconds.

/** @type {Record<string, string | undefined>} */
const ports = {
  'api-gateway': process.env['GATEWAY_PORT'] || '3902',
  'bot-client': process.env['BOT_CLIENT_PORT'] || '3904',
  'ai-worker': process.env['WORKER_PORT'] || '3905',
};

try {
  const port = ports[process.env['SERVICE'] ?? ''];
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) });
  console.log(`${response.status} ${await response.text()}`);
  process.exit(response.ok ? 0 : 1);
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
