import { listPresets } from '@tzurot/contracts';
import { flagWords, namedOption } from '../../define/named-option.ts';
import type { StoredOption } from '../../define/option.ts';
import { clip, plain } from '../../ui/elements.ts';

/** One of the caller's presets or a global one, or with `global` only of these; the value is its id. */
export function presetOption(description: string, among: 'all' | 'global' = 'all'): StoredOption<string> {
  return namedOption({
    description,
    resource: 'preset',
    isSearch: false,
    async list(_typed, { caller }, { gateway }) {
      const { items } = await gateway.call(listPresets, { caller });
      return among === 'all' ? items : items.filter(({ isGlobal }) => isGlobal);
    },
    badges: ({ model, isGlobal, isDefault }) =>
      `· ${clip(model, 40)} · ${flagWords({ mine: !isGlobal, global: isGlobal, default: isDefault })}`,
    describe: ({ name, model }) => `${plain(name)} (${plain(model)})`,
  });
}
