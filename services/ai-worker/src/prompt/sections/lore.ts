import type { LorePosition } from '@tzurot/contracts';
import { escapeListItem, escapeText } from '../escape-text.ts';
import type { ToldLore } from '../lore/told-lore.ts';
import type { PromptScene } from '../prompt-scene.ts';
import type { Insertion, Piece, Section } from '../section.ts';

/**
 * Lore that its books tell in this turn: at its depth in the chat, or in the block of the last message. Only what is told in
 * every turn stands where its position says in the system message, because what comes and goes there would cost the whole prompt's beginning.
 */
export const lore: Section = {
  id: 'lore',
  zone: 'context',
  heading: 'What is known about the world:',
  priority: 65,
  yields: 'last-pieces',
  write: (scene) => [
    ...scene.lore.filter(isInContext).map(({ text }) => ({ text: `- ${escapeListItem(text)}` })),
    ...groupByPlace(scene.lore.filter(isInChat), scene),
  ],
};

/** What is always told at a place in the system message. */
export const constantLore = (position: LorePosition): Section => ({
  id: `lore-${position}`,
  zone: 'system',
  priority: 88,
  yields: 'last-pieces',
  write: (scene) =>
    scene.lore
      .filter((told) => told.position === position && isInSystem(told))
      .map(({ text }) => ({ text: escapeText(text) })),
});

/** What stands around the author's note, in one message with it. */
export function writeAround(note: string, { lore: told }: PromptScene): string {
  const at = (position: LorePosition) =>
    told.filter((each) => each.position === position && each.above === null).map(({ text }) => escapeText(text));
  return [...at('note-top'), note, ...at('note-bottom')].join('\n');
}

const IN_SYSTEM: ReadonlySet<LorePosition> = new Set([
  'before-character',
  'after-character',
  'before-examples',
  'after-examples',
]);

const isInSystem = ({ position, isConstant, above }: ToldLore): boolean =>
  isConstant && above === null && IN_SYSTEM.has(position);
const isInContext = ({ position, isConstant, above }: ToldLore): boolean =>
  !isConstant && above === null && IN_SYSTEM.has(position);
const isInChat = ({ position, above }: ToldLore): boolean => above !== null || position === 'at-depth';

/** What stands at one place is one message. */
function groupByPlace(told: readonly ToldLore[], { trigger }: PromptScene): Piece[] {
  const groups = new Map<string, { zone: Insertion; texts: string[] }>();
  for (const { text, depth, role, above } of told) {
    const zone: Insertion =
      above === null ? { chat: depth, role } : { chat: 1, role, ...(above !== trigger.id && { above }) };
    const key = JSON.stringify(zone);
    const group = groups.get(key) ?? { zone, texts: [] };
    group.texts.push(escapeText(text));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ zone, texts }) => {
    const text = texts.join('\n');
    // Under the header of nobody it would read as somebody's words.
    return { zone, text: zone.role === 'user' ? `[Known about the world, said by nobody: ${text}]` : text };
  });
}
