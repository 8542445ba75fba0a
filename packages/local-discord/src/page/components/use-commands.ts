import { useEffect, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { type SlashCommand, slashCommands } from '../commands/command-list.ts';
import type { Channel } from '../discord/types.ts';

/** The slash commands of a channel; asked for again whenever it opens, because bots register theirs as they start. */
export const useCommands = (channel: Channel): readonly SlashCommand[] => {
  const { client, drafts } = usePane();
  const [commands, setCommands] = useState<readonly SlashCommand[]>([]);
  const session = client.session.value;
  const isWanted = drafts.value.get(channel.id)?.text.startsWith('/') === true;
  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    void client.listCommands(channel).then((index) => isCurrent && setCommands(slashCommands(index)));
    return () => {
      isCurrent = false;
    };
  }, [client, channel.id, session, isWanted]);
  return commands;
};
