import { ExternalLink } from 'lucide';
import type { JSX } from 'preact';
import { hostOf, mediaUrl } from '../client/media-url.ts';
import { usePane } from '../client/pane.ts';
import type { Embed as EmbedData, EmbedMedia } from '../discord/types.ts';
import { toCssColor } from '../state/names.ts';
import { messageTime } from '../state/times.ts';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';

/** Stands where a picture from another machine would be: this page fetches nothing from there. */
const ElsewhereTile = ({ url }: { url: string }): JSX.Element => (
  <a class="elsewhere" href={url} target="_blank" rel="noreferrer noopener">
    <Icon node={ExternalLink} size={16} />
    <span>
      Picture on {hostOf(url)}
      <small>Not loaded: nothing here leaves this machine</small>
    </span>
  </a>
);

/** A picture that opens large; `alt` describes it. */
export const Picture = ({
  media,
  alt,
  class: className,
}: {
  media: EmbedMedia;
  alt: string;
  class?: string;
}): JSX.Element | null => {
  const pane = usePane();
  if (media.url === undefined) return null;
  const url = mediaUrl(media.proxy_url) ?? mediaUrl(media.url);
  if (url === null) return <ElsewhereTile url={media.url} />;
  const size = (media.width ?? 0) > 0 && (media.height ?? 0) > 0 ? { width: media.width, height: media.height } : {};
  return (
    <button
      type="button"
      class={`picture ${className ?? ''}`}
      aria-label={alt === '' ? 'Open picture' : `Open picture: ${alt}`}
      onClick={() => {
        pane.dialog.value = { kind: 'image', url, alt };
      }}
    >
      <img src={url} alt={alt} loading="lazy" {...size} />
    </button>
  );
};

const SmallIcon = ({ url }: { url: string | undefined }): JSX.Element | null => {
  const shown = mediaUrl(url);
  return shown === null ? null : <img class="embed-icon" src={shown} alt="" width={24} height={24} />;
};

const Linked = ({ url, children }: { url: string | undefined; children: JSX.Element | string }): JSX.Element =>
  url === undefined || !/^https?:/u.test(url) ? (
    <>{children}</>
  ) : (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );

/** The box that an app, a webhook or a link puts below a message. */
export const Embed = ({ embed }: { embed: EmbedData }): JSX.Element => {
  const { author, footer, image, thumbnail, fields } = embed;
  const color = embed.color === undefined ? undefined : toCssColor(embed.color);
  const timeMs = embed.timestamp === undefined ? Number.NaN : Date.parse(embed.timestamp);
  const footerParts = [footer?.text, Number.isNaN(timeMs) ? undefined : messageTime(timeMs, Date.now())];
  const footerText = footerParts.filter((part) => part !== undefined).join(' • ');
  if (embed.type === 'image' && thumbnail !== undefined)
    return <Picture media={thumbnail} alt="" class="embed-image" />;
  return (
    <article class="embed" style={color === undefined ? undefined : { borderInlineStartColor: color }}>
      <div class="embed-text">
        {embed.provider?.name !== undefined && <div class="embed-provider">{embed.provider.name}</div>}
        {author !== undefined && (
          <div class="embed-author">
            <SmallIcon url={author.icon_url} />
            <Linked url={author.url}>{author.name}</Linked>
          </div>
        )}
        {embed.title !== undefined && (
          <div class="embed-title">
            <Linked url={embed.url}>
              <Markdown text={embed.title} options={{ blocks: false, maskedLinks: false }} />
            </Linked>
          </div>
        )}
        {embed.description !== undefined && <Markdown text={embed.description} />}
        {fields !== undefined && fields.length > 0 && (
          <dl class="embed-fields">
            {fields.map((field, index) => (
              <div key={index} data-inline={field.inline === true}>
                <dt>
                  <Markdown text={field.name} options={{ blocks: false }} />
                </dt>
                <dd>
                  <Markdown text={field.value} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {thumbnail !== undefined && <Picture media={thumbnail} alt="" class="embed-thumbnail" />}
      {image !== undefined && <Picture media={image} alt="" class="embed-image" />}
      {footerText !== '' && (
        <div class="embed-footer">
          <SmallIcon url={footer?.icon_url} />
          {footerText}
        </div>
      )}
    </article>
  );
};
