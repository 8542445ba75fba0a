import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { Route } from './route.ts';

export interface Found {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** Finds routes by method and path; fixed segments win over parameters. */
export interface Router {
  find(method: string, path: string): Found | 'wrong-method' | undefined;
}

/** Longer than any token that stands in a path. */
const LONGEST_SEGMENT = 4_096;

/** @throws Error when two routes are the same call */
export function createRouter(routes: readonly Route[]): Router {
  const router = findMyWay({ maxParamLength: LONGEST_SEGMENT });
  const methods = [...new Set(routes.map(({ method }) => method))];
  for (const route of routes) {
    const pattern = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.on(route.method, pattern, () => undefined, route);
  }

  const find = (method: string, path: string) => {
    const found = router.find(method as HTTPMethod, path);
    // A segment that is left empty names nothing.
    return found && Object.values(found.params).every((value) => value !== '') ? found : null;
  };

  return {
    find(method, asked) {
      // Many clients escape the sign of `@me`, which stands in fixed segments.
      const path = isDecodable(asked) ? asked.replaceAll('%40', '@') : asked.replaceAll('%', '%25');
      const found = find(method, path);
      if (found) return { route: found.store as Route, params: found.params as Record<string, string> };
      return methods.some((other) => find(other, path)) ? 'wrong-method' : undefined;
    },
  };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
