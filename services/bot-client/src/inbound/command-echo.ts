import { LIMITS } from '@tzurot/contracts';
import type { Message } from 'discord.js';
import { plain } from '../ui/elements.ts';

/** What stands in the channel for words that a person said by a command. The bot has to post it, since Discord shows nobody a command's options. */
export function writeEcho(name: string, words: string): string {
  return `**${plain(name)}:** ${words}`;
}

const ECHO = /^\*\*(?:\\.|[^*\\])+:\*\* (?<words>[^]+)$/;

/** What a person said by a command, under the id by which it was accepted. */
interface Echo {
  id: string;
  userId: string;
  name: string;
  username: string;
  words: string;
}

/** Null for every message that is no echo. */
export function readEcho(message: Message): Echo | null {
  const { interactionMetadata: asked, author, client, guild } = message;
  if (asked === null || author.id !== client.user.id) return null;
  const words = ECHO.exec(message.cleanContent)?.groups?.['words'];
  if (words === undefined) return null;
  const { id: userId, username, displayName } = asked.user;
  const name = guild?.members.cache.get(userId)?.displayName ?? displayName;
  return { id: asked.id, userId, name, username, words: words.slice(0, LIMITS.messageContent) };
}
