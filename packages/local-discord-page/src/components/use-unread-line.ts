import { useEffect, useRef, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { isNewer } from '../discord/snowflake.ts';
import type { Channel } from '../discord/types.ts';
import { isUnread } from '../state/unread.ts';

/** Older than any id: nothing was read yet. */
const BEFORE_EVERYTHING = '0';

/**
 * The message after which the line NEW stands, null for no line. It stays where it was when the channel was opened,
 * so that one can read on below it; marking as unread moves it back.
 */
export const useUnreadLine = (channel: Channel): string | null => {
  const world = usePane().client.world.value;
  const lastReadId = world.reads.get(channel.id)?.lastReadId ?? null;
  const [afterId, setAfterId] = useState(() => (isUnread(world, channel) ? (lastReadId ?? BEFORE_EVERYTHING) : null));
  const readBefore = useRef(lastReadId);
  useEffect(() => {
    if (isNewer(readBefore.current, lastReadId)) setAfterId(lastReadId);
    readBefore.current = lastReadId;
  }, [lastReadId]);
  return afterId;
};
