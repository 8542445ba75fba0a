import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasOpenApi, openApiFile } from '../../tests/support/spec.ts';
import { routes } from '../rest/routes.ts';
import { missingAreas } from './missing.ts';
import { fillParity } from './parity.ts';

describe('docs/local-discord.md', () => {
  it('says what is there, what differs and what is missing, as the code has it', () => {
    const document = readFileSync(new URL('../../../../docs/local-discord.md', import.meta.url), 'utf8');

    expect(document, 'run: pnpm --filter @tzurot/local-discord run parity').toBe(fillParity(document));
  });
});

describe.skipIf(!hasOpenApi)("Discord's operations", () => {
  it('are each here or named as missing, once', () => {
    const { paths } = JSON.parse(readFileSync(openApiFile, 'utf8')) as { paths: Record<string, object> };
    const here = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      methods.filter((method) => method.toLowerCase() in operations).map((method) => `${method} ${path}`),
    );

    const wrong = described.filter((operation) => {
      const places = missingAreas.filter(({ operations }) => operations.test(operation)).length;
      return places !== (here.has(operation) ? 0 : 1);
    });

    expect(described.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });
});
