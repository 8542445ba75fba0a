import { ExternalLink } from 'lucide';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { hostOf, mediaUrl } from '../client/media-url.ts';
import { usePane } from '../client/pane.ts';
import type { ActionRow, Button, Component, Container, MediaItem, Message, Section, Select } from '../discord/types.ts';
import { toCssColor } from '../state/names.ts';
import type { PendingInteraction } from '../state/world.ts';
import { FileCard, MaybeSpoiler } from './attachments.tsx';
import { Dots } from './dots.tsx';
import { Picture } from './embed.tsx';
import { useSelectChoices } from './entity-select.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { EmojiMark, SelectMenu } from './select-menu.tsx';

const BUTTON_LOOKS: ReadonlyMap<number, string> = new Map([
  [1, 'primary'],
  [2, 'secondary'],
  [3, 'success'],
  [4, 'danger'],
  [5, 'link'],
  [6, 'premium'],
]);

interface Context {
  message: Message;
  /** The press that waits for its answer, while everything else of the message is locked. */
  pending: PendingInteraction | undefined;
}

const ButtonView = ({ button, context }: { button: Button; context: Context }): JSX.Element => {
  const { client } = usePane();
  const look = BUTTON_LOOKS.get(button.style) ?? 'secondary';
  const content = (
    <>
      {button.emoji !== undefined && <EmojiMark emoji={button.emoji} />}
      {button.label}
    </>
  );
  if (button.url !== undefined) {
    return (
      <a
        class={`button ${look}`}
        {...(button.disabled === true ? { 'aria-disabled': true } : { href: button.url })}
        target="_blank"
        rel="noreferrer noopener"
      >
        {content}
        <Icon node={ExternalLink} size={14} />
      </a>
    );
  }
  const customId = button.custom_id;
  const isWaiting = context.pending !== undefined && context.pending.label === customId;
  return (
    <button
      type="button"
      class={`button ${look}`}
      disabled={
        button.disabled === true || context.pending !== undefined || customId === undefined || !client.isConnected.value
      }
      aria-busy={isWaiting}
      aria-label={button.label === undefined ? (button.emoji?.name ?? 'Button') : undefined}
      onClick={() => {
        if (customId !== undefined) void client.pressComponent(context.message, { type: 2, custom_id: customId });
      }}
    >
      {isWaiting ? <Dots role="status" aria-label="Waiting for the app" /> : content}
    </button>
  );
};

const sameValues = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value) => b.includes(value));

const SelectView = ({ select, context }: { select: Select; context: Context }): JSX.Element => {
  const { client } = usePane();
  const { choices, initial } = useSelectChoices(select, context.message.channel_id);
  const [values, setValues] = useState(initial);
  const initialKey = initial.join(' ');
  const editedAt = context.message.edited_timestamp;
  // An edit of the message puts the select back to what the app says.
  useEffect(() => setValues(initial), [initialKey, editedAt]);
  const min = select.min_values ?? 1;
  return (
    <SelectMenu
      label={select.placeholder ?? 'Make a selection'}
      placeholder={select.placeholder ?? 'Make a selection'}
      choices={choices}
      values={values}
      min={min}
      max={select.max_values ?? 1}
      isDisabled={select.disabled === true || context.pending !== undefined || !client.isConnected.value}
      onChange={setValues}
      onClose={(chosen) => {
        if (chosen.length < min || sameValues(chosen, initial)) return;
        void client.pressComponent(context.message, select, chosen);
      }}
    />
  );
};

const Row = ({ row, context }: { row: ActionRow; context: Context }): JSX.Element => (
  <div class="action-row" role="group" aria-label="Actions">
    {row.components.map((component, index) => (
      <ComponentView key={index} component={component} context={context} />
    ))}
  </div>
);

/** Media of a V2 component may point at a file of the message by its name. */
const resolveMedia = (media: MediaItem, message: Message): MediaItem => {
  const name = /^attachment:\/\/(.+)$/u.exec(media.url)?.[1];
  const attachment = name === undefined ? undefined : message.attachments.find(({ filename }) => filename === name);
  return attachment === undefined ? media : { ...media, ...attachment };
};

const MediaView = ({
  media,
  description,
  spoiler,
  message,
  look,
}: {
  media: MediaItem;
  description: string | null | undefined;
  spoiler: boolean | undefined;
  message: Message;
  look: string;
}): JSX.Element => {
  const resolved = resolveMedia(media, message);
  const { width, height } = resolved;
  return (
    <MaybeSpoiler isSpoiler={spoiler === true} label={description ?? 'Picture'}>
      <Picture
        media={{
          url: resolved.url,
          ...(resolved.proxy_url === undefined ? {} : { proxy_url: resolved.proxy_url }),
          ...(typeof width === 'number' && typeof height === 'number' ? { width, height } : {}),
        }}
        alt={description ?? ''}
        class={look}
      />
    </MaybeSpoiler>
  );
};

const SectionView = ({ section, context }: { section: Section; context: Context }): JSX.Element => (
  <div class="v2-section">
    <div class="v2-section-text">
      {section.components.map((component, index) => (
        <ComponentView key={index} component={component} context={context} />
      ))}
    </div>
    {section.accessory !== undefined && <ComponentView component={section.accessory} context={context} />}
  </div>
);

const ContainerView = ({ container, context }: { container: Container; context: Context }): JSX.Element => {
  const color = typeof container.accent_color === 'number' ? toCssColor(container.accent_color) : undefined;
  return (
    <MaybeSpoiler isSpoiler={container.spoiler === true} label="Content">
      <div
        class="v2-container"
        style={color === undefined ? undefined : { borderInlineStartColor: color }}
        data-accent={color !== undefined}
      >
        {container.components.map((component, index) => (
          <ComponentView key={index} component={component} context={context} />
        ))}
      </div>
    </MaybeSpoiler>
  );
};

const ComponentView = ({ component, context }: { component: Component; context: Context }): JSX.Element | null => {
  switch (component.type) {
    case 1:
      return <Row row={component} context={context} />;
    case 2:
      return <ButtonView button={component} context={context} />;
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return <SelectView select={component} context={context} />;
    case 9:
      return <SectionView section={component} context={context} />;
    case 10:
      return <Markdown text={component.content} />;
    case 11:
      return (
        <MediaView
          media={component.media}
          description={component.description}
          spoiler={component.spoiler}
          message={context.message}
          look="v2-thumbnail"
        />
      );
    case 12:
      return (
        <div class={component.items.length === 1 ? 'pictures single' : 'pictures'}>
          {component.items.map((item, index) => (
            <MediaView
              key={index}
              media={item.media}
              description={item.description}
              spoiler={item.spoiler}
              message={context.message}
              look="attachment-image"
            />
          ))}
        </div>
      );
    case 13: {
      const file = resolveMedia(component.file, context.message);
      const name = component.name ?? file.url.split('/').at(-1)?.split('?')[0] ?? 'file';
      const url = mediaUrl(file.url);
      return (
        <MaybeSpoiler isSpoiler={component.spoiler === true} label={name}>
          <FileCard
            name={url === null ? `${name} on ${hostOf(file.url)}` : name}
            sizeBytes={component.size}
            url={url}
          />
        </MaybeSpoiler>
      );
    }
    case 14:
      return <hr class="v2-separator" data-line={component.divider !== false} data-large={component.spacing === 2} />;
    case 17:
      return <ContainerView container={component} context={context} />;
    // These stand in modals only.
    case 4:
    case 18:
    case 19:
    case 21:
    case 22:
    case 23:
      return null;
    default:
      // A kind of component that came after this page.
      return null;
  }
};

const Failure = ({ children }: { children: ComponentChildren }): JSX.Element => (
  <p class="interaction-failed" role="alert">
    {children}
  </p>
);

/** The buttons, selects and V2 parts of a message, with what became of the last press. */
export const MessageComponents = ({ message }: { message: Message }): JSX.Element | null => {
  const { client } = usePane();
  if (message.components === undefined || message.components.length === 0) return null;
  const mine = client.world.value.interactions.filter((entry) => entry.messageId === message.id);
  const failure = mine.findLast((entry) => entry.failure !== null)?.failure ?? null;
  const context: Context = { message, pending: mine.find((entry) => entry.failure === null) };
  return (
    <div class="components">
      {message.components.map((component, index) => (
        <ComponentView key={index} component={component} context={context} />
      ))}
      {failure !== null && context.pending === undefined && <Failure>{failure}</Failure>}
    </div>
  );
};
