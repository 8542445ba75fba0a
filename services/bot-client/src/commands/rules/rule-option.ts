import { listRules } from '@tzurot/contracts';
import { namedOption } from '../../define/named-option.ts';
import type { StoredOption } from '../../define/option.ts';
import { plain } from '../../ui/elements.ts';
import { describeTarget } from './dashboard.ts';

/** One of the caller's rules; the value is its id. */
export function ruleOption(description: string): StoredOption<string> {
  return namedOption({
    description,
    resource: 'rule',
    isSearch: false,
    list: async (_typed, { caller }, { gateway }) => (await gateway.call(listRules, { caller })).items,
    badges: (rule) => `· ${describeTarget(rule)}`,
    describe: (rule) => `${plain(rule.name)} (${describeTarget(rule)})`,
  });
}
