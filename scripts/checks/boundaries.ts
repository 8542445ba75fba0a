import { relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { root } from '../bootstrap/paths.mjs';
import { type Check, runTool } from './check.ts';

const Cruise = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string() }),
        cycle: z.array(z.object({ name: z.string() })).optional(),
      }),
    ),
  }),
});

/** Imports go only where the map in .dependency-cruiser.mjs lets them, and never in a circle. */
export const boundaries: Check = {
  name: 'boundaries',
  async run(sources, folder) {
    const config = resolve(root, '.dependency-cruiser.mjs');
    const places = new Set(sources.map((file) => relative(folder, file).split(sep)[0] ?? ''));
    const args = ['--config', config, '--output-type', 'json', ...places];
    const { output } = await runTool('dependency-cruiser/bin/dependency-cruiser.mjs', args, folder);
    const { modules, summary } = Cruise.parse(JSON.parse(output));
    const seen = new Set(modules.map((module) => resolve(folder, module.source)));
    return {
      findings: summary.violations
        .map(({ rule, from, to, cycle }) => {
          const path = cycle === undefined ? to : cycle.map((step) => step.name).join(' → ');
          return `${rule.name}: ${from} → ${path}`;
        })
        .join('\n'),
      examined: sources.filter((file) => seen.has(file)).length,
    };
  },
};
