import { z } from 'zod';
import { defineJob } from './define-job.ts';
import { defineRoute } from './define-route.ts';
import { Id } from './ids.ts';
import { LIMITS } from './limits.ts';
import { patchOf } from './patch-of.ts';
import { rowsOf } from './rows.ts';
import { heardText, nameOf, Text } from './text.ts';

/** Rules of one person, one character, or everybody. */
export const MAX_RULES_PER_TARGET = 30;

const MessageDepth = z.int().min(0).max(1_000).nullable().default(null);

/** What a rule changes: a reply before it is sent and kept, or lines only as the model reads them. */
export const RulePlace = z.enum(['reply', 'prompt']);
export type RulePlace = z.infer<typeof RulePlace>;

/** Whose lines a rule of the prompt changes. */
export const RuleSpeakers = z.enum(['character', 'people', 'all']);
export type RuleSpeakers = z.infer<typeof RuleSpeakers>;

/** Replaces what fits a pattern. */
export const TextRuleDraft = z.object({
  name: nameOf(LIMITS.ruleName),
  /** `/pattern/flags`; without slashes it is a pattern of which the first place is replaced. */
  pattern: Text.min(1).max(LIMITS.rulePattern),
  /** `$1`, `$<name>` and `{{match}}` stand for what was found. */
  replacement: Text.max(LIMITS.rulePattern).default(''),
  /** Taken out of what `$1` and its kin stand for. */
  trims: z.array(Text.min(1).max(LIMITS.ruleName)).max(20).default([]),
  place: RulePlace.default('reply'),
  speakers: RuleSpeakers.default('character'),
  /** Only lines with at least, and at most, so many messages below them; null sets no bound. */
  minDepth: MessageDepth,
  maxDepth: MessageDepth,
  isEnabled: z.boolean().default(true),
});
export type TextRuleDraft = z.infer<typeof TextRuleDraft>;

/** For the replies that a person gets, that a character gives, or for all. */
export const RuleTarget = z.enum(['person', 'character', 'everyone']);
export type RuleTarget = z.infer<typeof RuleTarget>;

export const TextRule = TextRuleDraft.extend({
  id: Id,
  target: RuleTarget,
  /** Of a character. */
  targetName: Text.nullable(),
});
export type TextRule = z.infer<typeof TextRule>;

const params = z.object({ ruleId: Id });

/** @throws `forbidden` for everybody's unless the caller is an operator, `limit-reached` when there are too many */
export const createRule = defineRoute({
  name: 'rule.create',
  method: 'POST',
  path: '/user/rules',
  body: TextRuleDraft.extend({
    to: z.discriminatedUnion('target', [
      z.object({ target: z.literal('person') }),
      z.object({ target: z.literal('character'), characterId: Id }),
      z.object({ target: z.literal('everyone') }),
    ]),
  }),
  output: TextRule,
});

/** The caller's, and for an operator those of everybody, in the order in which they are applied. */
export const listRules = defineRoute({
  name: 'rule.list',
  method: 'GET',
  path: '/user/rules',
  output: z.object({ items: rowsOf('text rule', TextRule) }),
});

export const getRule = defineRoute({
  name: 'rule.get',
  method: 'GET',
  path: '/user/rules/:ruleId',
  params,
  output: TextRule,
});

export const TextRulePatch = patchOf(TextRuleDraft.shape);
export type TextRulePatch = z.infer<typeof TextRulePatch>;

export const updateRule = defineRoute({
  name: 'rule.update',
  method: 'PATCH',
  path: '/user/rules/:ruleId',
  params,
  body: TextRulePatch,
  output: TextRule,
});

export const deleteRule = defineRoute({
  name: 'rule.delete',
  method: 'DELETE',
  path: '/user/rules/:ruleId',
  params,
  output: z.object({ name: Text }),
});

/** What rules make of a text. `bad-pattern`: the engine does not know it; `too-costly`: it takes too long, and the text stays as it is. */
export const testRules = defineJob({
  name: 'rule.test',
  queue: 'chores',
  input: z.object({
    rules: z.array(TextRuleDraft).max(3 * MAX_RULES_PER_TARGET),
    text: heardText(LIMITS.messageContent),
  }),
  output: z.object({
    text: Text,
    problems: z.array(z.object({ name: Text, problem: z.enum(['bad-pattern', 'too-costly']) })),
  }),
  timeoutMs: 10_000,
});
