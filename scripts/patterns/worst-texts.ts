import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { analyse } from 'scslre';
import type { FoundPattern } from './find-patterns.ts';

/** What no pattern here is looking for, so that one which has matched nearly everything fails at the end. */
const MISMATCH = '\u0001';
/** Characters that often stand in neighbouring classes. */
const COMMON = [' ', '\n', 'a', '0', '-', '.', '"', '\\'];

/**
 * Texts that are as hard for a pattern as can be guessed from it: each thing that it repeats, repeated, alone and
 * behind the shortest text that leads there; its own matches and beginnings of matches again and again; and the
 * characters that static analysis (scslre) has found to cost more than linear time.
 */
export function worstTexts({ source, flags }: Pick<FoundPattern, 'source' | 'flags'>, characters: number): string[] {
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
      leads.add(leadTo(quantifier));
    },
  });
  for (const unit of repeated) units.add(unit);
  for (const [index, unit] of repeated.entries()) units.add(unit + (repeated[index + 1] ?? ''));
  for (const character of attackCharacters(source, flags)) units.add(character);
  for (let end = 1; end <= Math.min(example.length, 12); end += 1) units.add(example.slice(0, end));
  if (example !== '') units.add(example);

  const fill = (lead: string, unit: string) => lead + unit.repeat(Math.ceil(characters / unit.length)).slice(0, characters);
  return [...units]
    .filter((unit) => unit !== '')
    .flatMap((unit) => [...leads].map((lead) => fill(lead, unit)))
    .flatMap((text) => [text, `${text}${MISMATCH}`]);
}

function attackCharacters(source: string, flags: string): string[] {
  try {
    const { reports } = analyse({ source, flags });
    return reports.map(({ character }) => {
      const code = character.ranges[0]?.min ?? 32;
      return character.has(32) ? ' ' : String.fromCodePoint(code);
    });
  } catch {
    // It does not know every flag; the texts guessed from the pattern remain.
    return [];
  }
}

/** The shortest text that the pattern has read before it comes to this part of it. */
function leadTo(node: AST.Node): string {
  let lead = '';
  for (let part: AST.Node | null = node; part?.parent; part = part.parent) {
    const { parent }: { parent: AST.Node | null } = part;
    if (parent?.type !== 'Alternative') continue;
    const before = parent.elements.slice(0, parent.elements.indexOf(part as AST.Element));
    lead = before.map(exampleOf).join('') + lead;
  }
  return lead;
}

/** A short text that the part matches, as far as this can be told without running it. */
function exampleOf(node: AST.Node): string {
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
      return memberOf(node);
    case 'ClassStringDisjunction':
      return exampleOf(node.alternatives[0] as AST.StringAlternative);
    case 'StringAlternative':
      return node.elements.map(exampleOf).join('');
    default:
      return '';
  }
}

/** Candidates for a class, blanks first: they are what people and models write by the thousand. */
const CANDIDATES = [' ', '\n', 'a', 'A', '0', '-', '_', '*', '`', '~', '"', '(', '[', '<', ':', '.', '/', 'é', '漢', '😀', '\u200b', '\ufe0f'];

function memberOf(node: AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass): string {
  const unicodeSets = node.type === 'ExpressionCharacterClass' || /\\p|\[.*\[/.test(node.raw);
  const one = new RegExp(`^(?:${node.raw})$`, unicodeSets ? 'v' : 'u');
  const found = CANDIDATES.find((candidate) => one.test(candidate));
  if (found !== undefined) return found;
  if (node.type !== 'CharacterClass') return '';
  const [first] = node.elements;
  if (first?.type === 'CharacterClassRange') return String.fromCodePoint(first.min.value);
  return first === undefined ? '' : exampleOf(first);
}
