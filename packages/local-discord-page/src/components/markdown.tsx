import { MessageSquareText } from 'lucide';
import { type JSX, toChildArray } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { type Node, plainText } from '../markdown/nodes.ts';
import { isJumbo, type ParseOptions, parseMarkdown } from '../markdown/parse.ts';
import { parseMessageLink } from '../state/message-link.ts';
import { channelName, nameIn, toCssColor } from '../state/names.ts';
import { fullTime, timestampText } from '../state/times.ts';
import { ChannelIcon } from './channel-icon.tsx';
import { CodeBlock } from './code-block.tsx';
import { Icon } from './icon.tsx';
import { UnicodeEmoji } from './unicode-emoji.tsx';

const UserMention = ({ id }: { id: string }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const guildId = world.channels.get(pane.channelId.value ?? '')?.guild_id;
  const name = nameIn(world, id, guildId);
  return (
    <button
      type="button"
      class="mention"
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        pane.userCard.value = { userId: id, x: left, y: bottom + 4, opener: event.currentTarget };
      }}
    >
      @{name ?? 'unknown-user'}
    </button>
  );
};

const RoleMention = ({ id }: { id: string }): JSX.Element => {
  const world = usePane().client.world.value;
  const role = [...world.guilds.values()].flatMap((guild) => guild.roles).find((candidate) => candidate.id === id);
  const color = role === undefined || role.color === 0 ? undefined : toCssColor(role.color);
  return (
    <span
      class="mention"
      style={color === undefined ? undefined : { '--mention-role': color }}
      data-colored={color !== undefined}
    >
      @{role?.name ?? 'unknown-role'}
    </span>
  );
};

const ChannelMention = ({ id }: { id: string }): JSX.Element => {
  const pane = usePane();
  const world = pane.client.world.value;
  const channel = world.channels.get(id);
  if (channel === undefined) return <span class="mention">#unknown</span>;
  return (
    <button type="button" class="mention" onClick={() => pane.go(id)}>
      <ChannelIcon channel={channel} size={15} />
      {channelName(world, channel)}
    </button>
  );
};

const Timestamp = ({ ms, style }: { ms: number; style: string | null }): JSX.Element => {
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    if (style !== 'R') return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [style]);
  return (
    <time class="timestamp" dateTime={new Date(ms).toISOString()} title={fullTime(ms)}>
      {timestampText(ms, style, nowMs)}
    </time>
  );
};

const Spoiler = ({ children }: { children: JSX.Element }): JSX.Element => {
  const [isShown, setIsShown] = useState(false);
  if (isShown) return <span class="spoiler shown">{children}</span>;
  return (
    <button type="button" class="spoiler" aria-label="Spoiler, press to show" onClick={() => setIsShown(true)}>
      <span aria-hidden="true">{children}</span>
    </button>
  );
};

/** An emoji of a guild. Its picture is on this server; should it be gone, its name is shown. */
export const CustomEmoji = ({
  id,
  name,
  animated,
}: {
  id: string;
  name: string;
  animated?: boolean | undefined;
}): JSX.Element => {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <span>:{name}:</span>;
  return (
    <img
      class="custom-emoji"
      src={`/emojis/${id}.${animated === true ? 'gif' : 'png'}`}
      alt={`:${name}:`}
      title={`:${name}:`}
      draggable={false}
      onError={() => setIsBroken(true)}
    />
  );
};

const renderAll = (nodes: readonly Node[]): JSX.Element => (
  <>{toChildArray(nodes.map((node, index) => <MarkdownNode key={index} node={node} />))}</>
);

const Heading = ({ level, children }: { level: 1 | 2 | 3; children: readonly Node[] }): JSX.Element => {
  // Headings of a message stand below those of the page.
  const Tag = (['h3', 'h4', 'h5'] as const)[level - 1] ?? 'h5';
  return <Tag class={`heading-${level}`}>{renderAll(children)}</Tag>;
};

/** A link; one to a place of this Discord leads there, and bare it shows its name. */
const Link = ({ url, children }: { url: string; children: readonly Node[] }): JSX.Element => {
  const pane = usePane();
  const place = parseMessageLink(url);
  const world = pane.client.world.value;
  const channel = world.channels.get(place?.channelId ?? '');
  if (place === null || channel === undefined) {
    return (
      <a href={url} target="_blank" rel="noreferrer noopener" title={url}>
        {renderAll(children)}
      </a>
    );
  }
  const isBare = plainText(children) === url;
  return (
    <button
      type="button"
      class={isBare ? 'mention' : 'link-button'}
      onClick={() => {
        if (place.messageId === null) pane.go(channel.id);
        else void pane.jump(channel.id, place.messageId);
      }}
    >
      {isBare ? (
        <>
          <ChannelIcon channel={channel} size={15} />
          {channelName(world, channel)}
          {place.messageId !== null && <Icon node={MessageSquareText} size={14} />}
        </>
      ) : (
        renderAll(children)
      )}
    </button>
  );
};

const MarkdownNode = ({ node }: { node: Node }): JSX.Element => {
  switch (node.type) {
    case 'text':
      return <>{node.text}</>;
    case 'break':
      return <br />;
    case 'strong':
      return <strong>{renderAll(node.children)}</strong>;
    case 'emphasis':
      return <em>{renderAll(node.children)}</em>;
    case 'underline':
      return <u>{renderAll(node.children)}</u>;
    case 'strike':
      return <s>{renderAll(node.children)}</s>;
    case 'spoiler':
      return <Spoiler>{renderAll(node.children)}</Spoiler>;
    case 'code':
      return <code class="code">{node.text}</code>;
    case 'codeBlock':
      return <CodeBlock text={node.text} language={node.language} />;
    case 'quote':
      return <blockquote class="quote">{renderAll(node.children)}</blockquote>;
    case 'heading':
      return <Heading level={node.level}>{node.children}</Heading>;
    case 'subtext':
      return <small class="subtext">{renderAll(node.children)}</small>;
    case 'list': {
      const items = node.items.map((item, index) => <li key={index}>{renderAll(item)}</li>);
      return node.start === null ? (
        <ul class="list">{items}</ul>
      ) : (
        <ol class="list" start={node.start}>
          {items}
        </ol>
      );
    }
    case 'link':
      return <Link url={node.url}>{node.children}</Link>;
    case 'user':
      return <UserMention id={node.id} />;
    case 'role':
      return <RoleMention id={node.id} />;
    case 'channel':
      return <ChannelMention id={node.id} />;
    case 'everyone':
      return <span class="mention">{node.text}</span>;
    case 'command':
      return <span class="mention">/{node.name}</span>;
    case 'guildPage':
      return <span class="mention">#{node.page}</span>;
    case 'customEmoji':
      return <CustomEmoji id={node.id} name={node.name} animated={node.animated} />;
    case 'emoji':
      return <UnicodeEmoji text={node.text} />;
    case 'timestamp':
      return <Timestamp ms={node.ms} style={node.style} />;
    default:
      return node satisfies never;
  }
};

/** Text with Discord's markdown, shown. */
export const Markdown = ({ text, options }: { text: string; options?: ParseOptions }): JSX.Element => {
  const blocks = options?.blocks ?? true;
  const maskedLinks = options?.maskedLinks ?? true;
  const nodes = useMemo(() => parseMarkdown(text, { blocks, maskedLinks }), [text, blocks, maskedLinks]);
  return <div class={isJumbo(nodes) ? 'markdown jumbo' : 'markdown'}>{renderAll(nodes)}</div>;
};
