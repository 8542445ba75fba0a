import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process that uses the same directory runs its own.
 *
 * The holder owns the file with the highest number and touches it every second; a file with text in it is released.
 * The highest number never falls, so of all who want the next one exactly one can create it. Whoever sees a held
 * file untouched for `staleAfterMs` takes the next number: its owner was killed.
 *
 * @template T
 * @param {string} directory
 * @param {() => Promise<T>} work
 * @param {{ staleAfterMs?: number, onWait?: () => void }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(directory, work, { staleAfterMs = 8_000, onWait = () => {} } = {}) {
  mkdirSync(directory, { recursive: true });
  const held = await acquire(directory, staleAfterMs, onWait);
  const heartbeat = setInterval(() => touch(held), 1_000);
  const release = () => writeFileSync(held, 'released');
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} directory
 * @param {number} staleAfterMs
 * @param {() => void} onWait
 */
async function acquire(directory, staleAfterMs, onWait) {
  const isStale = staleness(staleAfterMs);
  for (let attempt = 0; ; attempt++) {
    const latest = highest(directory);
    const state = latest === 0 ? 'released' : look(join(directory, `${latest}`));
    if (state === 'released' || (state !== 'gone' && isStale(latest, state.touchedMs))) {
      const mine = claim(directory, latest + 1);
      if (mine !== undefined) return mine;
    }
    if (attempt === 1) onWait();
    await sleep(100);
  }
}

/**
 * @param {string} directory
 * @param {number} number
 * @returns {string | undefined} the file now held
 */
function claim(directory, number) {
  const file = join(directory, `${number}`);
  try {
    closeSync(openSync(file, 'wx'));
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
  // Made from an old look at the directory: others have been through this number already.
  const isOutdated = highest(directory) !== number;
  if (isOutdated) {
    rmSync(file, { force: true });
    return undefined;
  }
  for (const older of numbers(directory)) if (older < number) rmSync(join(directory, `${older}`), { force: true });
  return file;
}

/** @param {string} directory */
function numbers(directory) {
  return readdirSync(directory)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** @param {string} directory */
function highest(directory) {
  return Math.max(0, ...numbers(directory));
}

/**
 * @param {string} file
 * @returns {'released' | 'gone' | { touchedMs: number }}
 */
function look(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return 'gone';
  return found.size > 0 ? 'released' : { touchedMs: found.mtimeMs };
}

/**
 * Judges by this process's own clock how long a holder has been silent, so clocks and sleeping machines do not matter.
 *
 * @param {number} staleAfterMs
 */
function staleness(staleAfterMs) {
  let seen = { number: 0, touchedMs: 0, sinceMs: 0 };
  return (/** @type {number} */ number, /** @type {number} */ touchedMs) => {
    const nowMs = performance.now();
    if (number !== seen.number || touchedMs !== seen.touchedMs) seen = { number, touchedMs, sinceMs: nowMs };
    return nowMs - seen.sinceMs > staleAfterMs;
  };
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch (error) {
    // Taken over while this machine slept: there is nothing left to keep.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
