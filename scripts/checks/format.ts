import { type Check, countIn, runTool } from './check.ts';

/** Files are formatted, and their imports sorted, the one way. `npm run format` makes them so. */
export const format: Check = {
  name: 'format',
  async run(_sources, folder) {
    const { succeeded, output } = await runTool('@biomejs/biome/bin/biome', ['check', '--max-diagnostics=20'], folder);
    return {
      findings: succeeded ? '' : `${output}\nMend it with: npm run format`,
      examined: countIn(output, /Checked (\d+) files?/),
    };
  },
};
