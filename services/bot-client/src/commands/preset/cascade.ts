import { listPresetChoices } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { plain } from '../../ui/elements.ts';

/** Every tier that chooses a preset for this person here, nearest first, and which of them is in force. */
export async function describeChoices(
  characterId: string | undefined,
  { caller, place }: CallFacts,
  { gateway }: BotContext,
): Promise<string> {
  const { items, effective } = await gateway.call(listPresetChoices, {
    caller,
    query: {
      ...(characterId !== undefined && { characterId }),
      ...(place.guildId !== null && { channelId: place.channelId }),
    },
  });
  const lines = items.map(({ tier, name, model, isUsable }) => {
    const facts = { tier: say(`preset.tier.${tier}`), preset: plain(name), model: plain(model) };
    const isInForce = tier === effective?.source;
    return `- ${say(isInForce ? 'preset.choice-in-force' : isUsable ? 'preset.choice-behind' : 'preset.choice-keyless', facts)}`;
  });
  const isElsewhere = effective !== null && !items.some(({ tier }) => tier === effective.source);
  return [
    say('preset.choices'),
    ...lines,
    ...(isElsewhere
      ? [
          `- ${say('preset.choice-in-force', {
            tier: say(`preset.tier.${effective.source}`),
            preset: plain(effective.name),
            model: plain(effective.model),
          })}`,
        ]
      : []),
    ...(effective === null ? [`- ${say('preset.choice-none')}`] : []),
  ].join('\n');
}
