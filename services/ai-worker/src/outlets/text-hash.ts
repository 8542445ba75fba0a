import { hash } from 'node:crypto';

/**
 * What a message is recognised by: Discord trims the text that it is given, and a client that reads it
 * back may meet another Unicode form.
 */
export function hashText(text: string): string {
  return hash('sha256', text.normalize('NFC').replaceAll(/\s+/g, ' ').trim());
}
