import { type Check, countIn, runTool } from './check.ts';

/** No rule of .oxlintrc.json is broken, those that need types included. */
export const lint: Check = {
  name: 'lint',
  async run(_sources, folder) {
    const args = ['--type-aware', '--deny-warnings', '--report-unused-disable-directives', '.'];
    const { succeeded, output } = await runTool('oxlint/bin/oxlint', args, folder);
    return { findings: succeeded ? '' : output, examined: countIn(output, /on (\d+) files?/) };
  },
};
