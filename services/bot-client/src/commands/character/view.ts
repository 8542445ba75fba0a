import { getCharacter } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { characterOption } from './character-option.ts';
import { characterView } from './character-view.ts';
import { viewPageId } from './ids.ts';
import { findPortrait } from './portrait.ts';

export const view = defineSubcommand({
  description: 'Everything about a character',
  options: { character: characterOption('Which character') },
  reply: 'private',
  run: (call, ctx) => showCard(call.options.character, 1, call, ctx),
});

export const turnViewPage = onButton(viewPageId, {
  reply: 'update',
  run: (call, ctx) => showCard(call.state.id, call.state.page, call, ctx),
});

export async function showCard(characterId: string, page: number, call: Call, ctx: BotContext): Promise<void> {
  const character = await ctx.gateway.call(getCharacter, { caller: call.caller, params: { characterId } });
  // Only the first page shows the picture.
  const portrait = page > 1 ? null : await findPortrait(character, call, ctx);
  await call.respond(characterView(character, page, portrait));
}
