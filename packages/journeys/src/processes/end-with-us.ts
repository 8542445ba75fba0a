import type { ChildProcess } from 'node:child_process';

/** Lets a child process end when this one does: nothing that was started here goes on alone. */
export function endWithUs(child: ChildProcess): void {
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}
