import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { isWindows } from './paths.mjs';

/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, output: string }} Ended how a process ended;
 *   `output` is what it wrote where its stdio is `'pipe'`
 * @typedef {{
 *   cwd: string,
 *   env: NodeJS.ProcessEnv,
 *   stdio?: import('node:child_process').StdioOptions,
 *   findInShell?: boolean,
 * }} CommandOptions `findInShell` lets Windows find `.cmd` files, which only its shell can start
 */

/**
 * Runs a command to its end and hands on the signals that this process gets meanwhile.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<Ended>}
 * @throws {Error} when the command cannot be started, with the system's `code`
 */
export function runCommand(command, args, { cwd, env, stdio = 'inherit', findInShell = false }) {
  const viaShell = isWindows && findInShell;
  const [file, ...rest] = viaShell ? [command, ...args].map(quoteForWindows) : [command, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(/** @type {string} */ (file), rest, { cwd, env, stdio, shell: viaShell });
    const stopForwarding = forwardSignals(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.once('close', (code, signal) => {
      stopForwarding();
      resolve({ code, signal, output });
    });
  });
}

/**
 * Ends this process the way its child ended: same exit code, or the code that a shell gives for the signal.
 *
 * @param {Pick<Ended, 'code' | 'signal'>} ended
 * @returns {never}
 */
export function exitLike({ code, signal }) {
  process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
}

/**
 * Ctrl-C in a terminal reaches every process of the foreground group by itself; sending it again
 * would look like the second, impatient Ctrl-C. Everything else is ours to hand on.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the forwarding
 */
function forwardSignals(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const terminalSentIt = signal === 'SIGINT' && process.stdin.isTTY;
    if (!terminalSentIt) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  const stopWatching = whenNpmDies(() => child.kill('SIGTERM'));
  return () => {
    for (const signal of signals) process.off(signal, forward);
    stopWatching();
  };
}

/**
 * A signal to npm ends npm and the shell between it and its script, and never reaches the script,
 * which would go on and keep its ports.
 *
 * @param {() => void} stop
 * @returns {() => void} ends the watch
 */
function whenNpmDies(stop) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500);
  return () => clearInterval(timer);
}

/** @param {string} word */
function quoteForWindows(word) {
  return /^[\w./:\\@=-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
}
