import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built page lies: in the workspace in a package of its own, published inside this one. */
const builtPages = ['../../../local-discord-page/dist', '../../dist/page'];

export function findPageFolder(): string {
  const folders = builtPages.map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? folders[0] ?? '';
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Nothing the page loads or calls lies outside this server. */
const contentSecurityPolicy =
  "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
  "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const notBuilt = `<!doctype html><html lang="en"><title>local-discord</title>
<body style="font-family: system-ui; max-width: 40rem; margin: 4rem auto; line-height: 1.5">
<h1>local-discord is running</h1>
<p>The page to talk in is not built. Build it with
<code>pnpm --filter @tzurot/local-discord-page build</code> and load this again.</p>
<p>Bots and tests need no page: the API is at <code>/api/v10</code>.</p></body></html>`;

/** Serves the web page; addresses without a file of their own are places inside it. */
export async function servePage(folder: string, response: ServerResponse, path: string): Promise<void> {
  const file = await findFile(folder, path);
  if (!file) {
    const isFile = extname(path) !== '';
    response
      .writeHead(isFile ? 404 : 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(isFile ? 'Not found.' : notBuilt);
    return;
  }
  const isHashed = path.startsWith('/assets/');
  response
    .writeHead(200, {
      'content-type': contentTypes[extname(file.path)] ?? 'application/octet-stream',
      'content-length': file.bytes.length,
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    .end(file.bytes);
}

async function findFile(folder: string, path: string): Promise<{ path: string; bytes: Buffer } | undefined> {
  const wanted = normalize(join(folder, path));
  const inside = wanted.startsWith(folder + sep);
  if (inside && extname(wanted) !== '') return await read(wanted);
  return await read(join(folder, 'index.html'));
}

async function read(path: string): Promise<{ path: string; bytes: Buffer } | undefined> {
  try {
    return { path, bytes: await readFile(path) };
  } catch {
    return undefined;
  }
}
