import type { Attachment } from '@tzurot/contracts';

/** `<@id>`, `<@&id>`, `<#id>`, `<:emoji:id>`, `</command:id>`, `<t:seconds:style>`, `<id:guide>`. */
const DISCORD_MARKUP =
  /<(?:@!?(?<person>\d{17,20})|@&(?<role>\d{17,20})|#(?<channel>\d{17,20})|a?:(?<emoji>\w{2,32}):\d{17,20}|\/(?<command>[^:>\n]{1,100}):\d{17,20}|t:(?<seconds>-?\d{1,13})(?::[tTdDfFRsS])?|id:(?<page>[a-z]+))>/g;

/** Discord's markup as people see it: names instead of ids, and times that do not depend on when they are read. */
export function readableText(content: string, nameOf: (personId: string) => string | null): string {
  return content.replaceAll(DISCORD_MARKUP, (whole: string, ...rest: unknown[]) => {
    const found = rest.at(-1) as Record<string, string | undefined>;
    if (found['person'] !== undefined) return `@${nameOf(found['person']) ?? 'somebody'}`;
    if (found['role'] !== undefined) return '@role';
    if (found['channel'] !== undefined) return '#channel';
    if (found['emoji'] !== undefined) return `:${found['emoji']}:`;
    if (found['command'] !== undefined) return `/${found['command']}`;
    if (found['page'] !== undefined) return `#${found['page']}`;
    if (found['seconds'] !== undefined) return absoluteTime(new Date(Number(found['seconds']) * 1_000)) ?? whole;
    return whole;
  });
}

/** `2026-11-22 17:40 UTC`, or null for a moment that no date can hold. */
export function absoluteTime(moment: Date): string | null {
  if (Number.isNaN(moment.getTime())) return null;
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What clocks show in a zone of the IANA database; null for one that this runtime does not know. */
export function localTime(moment: Date, timeZone: string): { weekday: string; date: string; time: string } | null {
  try {
    const weekday = moment.toLocaleDateString('en', { weekday: 'long', timeZone });
    // Swedes write dates and times as ISO 8601 does.
    const [date = '', time = ''] = moment.toLocaleString('sv', { timeZone }).split(' ');
    return { weekday, date, time: time.slice(0, 5) };
  } catch {
    return null;
  }
}

/** A line per file, since only its name and description are known as text. */
export function describeAttachments(attachments: readonly Attachment[]): string {
  return attachments
    .map(({ filename, contentType, description }) => {
      const kind = contentType?.split('/')[0] ?? 'file';
      const what = kind === 'image' ? 'picture' : kind === 'audio' || kind === 'video' ? kind : 'file';
      return `[${what}: ${filename}${description ? `, described as: ${description}` : ''}]`;
    })
    .join('\n');
}
