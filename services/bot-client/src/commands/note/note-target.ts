import {
  type AuthorNote,
  getChannelNote,
  getCharacterNote,
  Id,
  putChannelNote,
  putCharacterNote,
} from '@tzurot/contracts';
import { channelMention } from 'discord.js';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { optionalStored } from '../../define/option.ts';
import { requireAccess } from '../../dispatch/require-access.ts';
import { plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';

/** Whose note it is: a character's, or a channel's. */
export interface NoteTarget {
  /** Of the character, or Discord's id of the channel. */
  id: string;
  /** As it reads in a sentence. */
  name: string;
  note: AuthorNote | null;
}

/** Without a character, the note is this channel's. */
export const noteOptions = {
  character: optionalStored(characterOption("Whose note; leave it out for this channel's", 'mine')),
};

export const targetOf = (characterId: string | undefined, { place }: CallFacts): string =>
  characterId ?? place.channelId;

/** @throws AppError `forbidden` when neither the character nor the channel is the caller's to change */
export async function loadNote(id: string, call: CallFacts, { gateway }: BotContext): Promise<NoteTarget> {
  const { caller } = call;
  if (isCharacter(id)) {
    const { characterName, note } = await gateway.call(getCharacterNote, { caller, params: { characterId: id } });
    return { id, name: plain(characterName), note };
  }
  requireAccess('staff', call);
  const { note } = await gateway.call(getChannelNote, { caller, params: { channelId: id } });
  return { id, name: channelMention(id), note };
}

export async function saveNote(
  id: string,
  note: AuthorNote | null,
  call: CallFacts,
  { gateway }: BotContext,
): Promise<NoteTarget> {
  const { caller } = call;
  if (isCharacter(id)) {
    const params = { characterId: id };
    const { characterName } = await gateway.call(putCharacterNote, { caller, params, body: { note } });
    return { id, name: plain(characterName), note };
  }
  requireAccess('staff', call);
  await gateway.call(putChannelNote, { caller, params: { channelId: id }, body: { note } });
  return { id, name: channelMention(id), note };
}

const isCharacter = (id: string): boolean => Id.safeParse(id).success;
