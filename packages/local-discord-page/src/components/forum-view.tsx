import { MessageSquareText, Plus } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { Permission } from '../discord/constants.ts';
import { timeOf } from '../discord/snowflake.ts';
import type { Channel, Message } from '../discord/types.ts';
import { forumPosts } from '../state/channel-tree.ts';
import { authorName } from '../state/names.ts';
import { can } from '../state/permissions.ts';
import { previewText, wordlessText } from '../state/preview-text.ts';
import { relativeTime } from '../state/times.ts';
import { isUnread } from '../state/unread.ts';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';

const PostCard = ({
  forum,
  post,
  opening,
}: {
  forum: Channel;
  post: Channel;
  opening: Message | undefined;
}): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const tags = (forum.available_tags ?? []).filter((tag) => post.applied_tags?.includes(tag.id) === true);
  return (
    <li>
      <button type="button" class="post-card" data-unread={isUnread(world, post)} onClick={() => pane.go(post.id)}>
        {tags.length > 0 && (
          <span class="tags">
            {tags.map((tag) => (
              <span key={tag.id} class="tag">
                {tag.emoji_name ?? ''} {tag.name}
              </span>
            ))}
          </span>
        )}
        <strong>{post.name}</strong>
        {opening !== undefined && (
          <span class="post-opening">
            <b>{authorName(world, opening)}:</b> {previewText(world, opening) || <em>{wordlessText(opening)}</em>}
          </span>
        )}
        <small>
          <Icon node={MessageSquareText} size={14} /> {post.message_count ?? 0} ·{' '}
          {relativeTime(timeOf(post.last_message_id ?? post.id), Date.now())}
          {post.thread_metadata?.archived === true && ' · archived'}
        </small>
      </button>
    </li>
  );
};

/** A forum: its guidelines and its posts, newest talk first. */
export const ForumView = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const world = client.world.value;
  const [typed, setTyped] = useState('');
  useEffect(() => {
    void client.listArchivedThreads(channel.id);
  }, [client, channel.id, client.session.value]);
  const posts = forumPosts(world, channel.id);
  const [openings, setOpenings] = useState<ReadonlyMap<string, Message>>(new Map());
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const found = await client.listOpenings(channel.id);
      if (isCurrent) setOpenings(new Map(found.map((message) => [message.id, message])));
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [client, channel.id, posts.length, client.session.value]);
  const shown = posts.filter((post) => (post.name ?? '').toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <div class="forum">
      {channel.topic !== null && channel.topic !== undefined && channel.topic !== '' && (
        <section class="forum-guidelines" aria-label="Post guidelines">
          <Markdown text={channel.topic} />
        </section>
      )}
      <div class="forum-tools">
        <input
          class="field"
          type="search"
          placeholder="Search posts"
          aria-label="Search posts"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        {can(world, channel, Permission.sendMessages) && (
          <button
            type="button"
            class="button primary"
            onClick={() => {
              pane.dialog.value = { kind: 'post', forum: channel };
            }}
          >
            <Icon node={Plus} size={18} /> New post
          </button>
        )}
      </div>
      <ul class="posts" aria-label="Posts">
        {shown.map((post) => (
          <PostCard key={post.id} forum={channel} post={post} opening={openings.get(post.id)} />
        ))}
      </ul>
      {shown.length === 0 && (
        <p class="empty-note">
          {posts.length === 0 ? 'No posts yet. Be the first to write one.' : 'No post has this in its title.'}
        </p>
      )}
    </div>
  );
};
