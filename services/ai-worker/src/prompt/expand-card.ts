import { snowflakeTimeMs } from '@tzurot/contracts';
import { escapeInline, escapeText } from './escape-text.ts';
import { expandMacros, isPlainText, type MacroValues } from './expand-macros.ts';
import type { PromptScene } from './prompt-scene.ts';

/** The rules say what it means. */
export const WHOEVER_ASKS = 'the user';

/** Where a text stands: in the prompt's beginning, which is to stay the same, or where every turn may change it. */
type Standing = 'stable' | 'fresh';

/** A text of an owner's with its macros filled in. What stands in for a person is escaped, the owner's own text is not. */
export function expandCard(text: string, scene: PromptScene, standing: Standing = 'fresh'): string {
  if (isPlainText(text)) return text.trim();
  const { speaker, persona, trigger, history, seed, now } = scene;
  const isShared = hasOtherAskers(scene);
  const values: MacroValues = {
    char: escapeInline(speaker.nickname || speaker.name),
    user: isShared ? WHOEVER_ASKS : escapeInline(persona.name),
    persona: isShared ? '' : escapeText(persona.about).trim(),
    now,
    seed,
    pickSeed: `${speaker.id}/${trigger.place.channelId}`,
    isStable: standing === 'stable',
    outlets: outletsOf(scene),
  };
  const ofCard = (field: string) => expandMacros(field, values).trim();
  const fields = {
    description: ofCard(speaker.description),
    personality: ofCard(speaker.personality),
    scenario: ofCard(speaker.scenario),
    mesexamples: ofCard(speaker.examples),
    charprompt: ofCard(speaker.systemPrompt),
    charjailbreak: ofCard(speaker.postHistory),
    char_version: speaker.characterVersion,
    ...(standing === 'stable' ? THE_LAST_ONES : lastOnes(scene)),
    lastmessageid: String(history.length),
    firstincludedmessageid: '0',
    currentswipeid: '1',
  };
  return expandMacros(text, { ...values, fields }).trim();
}

/** Words for what changes with every turn, where nothing may change. */
const THE_LAST_ONES = {
  lastmessage: 'the last message',
  lastusermessage: 'the last message',
  lastcharmessage: 'your last message',
  idle_duration: 'a while',
};

function lastOnes({ trigger, history, now }: PromptScene) {
  const lastMessage = escapeText(trigger.content).trim();
  const own = history.findLast(({ speaker }) => speaker === 'character');
  return {
    lastmessage: lastMessage,
    lastusermessage: lastMessage,
    lastcharmessage: escapeText(own?.text ?? '').trim(),
    idle_duration: describeIdle(now.getTime() - Date.parse(history.at(-1)?.saidAt ?? now.toISOString())),
  };
}

const SECOND_MS = 1_000;
const UNITS = [
  ['day', 86_400 * SECOND_MS],
  ['hour', 3_600 * SECOND_MS],
  ['minute', 60 * SECOND_MS],
] as const;

function describeIdle(idleMs: number): string {
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(idleMs / unitMs);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return 'a few seconds';
}

function outletsOf({ lore }: Pick<PromptScene, 'lore'>): Record<string, string> {
  const outlets: Record<string, string> = Object.create(null);
  for (const { position, outlet, text } of lore) {
    if (position !== 'outlet') continue;
    const name = outlet.toLowerCase();
    outlets[name] = outlets[name] === undefined ? escapeText(text) : `${outlets[name]}\n${escapeText(text)}`;
  }
  return outlets;
}

type Greeter = Pick<PromptScene['speaker'], 'name' | 'nickname' | 'greeting' | 'alternateGreetings'>;

/**
 * The greeting as the character says it to somebody; empty for a character without one. Of several, what asked for it
 * decides which, so that every attempt at a turn says the same.
 */
export function writeGreeting(
  { name, nickname, greeting, alternateGreetings }: Greeter,
  persona: Pick<PromptScene['persona'], 'name' | 'about'>,
  { triggerId, seed, now }: { triggerId: string } & Pick<PromptScene, 'seed' | 'now'>,
): string {
  const greetings = [greeting, ...alternateGreetings].filter((text) => text.trim() !== '');
  const one = greetings[snowflakeTimeMs(triggerId) % Math.max(1, greetings.length)] ?? '';
  const values = { char: nickname || name, user: persona.name, persona: persona.about, seed, pickSeed: seed, now };
  return expandMacros(one, values).trim();
}

/**
 * Where several people talk to the character in turns, its card names none of them: with every change of speaker
 * the beginning of the prompt would change, which vendors charge less for as long as it stays.
 */
function hasOtherAskers({ history, trigger }: PromptScene): boolean {
  return history.some(({ personId }) => personId !== null && personId !== trigger.author.id);
}
