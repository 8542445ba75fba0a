import { isDmType } from '../discord/constants.ts';
import type { Upload } from '../discord/rest.ts';
import type { Channel, Message } from '../discord/types.ts';
import { type ClientCore, messagesPath } from './core.ts';
import { describeFiles } from './message-actions.ts';

/** How long a new thread stays in the list without a word, in minutes: a day, and three for a post. */
const THREAD_ARCHIVE_MINUTES = 1_440;
const POST_ARCHIVE_MINUTES = 4_320;

export interface NewPost {
  name: string;
  content: string;
  tags: readonly string[];
  files: readonly Upload[];
}

/** Places that a person opens or looks up. Undefined where that did not work. */
export interface PlaceActions {
  openDm: (userId: string) => Promise<Channel | undefined>;
  createThread: (message: Message, name: string) => Promise<Channel | undefined>;
  createPost: (forumId: string, post: NewPost) => Promise<Channel | undefined>;
  /** Brings the archived threads of a channel among the known ones. */
  listArchivedThreads: (channelId: string) => Promise<void>;
  /** The first messages of a forum's latest posts; a post has the id of its own. */
  listOpenings: (forumId: string) => Promise<readonly Message[]>;
}

export const createPlaceActions = ({ world, rest, learn, attempt }: ClientCore): PlaceActions => {
  const make = (
    event: string,
    path: string,
    body: object,
    files: readonly Upload[] = [],
  ): Promise<Channel | undefined> =>
    attempt(async () => {
      const channel = await rest<Channel>('POST', path, { body, files });
      // The socket tells of it as well, perhaps later than it is gone to.
      learn(event, channel);
      return channel;
    });

  return {
    openDm: async (userId) => {
      const known = [...world.value.channels.values()].find(
        (channel) => isDmType(channel.type) && channel.recipients?.some(({ id }) => id === userId) === true,
      );
      return known ?? make('CHANNEL_CREATE', '/users/@me/channels', { recipient_id: userId });
    },
    createThread: (message, name) =>
      make('THREAD_CREATE', `${messagesPath(message.channel_id)}/${message.id}/threads`, {
        name,
        auto_archive_duration: THREAD_ARCHIVE_MINUTES,
      }),
    createPost: (forumId, { name, content, tags, files }) =>
      make(
        'THREAD_CREATE',
        `/channels/${forumId}/threads`,
        {
          name,
          auto_archive_duration: POST_ARCHIVE_MINUTES,
          applied_tags: tags,
          message: { content, ...describeFiles(files) },
        },
        files,
      ),
    listArchivedThreads: async (channelId) => {
      const found = await attempt(() =>
        rest<{ threads: readonly Channel[] }>('GET', `/channels/${channelId}/threads/archived/public`),
      );
      if (found !== undefined) learn('THREAD_LIST_SYNC', { threads: found.threads });
    },
    listOpenings: async (forumId) => {
      const found = await attempt(() =>
        rest<{ first_messages?: readonly Message[] }>('GET', `/channels/${forumId}/threads/search`),
      );
      return found?.first_messages ?? [];
    },
  };
};
