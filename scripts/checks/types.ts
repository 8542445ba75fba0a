import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { type Check, runTool } from './check.ts';

/** Everything that runs in Node is one project; the page, which runs in a browser, is another. */
const projects = ['.', 'packages/local-discord-page'];

/** TypeScript finds no error. */
export const types: Check = {
  name: 'types',
  async run(sources, folder) {
    const present = projects.filter((project) => existsSync(join(folder, project, 'tsconfig.json')));
    const runs = await Promise.all(
      present.map((project) =>
        runTool('typescript/bin/tsc', ['-p', project, '--listFiles', '--pretty', 'false'], folder),
      ),
    );
    const lines = runs.flatMap((run) => run.output.split(/\r?\n/));
    const listed = new Set(lines.filter((line) => isAbsolute(line)).map((line) => resolve(line)));
    const errors = lines.filter((line) => line !== '' && !isAbsolute(line));
    const failedSilently = errors.length === 0 && runs.some((run) => !run.succeeded);
    return {
      findings: failedSilently ? 'tsc failed without a word' : errors.join('\n'),
      examined: sources.filter((file) => listed.has(file)).length,
    };
  },
};
