import { expandCard } from '../expand-card.ts';
import type { PromptScene } from '../prompt-scene.ts';
import { mergeTimeline } from '../timeline.ts';
import { type Lore, type LoreQuestion, tellLore } from './tell-lore.ts';

/** Everything that lore depends on besides what the prompt shows. */
type Facts = Pick<LoreQuestion, 'books' | 'counts' | 'timers' | 'trigger' | 'seed' | 'budgetTokens'>;

/** What lorebooks tell in a scene: found in what was said, with the message that is answered as the newest. */
export function loreOfScene(scene: Omit<PromptScene, 'lore'>, facts: Facts): Lore {
  const { speaker, persona, trigger } = scene;
  const before = mergeTimeline({ ...scene, lore: [] });
  const lines = [...before.map(({ name, text }) => ({ name, text })), { name: persona.name, text: trigger.content }];
  return tellLore({
    ...facts,
    lines: lines.toReversed(),
    sources: {
      persona: persona.about,
      description: speaker.description,
      personality: speaker.personality,
      scenario: speaker.scenario,
      'character-note': scene.notes.map(({ text }) => text).join('\n'),
    },
    speakerNames: [speaker.name, speaker.slug],
    messageId: trigger.id,
    expand: (text, isConstant) => expandCard(text, { ...scene, lore: [] }, isConstant ? 'stable' : 'fresh'),
  });
}
