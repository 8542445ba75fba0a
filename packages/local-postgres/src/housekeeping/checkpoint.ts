import type { Log } from '../log.ts';
import type { SessionLender } from './session-lender.ts';

/** How much may be written before the log is cut; bounds the disk used and the time of a start after a kill. */
const logBytesToCheckpoint = 32 * 2 ** 20;

/** PGlite never checkpoints by itself, and without checkpoints the write-ahead log only grows. */
export async function checkpointWhenDue(lender: SessionLender, log: Log): Promise<void> {
  await lender.exclusively(async (session) => {
    const [row] = await session.query(
      'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) FROM pg_control_checkpoint()',
    );
    const logBytes = Number(row?.[0]);
    if (logBytes < logBytesToCheckpoint) return;
    const startedAt = performance.now();
    await session.query('CHECKPOINT');
    log.info({ logBytes, tookMs: Math.round(performance.now() - startedAt) }, 'checkpoint made');
  });
}
