import { join } from 'node:path';
import { runCommand } from '../bootstrap/command.mjs';
import { root } from '../bootstrap/paths.mjs';

/** What a check found in the files it looked at. */
interface CheckReport {
  /** The tool's own words about everything that is wrong; empty when nothing is. */
  readonly findings: string;
  /** How many files it looked at. Fewer than there are sources means that it is not looking, and fails. */
  readonly examined: number;
}

/** Something that must hold for all of our sources. */
export interface Check {
  readonly name: string;
  /**
   * @param sources our files as absolute paths, see `listSources`
   * @param folder the checkout, or in tests a folder laid out like it
   */
  run(sources: readonly string[], folder: string): Promise<CheckReport>;
}

/** How a check ended. */
export interface CheckResult extends CheckReport {
  readonly name: string;
  readonly tookMs: number;
}

/** Runs one check, and turns both blindness and a crash of its tool into findings. */
export async function runCheck(check: Check, sources: readonly string[], folder: string): Promise<CheckResult> {
  const startedMs = performance.now();
  const report = await check.run(sources, folder).catch((error: unknown) => ({ findings: String(error), examined: 0 }));
  const blindness =
    report.examined < sources.length || sources.length === 0
      ? `It looked at ${report.examined} files, but there are ${sources.length}: its configuration misses some.`
      : '';
  return {
    name: check.name,
    examined: report.examined,
    findings: [report.findings, blindness].filter((text) => text !== '').join('\n'),
    tookMs: performance.now() - startedMs,
  };
}

/**
 * Runs a tool of node_modules by its script, which needs no shell and works the same on every platform.
 *
 * @param script below node_modules, such as `knip/bin/knip.js`
 */
export async function runTool(
  script: string,
  args: readonly string[],
  folder: string,
): Promise<{ succeeded: boolean; output: string }> {
  const ended = await runCommand(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { succeeded: ended.code === 0, output: ended.output };
}

/** The number that a tool prints about its own work, or 0 where it prints none. */
export function countIn(output: string, pattern: RegExp): number {
  return Number(pattern.exec(output)?.[1] ?? 0);
}
