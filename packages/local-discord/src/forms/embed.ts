import { EmbedType } from 'discord-api-types/v10';
import { z } from 'zod';
import { isoTime } from '../render/time.ts';
import type { StoredEmbed } from '../world/types.ts';
import { timestamp, trimmed, url } from './fields.ts';
import { problem } from './parse.ts';

const mediaSchemes = ['http', 'https', 'attachment'];
const media = z.object({ url: url(2_048, mediaSchemes) });

/** Limits: Discord documentation, "Embed Limits". */
const embed = z.object({
  title: trimmed(0, 256).nullish(),
  description: trimmed(0, 4_096).nullish(),
  url: url(2_048).nullish(),
  timestamp: timestamp.nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: trimmed(0, 2_048), icon_url: url(2_048, mediaSchemes).nullish() }).nullish(),
  image: media.nullish(),
  thumbnail: media.nullish(),
  video: media.nullish(),
  provider: z.object({ name: trimmed(0, 256).nullish(), url: url(2_048).nullish() }).nullish(),
  author: z
    .object({ name: trimmed(1, 256), url: url(2_048).nullish(), icon_url: url(2_048, mediaSchemes).nullish() })
    .nullish(),
  fields: z
    .array(z.object({ name: trimmed(1, 256), value: trimmed(1, 1_024), inline: z.boolean().nullish() }))
    .max(25)
    .nullish(),
});

type EmbedForm = z.output<typeof embed>;

/** All embeds of one message together may hold this much text. */
const MAX_EMBED_CHARACTERS = 6_000;

export const embedsForm = z
  .array(embed)
  .max(10)
  .superRefine((embeds, ctx) => {
    const characters = embeds.reduce((sum, each) => sum + countText(each), 0);
    if (characters > MAX_EMBED_CHARACTERS) {
      ctx.addIssue(problem('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_EMBED_CHARACTERS}`));
    }
  });

function countText(form: EmbedForm): number {
  const texts = [form.title, form.description, form.footer?.text, form.author?.name];
  for (const { name, value } of form.fields ?? []) texts.push(name, value);
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/**
 * The embeds as Discord keeps them: typed rich, without empty keys; empty ones vanish.
 * `attachment://` stays as written and becomes an address each time the message is shown, because addresses expire.
 */
export function storeEmbeds(forms: readonly EmbedForm[]): StoredEmbed[] {
  return forms.flatMap((form) => {
    const stored: Partial<StoredEmbed> = withoutEmpty({
      type: EmbedType.Rich,
      title: form.title,
      description: form.description,
      url: form.url,
      timestamp: form.timestamp ? isoTime(Date.parse(form.timestamp)) : undefined,
      color: form.color,
      footer: form.footer && withIcon(form.footer),
      image: form.image && storeMedia(form.image.url),
      thumbnail: form.thumbnail && storeMedia(form.thumbnail.url),
      author: form.author && withIcon(form.author),
      fields: form.fields?.map(({ name, value, inline }) => ({ name, value, inline: inline ?? false })),
    });
    return Object.keys(stored).length > 1 ? [stored as StoredEmbed] : [];
  });
}

function storeMedia(address: string): object {
  return { url: address, proxy_url: address, width: 0, height: 0, flags: 0 };
}

function withIcon(part: { icon_url?: string | null | undefined }): object {
  return withoutEmpty({ ...part, proxy_icon_url: part.icon_url });
}

function withoutEmpty(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
