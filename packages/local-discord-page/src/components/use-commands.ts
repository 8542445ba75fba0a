import { useEffect, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { type SlashCommand, slashCommands } from '../commands/find-commands.ts';
import { isThreadType } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';

/** The last known commands by place, so that the list is there at once the next time. */
const lastKnown = new Map<string, readonly SlashCommand[]>();

/**
 * The slash commands that a person may see in a channel. They are asked for again each time a slash is typed,
 * because a bot registers its commands when it starts.
 */
export const useCommands = (channel: Channel): readonly SlashCommand[] => {
  const { client, drafts } = usePane();
  const key = `${client.person.token} ${channel.guild_id ?? channel.id}`;
  const [commands, setCommands] = useState(lastKnown.get(key) ?? []);
  const isWanted = drafts.value.get(channel.id)?.text.startsWith('/') === true;
  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const found = slashCommands(await client.listCommands(channel));
      lastKnown.set(key, found);
      if (isCurrent) setCommands(found);
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [client, key, isWanted]);

  const { channels } = client.world.value;
  const place = isThreadType(channel.type) ? channels.get(channel.parent_id ?? '') : channel;
  const allowsAdult = channel.guild_id === undefined || place?.nsfw === true;
  return allowsAdult ? commands : commands.filter(({ command }) => command.nsfw !== true);
};
