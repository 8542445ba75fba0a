import type { Log } from '../log.ts';
import type { JsonValue } from './json.ts';

interface Subscriber {
  handler: (value: JsonValue) => void;
  onGap: (() => void) | undefined;
}

/** Who listens to what within this process. */
export interface Subscribers {
  /** Returns how to take the subscriber out again; that gives true when it was the channel's last one. */
  add(channel: string, subscriber: Subscriber): () => boolean;
  channels(): string[];
  tell(channel: string, value: JsonValue): void;
  /** Tells everybody that something may have been missed. */
  tellGap(): void;
  clear(): void;
}

export function createSubscribers(log: Log): Subscribers {
  const byChannel = new Map<string, Set<Subscriber>>();

  const guarded = (channel: string, run: () => void) => {
    try {
      run();
    } catch (error) {
      log.error({ err: error, channel }, 'subscriber failed');
    }
  };

  return {
    add(channel, { handler, onGap }) {
      const subscribers = byChannel.get(channel) ?? new Set();
      byChannel.set(channel, subscribers);
      // An object of its own, so that one handler may subscribe twice.
      const own: Subscriber = { handler, onGap };
      subscribers.add(own);
      return () => {
        const wasThere = subscribers.delete(own);
        if (!wasThere || subscribers.size > 0) return false;
        byChannel.delete(channel);
        return true;
      };
    },
    channels: () => [...byChannel.keys()],
    tell(channel, value) {
      for (const { handler } of byChannel.get(channel) ?? []) guarded(channel, () => handler(value));
    },
    tellGap() {
      for (const [channel, subscribers] of byChannel) {
        for (const { onGap } of subscribers) guarded(channel, () => onGap?.());
      }
    },
    clear: () => byChannel.clear(),
  };
}
