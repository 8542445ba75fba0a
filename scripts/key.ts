import { randomBytes } from 'node:crypto';

/** Prints one entry of ENCRYPTION_KEYS; its name is the day, so that a rotation shows which one is newer. */
const day = new Date().toISOString().slice(0, 10);
process.stdout.write(`${day}:${randomBytes(32).toString('base64')}\n`);
if (process.stdout.isTTY) {
  process.stderr.write(
    '\nPut it into ENCRYPTION_KEYS. To rotate, put it before the present ones, with a comma between; keep those until no stored key needs them.\n',
  );
}
