import { join } from 'node:path';
import { root } from '../bootstrap/paths.mjs';
import { type Check, countIn, runTool } from './check.ts';

/** Nothing is exported, depended on or lying around that nobody uses. */
export const unusedCode: Check = {
  name: 'unused code',
  async run(_sources, folder) {
    const reporters = ['--reporter', 'symbols', '--reporter', join(root, 'scripts/checks/knip-reporter.ts')];
    const { succeeded, output } = await runTool(
      'knip/bin/knip.js',
      ['--no-progress', '--no-config-hints', ...reporters],
      folder,
    );
    return { findings: succeeded ? '' : output, examined: countIn(output, /knip looked at (\d+) files/) };
  },
};
