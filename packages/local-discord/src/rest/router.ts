import type { Method, Route } from './route.ts';

export interface Found {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** Finds routes by method and path; fixed segments win over parameters. */
export interface Router {
  find(method: string, path: string): Found | 'wrong-method' | undefined;
}

interface Node {
  readonly fixed: Map<string, Node>;
  parameter: Node | undefined;
  readonly routes: Map<Method, { route: Route; names: readonly string[] }>;
}

const newNode = (): Node => ({ fixed: new Map(), parameter: undefined, routes: new Map() });

/** @throws Error when two routes are the same call */
export function createRouter(routes: readonly Route[]): Router {
  const root = newNode();
  for (const route of routes) add(root, route);

  return {
    find(method, path) {
      const segments = path.split('/').slice(1).map(decode);
      const values: string[] = [];
      const node = walk(root, segments, 0, values);
      if (!node) return undefined;
      const found = node.routes.get(method as Method);
      if (!found) return 'wrong-method';
      const params = Object.fromEntries(found.names.map((name, index) => [name, values[index] ?? '']));
      return { route: found.route, params };
    },
  };
}

function add(root: Node, route: Route): void {
  const names: string[] = [];
  let node = root;
  for (const segment of route.path.split('/').slice(1)) {
    if (segment.startsWith('{')) {
      names.push(segment.slice(1, -1));
      node.parameter ??= newNode();
      node = node.parameter;
    } else {
      const next = node.fixed.get(segment) ?? newNode();
      node.fixed.set(segment, next);
      node = next;
    }
  }
  if (node.routes.has(route.method)) throw new Error(`two routes answer ${route.method} ${route.path}`);
  node.routes.set(route.method, { route, names });
}

/** Goes down the tree, trying the fixed branch first; `values` holds the parameters of the branch that fits. */
function walk(node: Node, segments: readonly string[], at: number, values: string[]): Node | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.routes.size > 0 ? node : undefined;
  const fixed = node.fixed.get(segment);
  const found = fixed && walk(fixed, segments, at + 1, values);
  if (found) return found;
  if (!node.parameter || segment === '') return undefined;
  values.push(segment);
  const below = walk(node.parameter, segments, at + 1, values);
  if (!below) values.pop();
  return below;
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
