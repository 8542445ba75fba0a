import { getMemoryModes, listMemories } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { characterOption } from '../character/character-option.ts';
import { EVERY, MAX_QUERY_LENGTH, memoriesPageId } from './ids.ts';
import { type MemorySearch, memoryList } from './list-view.ts';

const character = optionalStored(characterOption('Only what this character remembers'));

export const search = defineSubcommand({
  description: 'Find what characters remember of you by its words',
  options: { words: option.string('Words of it, in any form', { maxLength: MAX_QUERY_LENGTH }), character },
  reply: 'private',
  run: (call, ctx) => showPage({ query: call.options.words, characterId: call.options.character }, 1, call, ctx),
});

export const browse = defineSubcommand({
  description: 'See everything that characters remember of you, the latest first',
  options: { character },
  reply: 'private',
  run: (call, ctx) => showPage({ query: '', characterId: call.options.character }, 1, call, ctx),
});

export const turnMemoriesPage = onButton(memoriesPageId, {
  reply: 'update',
  run(call, ctx) {
    const { query, character: chosen, page } = call.state;
    return showPage({ query, characterId: chosen === EVERY ? undefined : chosen }, page, call, ctx);
  },
});

async function showPage(
  wantedMemories: MemorySearch,
  wanted: number,
  { caller, respond }: Call,
  { gateway }: BotContext,
): Promise<void> {
  const { query, characterId } = wantedMemories;
  const ask = (page: number) =>
    gateway.call(listMemories, {
      caller,
      query: { query, page: Math.max(1, page), ...(characterId !== undefined && { characterId }) },
    });
  const modes = await gateway.call(getMemoryModes, { caller });
  let found = await ask(wanted);
  // Some may have been forgotten since the button was made.
  if (found.items.length === 0 && found.pages > 0) found = await ask(found.pages);
  await respond(memoryList(found, wantedMemories, modes));
}
