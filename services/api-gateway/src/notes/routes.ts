import { getChannelNote, getCharacterNote, putChannelNote, putCharacterNote } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import { requireOwnGuild } from '../channels/channels.ts';
import { requireOwned } from '../characters/access.ts';
import type { GatewayContext } from '../context.ts';
import { keepChannelNote, keepCharacterNote, readChannelNote, readCharacterNote } from './author-notes.ts';

/** A character's note is its owner's, a channel's note is the staff's. */
export const noteRoutes = [
  handleRoute(getCharacterNote, async ({ caller, params }, ctx: GatewayContext) => {
    const { name: characterName } = await requireOwned(ctx.prisma, caller, params.characterId);
    return { characterName, note: await readCharacterNote(params.characterId, ctx) };
  }),
  handleRoute(putCharacterNote, async ({ caller, params, body }, ctx: GatewayContext) => {
    const { name: characterName } = await requireOwned(ctx.prisma, caller, params.characterId);
    await keepCharacterNote(params.characterId, body.note, ctx);
    return { characterName };
  }),
  handleRoute(getChannelNote, async ({ caller, params }, ctx: GatewayContext) => {
    await requireOwnGuild(ctx.prisma, params.channelId, caller);
    return { note: await readChannelNote(params.channelId, ctx) };
  }),
  handleRoute(putChannelNote, async ({ caller, params, body }, ctx: GatewayContext) => {
    await requireOwnGuild(ctx.prisma, params.channelId, caller);
    await keepChannelNote({ channelId: params.channelId, guildId: caller.guildId }, body.note, ctx);
    return {};
  }),
];
