/** The tag around what the model is told beside the message. */
export const CONTEXT_TAG = 'context';

const CONTEXT_TAG_START = new RegExp(`<(?=\\s*/?\\s*${CONTEXT_TAG}\\b)`, 'gi');
/** A line that would read as `Name (label):`, the header that tells who speaks; labels are those of `personLabel`. */
const HEADER_LINE = /^(?=[^\n]{1,100}?\([^\S\n]*(?:[2-9a-hjkmnp-z]{4}|character|bot)[^\S\n]*\)[^\S\n]*[:：])/gim;
// oxlint-disable-next-line no-control-regex -- these are exactly the characters that have no business in a prompt
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Text that somebody wrote, so that it cannot end or fake the context block, nor speak under another
 * person's header. Line breaks stay.
 */
export function escapeText(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(CONTROL_CHARACTERS, '')
    .replaceAll(CONTEXT_TAG_START, '&lt;')
    .replaceAll(HEADER_LINE, '\\');
}

/** A name or another short text on one line: also without the brackets and colons that build a header. */
export function escapeInline(text: string): string {
  return escapeText(text.replaceAll(/[()[\]<>:：`]/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Text inside a list: lines after the first are indented, so that none of them reads as a heading or an item. */
export function escapeListItem(text: string): string {
  return escapeText(text).trim().replaceAll(/\n+/g, '\n    ');
}
