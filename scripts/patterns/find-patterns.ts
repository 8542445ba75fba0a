import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Node, parseSync, Visitor } from 'oxc-parser';

/** A regular expression as a source writes it. */
export interface FoundPattern {
  /** `file:line`. */
  place: string;
  source: string;
  flags: string;
}

/** What stands for a value that only a running program knows: a plain word. */
const PLACEHOLDER = 'word';

/**
 * Every regular expression in the files: literals, and what `RegExp` is called with.
 * @throws when `RegExp` is given something of which not even the shape can be read
 */
export function findPatterns(files: readonly string[], folder: string): FoundPattern[] {
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const { program } = parseSync(file, text);
    const found: FoundPattern[] = [];
    const constants = new Map<string, Node>();
    const placeOf = ({ start }: { start: number }) =>
      `${relative(folder, file)}:${text.slice(0, start).split('\n').length}`;
    const addBuilt = (node: { callee: Node; arguments: Node[]; start: number }) => {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp') return;
      const source = evaluate(node.arguments[0], constants);
      if (source === null) throw new Error(`${placeOf(node)}: RegExp is given what cannot be read here`);
      found.push({ place: placeOf(node), source, flags: evaluate(node.arguments[1], constants) ?? '' });
    };
    new Visitor({
      VariableDeclarator({ id, init }) {
        if (id.type === 'Identifier' && init !== null) constants.set(id.name, init);
      },
    }).visit(program);
    new Visitor({
      Literal(node) {
        if ('regex' in node) found.push({ place: placeOf(node), source: node.regex.pattern, flags: node.regex.flags });
      },
      NewExpression: addBuilt,
      CallExpression: addBuilt,
    }).visit(program);
    return found;
  });
}

/** The text of an expression, as far as the file alone tells it; null for what is no text. */
function evaluate(node: Node | undefined, constants: ReadonlyMap<string, Node>, depth = 0): string | null {
  if (node === undefined || depth > 10) return null;
  // oxlint-disable-next-line switch-exhaustiveness-check -- most kinds of nodes are none of its business
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : 'regex' in node ? node.regex.pattern : null;
    case 'TemplateLiteral':
    case 'TaggedTemplateExpression': {
      const isTagged = node.type === 'TaggedTemplateExpression';
      const { quasis, expressions } = isTagged ? node.quasi : node;
      return quasis
        .map(({ value }, index) => {
          const hole = expressions[index];
          const filled = hole === undefined ? '' : (evaluate(hole, constants, depth + 1) ?? PLACEHOLDER);
          return (isTagged ? value.raw : (value.cooked ?? value.raw)) + filled;
        })
        .join('');
    }
    case 'BinaryExpression': {
      const [left, right] = [node.left, node.right].map((side) => evaluate(side, constants, depth + 1) ?? PLACEHOLDER);
      return node.operator === '+' ? `${left}${right}` : null;
    }
    case 'Identifier':
      return evaluate(constants.get(node.name), constants, depth + 1);
    case 'MemberExpression':
      return node.property.type === 'Identifier' && node.property.name === 'source'
        ? evaluate(node.object, constants, depth + 1)
        : null;
    default:
      return null;
  }
}
