import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIFileComponent,
  type APIMediaGalleryComponent,
  type APISectionComponent,
  type APISelectMenuOption,
  type APISeparatorComponent,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  escapeMarkdown,
  SeparatorSpacingSize,
  TimestampStyles,
  time,
} from 'discord.js';
import type { CardView } from './view.ts';

const ACCENTS = { calm: 0x7c6cf0, good: 0x3ba55d, warn: 0xf0a53a, bad: 0xd8464f } as const;
export type Accent = keyof typeof ACCENTS;

/** How everything that the bot itself says looks: a card with a coloured edge. */
export function card(children: APIComponentInContainer[], accent: Accent = 'calm'): CardView {
  return {
    components: [{ type: ComponentType.Container, accent_color: ACCENTS[accent], components: children }],
  };
}

/** A card that is one short text. */
export function note(content: string, accent: Accent = 'calm'): CardView {
  return card([text(content)], accent);
}

export function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

export function divider(): APISeparatorComponent {
  return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small };
}

/** One of the view's files. */
export function file(name: string): APIFileComponent {
  return { type: ComponentType.File, file: { url: `attachment://${name}` } };
}

/** One of the view's files as a picture. @param description for who can't see it */
export function picture(name: string, description: string): APIMediaGalleryComponent {
  return { type: ComponentType.MediaGallery, items: [{ media: { url: `attachment://${name}` }, description }] };
}

/** A text with a button at its side. */
export function section(content: string, accessory: APIButtonComponent): APISectionComponent {
  return { type: ComponentType.Section, components: [text(content)], accessory };
}

const STYLES = {
  plain: ButtonStyle.Secondary,
  main: ButtonStyle.Primary,
  good: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

export function button(options: {
  id: string;
  label: string;
  style?: keyof typeof STYLES;
  isDisabled?: boolean;
}): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: STYLES[options.style ?? 'plain'],
    label: clip(options.label, 80),
    custom_id: options.id,
    ...(options.isDisabled === true && { disabled: true }),
  };
}

/** At most five buttons. */
export function row(...buttons: APIButtonComponent[]): APIActionRowComponent<APIComponentInMessageActionRow> {
  return { type: ComponentType.ActionRow, components: buttons };
}

/** A menu of at most 25 choices, of which one is taken. */
export function select(options: {
  id: string;
  placeholder: string;
  choices: readonly { label: string; value: string; description?: string }[];
}): APIActionRowComponent<APIComponentInMessageActionRow> {
  const menu: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: options.id,
    placeholder: clip(options.placeholder, 150),
    options: options.choices.slice(0, 25).map(
      (choice): APISelectMenuOption => ({
        label: clip(choice.label, 100),
        value: choice.value,
        ...(choice.description && { description: clip(choice.description, 100) }),
      }),
    ),
  };
  return { type: ComponentType.ActionRow, components: [menu] };
}

/** `text` in at most `maxLength` characters, with an ellipsis where it was cut. */
export function clip(content: string, maxLength: number): string {
  if (content.length <= maxLength) return content;
  // A cut inside a surrogate pair would leave half a character behind.
  return `${content.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A moment as Discord shows it to each reader in their own zone. */
export function timeOf(timestamp: string): string {
  return time(new Date(timestamp), TimestampStyles.LongDateShortTime);
}

/** A name that somebody else chose, escaped so that it can't format, link or mention anything. */
export function plain(name: string): string {
  return escapeMarkdown(name.replaceAll(/\s+/g, ' '), {
    heading: true,
    bulletedList: true,
    numberedList: true,
    maskedLink: true,
  }).replaceAll(/<(?=[@#:/tai])/g, '<\u200B');
}

/** Somebody's text on one line, shortened, without formatting. */
export function excerpt(content: string, maxLength: number): string {
  return plain(clip(content.trim().replaceAll(/\s+/g, ' '), maxLength));
}
