import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Long enough that nobody meets its end. */
const YEARS = 10;

/**
 * The certificate and key in a folder, as `cert.pem` and `key.pem`. When neither is there they are made, for this machine
 * and the given names; clients that should trust it are given `cert.pem`.
 * @throws Error when only one of them is there
 */
export async function readCertificate(folder: string, names: readonly string[]): Promise<Certificate> {
  const paths = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const [cert, key] = await Promise.all([readIfThere(paths.cert), readIfThere(paths.key)]);
  if (cert !== null && key !== null) return { cert, key };
  if (cert !== null || key !== null) {
    throw new Error(`${folder} needs both cert.pem and key.pem, or neither, so that they are made: one is missing`);
  }
  const made = await makeCertificate(['localhost', '127.0.0.1', '::1', ...names]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(paths.key, made.key, { mode: 0o600 });
  await writeFile(paths.cert, made.cert);
  return made;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function makeCertificate(names: readonly string[]): Promise<Certificate> {
  // Loaded only by who needs it.
  const { generate } = await import('selfsigned');
  const notAfterDate = new Date();
  notAfterDate.setFullYear(notAfterDate.getFullYear() + YEARS);
  const altNames = [...new Set(names)].map((name) =>
    isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
  );
  const made = await generate([{ name: 'commonName', value: 'local-discord' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert: made.cert, key: made.private };
}
