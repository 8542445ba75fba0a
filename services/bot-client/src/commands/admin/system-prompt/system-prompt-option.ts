import { listSystemPrompts, type SystemPrompt } from '@tzurot/contracts';
import { namedOption } from '../../../define/named-option.ts';
import type { StoredOption } from '../../../define/option.ts';
import { plain } from '../../../ui/elements.ts';

/** A system prompt of the operators; the value is its id. */
export function systemPromptOption(description: string): StoredOption<string> {
  return namedOption<SystemPrompt>({
    description,
    resource: 'system-prompt',
    isSearch: false,
    list: async (_typed, { caller }, { gateway }) => (await gateway.call(listSystemPrompts, { caller })).items,
    badges: () => '',
    describe: ({ name }) => plain(name),
  });
}
