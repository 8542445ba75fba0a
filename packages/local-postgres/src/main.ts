import { parseArgs } from 'node:util';
import { dumpLocalPostgres } from './dump/dump-local-postgres.ts';
import { restoreLocalPostgres } from './dump/restore-local-postgres.ts';
import { errorMessage, LocalPostgresError } from './errors.ts';
import type { Log } from './log.ts';
import { writeProcessMessage } from './process-messages.ts';
import { startLocalPostgres } from './start-local-postgres.ts';

const usage = `usage:
  serve   --data-dir <dir> [--port <port>] [--host <host>] [--end-with-stdin]
  dump    --data-dir <dir> --file <new file>
  restore --file <file> --data-dir <new or empty dir>
serve asks clients for the password in LOCAL_POSTGRES_PASSWORD, if that is set.
`;

const { values, positionals } = readArguments();
const [command] = positionals;
const { 'data-dir': dataDir, file: filePath } = values;

if (command === 'serve' && dataDir) await serve(dataDir);
else if (command === 'dump' && dataDir && filePath)
  await report(dumpLocalPostgres({ dataDir, filePath }), `dumped to ${filePath}`);
else if (command === 'restore' && dataDir && filePath) {
  await report(restoreLocalPostgres({ dataDir, filePath }), `restored into ${dataDir}`);
} else {
  process.stderr.write(usage);
  process.exitCode = 64;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'data-dir': { type: 'string' },
        file: { type: 'string' },
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        'end-with-stdin': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    process.stderr.write(`${errorMessage(error)}\n${usage}`);
    return process.exit(64);
  }
}

async function serve(directory: string): Promise<void> {
  const log: Log = {
    info: (facts, message) => writeProcessMessage({ kind: 'log', level: 'info', message, facts }),
    warn: (facts, message) => writeProcessMessage({ kind: 'log', level: 'warn', message, facts }),
    error: (facts, message) => writeProcessMessage({ kind: 'log', level: 'error', message, facts }),
  };
  const password = process.env['LOCAL_POSTGRES_PASSWORD'];
  try {
    const running = await startLocalPostgres({
      dataDir: directory,
      port: Number(values.port),
      host: values.host,
      log,
      onFailure: fail,
      ...(password ? { password } : {}),
    });
    const stop = () => void running.close().then(() => process.exit(0), fail);
    if (values['end-with-stdin']) {
      // Ctrl-C, and a service manager's stop, reach parent and child at once; a parent that still needs the database
      // ends it by closing the pipe.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
      process.stdin.on('close', stop).resume();
      // The parent may be gone before the last line.
      process.stdout.on('error', () => {});
    } else {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    }
    writeProcessMessage({ kind: 'ready', url: running.url, port: running.port, pid: process.pid });
  } catch (error) {
    fail(error);
  }
}

/** Ends the process, which is the only way to get a new engine; whoever started it starts another. */
function fail(error: unknown): void {
  const code = error instanceof LocalPostgresError ? error.code : 'start-failed';
  writeProcessMessage({ kind: 'failed', code, message: errorMessage(error) });
  // A parent has just been told.
  if (!values['end-with-stdin']) process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}

async function report(work: Promise<void>, done: string): Promise<void> {
  try {
    await work;
    process.stdout.write(`${done}\n`);
  } catch (error) {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exitCode = 1;
  }
}
