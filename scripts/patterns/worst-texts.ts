import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { analyse } from 'scslre';
import type { FoundPattern } from './find-patterns.ts';

/** What no pattern here is looking for, so that one which has matched nearly everything fails at the end. */
const MISMATCH = '\u0001';
/** Characters that often stand in neighbouring classes. */
const COMMON = [' ', '\n', 'a', '0', '-', '.', '"', '\\'];

/** A text that is one thing again and again, between a beginning and an end. */
export interface TextShape {
  lead: string;
  unit: string;
  end: string;
}

/**
 * Texts that are as hard for a pattern as can be guessed from it: each thing that it repeats, repeated, alone and
 * behind the shortest text that leads there; its own matches and beginnings of matches again and again; and the
 * characters that static analysis (scslre) has found to cost more than linear time.
 */
export function worstTexts({ source, flags }: Pick<FoundPattern, 'source' | 'flags'>): TextShape[] {
  const unicode = flags.replaceAll(/[^uv]/g, '');
  const exampleOf = (node: AST.Node) => findExample(node, unicode);
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const example = exampleOf(pattern);
  const units = new Set<string>(COMMON);
  const leads = new Set<string>(['']);
  const repeated: string[] = [];
  visitRegExpAST(pattern, {
    onQuantifierEnter(quantifier) {
      const unit = exampleOf(quantifier.element);
      if (unit === '' || quantifier.max <= 1) return;
      repeated.push(unit);
      leads.add(leadTo(quantifier, unicode));
    },
  });
  for (const unit of repeated) units.add(unit);
  for (const [index, unit] of repeated.entries()) units.add(unit + (repeated[index + 1] ?? ''));
  for (const character of attackCharacters(source, flags)) units.add(character);
  for (let end = 1; end <= Math.min(example.length, 12); end += 1) units.add(example.slice(0, end));
  if (example !== '') units.add(example);

  return [...units]
    .filter((unit) => unit !== '')
    .flatMap((unit) => [...leads].flatMap((lead) => ['', MISMATCH].map((end) => ({ lead, unit, end }))));
}

/** A text of about so many characters. */
export function writeText({ lead, unit, end }: TextShape, characters: number): string {
  return lead + unit.repeat(Math.ceil(characters / unit.length)) + end;
}

function attackCharacters(source: string, flags: string): string[] {
  try {
    const { reports } = analyse({ source, flags });
    return reports.map(({ character }) => character.pick);
  } catch {
    // It does not know every flag; the texts guessed from the pattern remain.
    return [];
  }
}

/** The shortest text that the pattern has read before it comes to this part of it. */
function leadTo(node: AST.Node, unicode: string): string {
  let lead = '';
  for (let part: AST.Node | null = node; part?.parent; part = part.parent) {
    const { parent }: { parent: AST.Node | null } = part;
    if (parent?.type !== 'Alternative') continue;
    const before = parent.elements.slice(0, parent.elements.indexOf(part as AST.Element));
    lead = before.map((element) => findExample(element, unicode)).join('') + lead;
  }
  return lead;
}

/** A short text that the part matches, as far as this can be told without running it. */
function findExample(node: AST.Node, unicode: string): string {
  const exampleOf = (part: AST.Node) => findExample(part, unicode);
  // oxlint-disable-next-line switch-exhaustiveness-check -- most kinds of nodes are none of its business
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return exampleOf(node.alternatives[0] as AST.Alternative);
    case 'Alternative':
      return node.elements.map(exampleOf).join('');
    case 'Quantifier':
      return exampleOf(node.element).repeat(Math.min(Math.max(node.min, node.max > 0 ? 1 : 0), 30));
    case 'Character':
      return String.fromCodePoint(node.value);
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return findMember(node, unicode);
    case 'ClassStringDisjunction':
      return exampleOf(node.alternatives[0] as AST.StringAlternative);
    case 'StringAlternative':
      return node.elements.map(exampleOf).join('');
    default:
      return '';
  }
}

/** Candidates for a class, blanks first: they are what people and models write by the thousand. */
const CANDIDATES = [
  ' ',
  '\n',
  'a',
  'A',
  '0',
  '-',
  '_',
  '*',
  '`',
  '~',
  '"',
  '(',
  '[',
  '<',
  ':',
  '.',
  '/',
  'é',
  '漢',
  '😀',
  '\u200b',
  '\ufe0f',
];

function findMember(
  node: AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass,
  unicode: string,
): string {
  const one = new RegExp(`^(?:${node.raw})$`, unicode);
  const found = CANDIDATES.find((candidate) => one.test(candidate));
  if (found !== undefined) return found;
  if (node.type !== 'CharacterClass') return '';
  const [first] = node.elements;
  if (first?.type === 'CharacterClassRange') return String.fromCodePoint(first.min.value);
  return first === undefined ? '' : findExample(first, unicode);
}
