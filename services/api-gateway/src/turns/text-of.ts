import type { Trigger } from '@tzurot/contracts';

/** What history and memory keep of a message: its words, else the names of its files. */
export function textOf({ content, attachments }: Pick<Trigger, 'content' | 'attachments'>): string {
  return content === '' ? attachments.map(({ filename }) => `[${filename}]`).join(' ') : content;
}
