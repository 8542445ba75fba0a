import { type REST, Routes } from 'discord.js';
import { z } from 'zod';

/** Under which id Discord has each slash command, by name: with it, a message can offer the command to be clicked. */
export type CommandIds = () => Promise<ReadonlyMap<string, string>>;

const REREAD_MS = 10 * 60_000;
/** Of commands in the chat, as opposed to entries of menus (Discord, "Application Command Types"). */
const CHAT_INPUT = 1;

const Registered = z.array(z.object({ id: z.string(), name: z.string(), type: z.number().default(CHAT_INPUT) }));

interface Asking {
  rest: REST;
  applicationId: string;
  /** Where the commands are registered, when it is not everywhere. */
  devGuildId?: string | undefined;
}

export function createCommandIds(asking: () => Asking): CommandIds {
  let known: { ids: ReadonlyMap<string, string>; readAt: number } | null = null;
  return async () => {
    if (known !== null && performance.now() - known.readAt < REREAD_MS) return known.ids;
    const { rest, applicationId, devGuildId } = asking();
    const path =
      devGuildId === undefined
        ? Routes.applicationCommands(applicationId)
        : Routes.applicationGuildCommands(applicationId, devGuildId);
    const commands = Registered.parse(await rest.get(path));
    const ids = new Map(commands.filter(({ type }) => type === CHAT_INPUT).map(({ name, id }) => [name, id]));
    known = { ids, readAt: performance.now() };
    return ids;
  };
}
