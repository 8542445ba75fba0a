import { listPresets } from '@tzurot/contracts';
import { flagWords, namedOption } from '../../define/named-option.ts';
import type { StoredOption } from '../../define/option.ts';
import { clip, plain } from '../../ui/elements.ts';

/** One of the caller's presets or a global one; the value is its id. */
export function presetOption(description: string): StoredOption<string> {
  return namedOption({
    description,
    resource: 'preset',
    isSearch: false,
    list: async (_typed, { caller }, { gateway }) => (await gateway.call(listPresets, { caller })).items,
    badges: ({ model, isGlobal, isDefault }) =>
      `· ${clip(model, 40)} · ${flagWords({ mine: !isGlobal, global: isGlobal, default: isDefault })}`,
    describe: ({ name, model }) => `${plain(name)} (${plain(model)})`,
  });
}
