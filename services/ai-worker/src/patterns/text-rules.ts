import type { TextRuleDraft } from '@tzurot/contracts';
import { LRUCache } from 'lru-cache';
import { compilePattern, type Match, type Pattern, PatternTooCostly, readPattern } from './pattern.ts';

/** What went wrong with a rule, which then changed nothing. */
export interface RuleProblem {
  name: string;
  problem: 'bad-pattern' | 'too-costly';
}

type Rule = Pick<TextRuleDraft, 'name' | 'pattern' | 'replacement' | 'trims'>;

const MAX_KNOWN = 500;
/** Compiling costs more than replacing, and the same rules come again in every turn. */
const known = new LRUCache<string, { pattern: Pattern | null }>({ max: MAX_KNOWN });

/** A text after all the rules, one after another; one that cannot be applied is passed over. */
export function applyRules(text: string, rules: readonly Rule[]): { text: string; problems: RuleProblem[] } {
  const problems: RuleProblem[] = [];
  let changed = text;
  for (const rule of rules) {
    const pattern = patternOf(rule.pattern);
    if (pattern === null) {
      problems.push({ name: rule.name, problem: 'bad-pattern' });
      continue;
    }
    try {
      changed = pattern.replace(changed, (match) => write(rule, match));
    } catch (error) {
      if (!(error instanceof PatternTooCostly)) throw error;
      problems.push({ name: rule.name, problem: 'too-costly' });
    }
  }
  return { text: changed, problems };
}

function patternOf(written: string): Pattern | null {
  const found = known.get(written) ?? {
    pattern: compilePattern(readPattern(written) ?? { source: written, flags: '' }),
  };
  known.set(written, found);
  return found.pattern;
}

const PLACEHOLDER = /\{\{match\}\}|\$(?:(\d{1,2})|<([^>]{1,80})>|([$&]))/g;

function write({ replacement, trims }: Rule, { groups, named }: Match): string {
  const trimmed = (found: string | null | undefined) =>
    trims.reduce((text, trim) => text.replaceAll(trim, ''), found ?? '');
  return replacement.replaceAll(PLACEHOLDER, (_whole, number?: string, name?: string, sign?: string) => {
    if (sign === '$') return '$';
    if (number !== undefined) return trimmed(groups[Number(number)]);
    return name === undefined ? trimmed(groups[0]) : trimmed(Object.hasOwn(named, name) ? named[name] : '');
  });
}
