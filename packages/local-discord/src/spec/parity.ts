import { apiErrors, errorsByFault } from '../errors.ts';
import { armedKinds, instantKinds } from '../local/faults.ts';
import { operatorRoutes } from '../local/operator-routes.ts';
import { routes } from '../rest/routes.ts';
import { eventNames } from './events.ts';
import { missingAreas } from './missing.ts';

const start = (name: string) => `<!-- generated: ${name} -->`;
const END = '<!-- end of generated -->';

/** The generated parts of docs/local-discord.md, by the name that stands in their marker. */
function sections(): Record<string, string> {
  return {
    routes: table(
      ['Call', 'By', 'Differs from Discord'],
      routes.map(({ method, path, auth, only, differs }) => [
        `\`${method} ${path}\``,
        auth === 'none' ? 'anyone who has the path' : (only ?? 'bots and people'),
        differs ?? '',
      ]),
    ),
    missing: table(
      ['Not here', 'Because'],
      missingAreas.map(({ area, reason }) => [area, reason]),
    ),
    errors: table(
      ['Code', 'Status', 'Message', 'Comes'],
      [
        ...Object.values(apiErrors).map((error) => [...describeError(error), 'by itself']),
        ...errorsByFault.map((error) => [...describeError(error), 'by a fault']),
      ].toSorted(([a], [b]) => Number(a) - Number(b)),
    ),
    events: eventNames.map((name) => `\`${name}\``).join(', '),
    operator: table(
      ['Call', 'Does'],
      operatorRoutes.map(({ method, path, does }) => [`\`${method} ${path}\``, does]),
    ),
    'faults that wait': table(
      ['Kind', 'Does'],
      Object.entries(armedKinds).map(([kind, does]) => [`\`${kind}\``, does]),
    ),
    'faults at once': table(
      ['Kind', 'Does'],
      Object.entries(instantKinds).map(([kind, does]) => [`\`${kind}\``, does]),
    ),
  };
}

function describeError([status, code, message]: readonly [number, number, string]): [string, string, string] {
  return [String(code), String(status), message];
}

/** The document with its generated parts made again. @throws Error when it lacks the place for one */
export function fillParity(document: string): string {
  return Object.entries(sections()).reduce((text, [name, content]) => {
    const from = text.indexOf(start(name));
    const to = text.indexOf(END, from);
    if (from === -1 || to === -1) throw new Error(`the document has no place for "${name}": ${start(name)} … ${END}`);
    return `${text.slice(0, from)}${start(name)}\n\n${content}\n\n${text.slice(to)}`;
  }, document);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
