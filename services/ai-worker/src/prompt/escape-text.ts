import { foldText } from './folded-text.ts';
import { rememberTexts } from './remember-texts.ts';

/** The tag around what the model is told beside the message. */
export const CONTEXT_TAG = 'context';

const CONTEXT_TAG_START = new RegExp(`<[\\s/]*${CONTEXT_TAG}(?![a-z0-9])`, 'g');
/** A line that would read as `Name (label):`, the header that tells who speaks; labels are those of `personLabel`. */
const HEADER_LINE = /^.{1,100}?\( ?(?:(?=[a-z]{0,3}[2-9])[2-9a-hjkmnp-z]{4}|character|bot) ?\)[ *_~`|"']{0,8}:/;
/**
 * What chat templates put between turns. A server that fills in its template as text reads them wherever they
 * stand, and which servers do cannot be told from here.
 */
const TEMPLATE_TOKEN =
  /<\|[a-z0-9_▁ ]{1,40}\|?>|<[a-z]{1,20}\|>|<\/?s>|<(?:bos|eos|pad|unk|start_of_turn|end_of_turn)>|<<\/?sys>>|\[\/?(?:inst|system_prompt|available_tools|tool_results|tool_calls)\]|^### ?(?:instruction|response|input|system|human|user|assistant):/gm;
// oxlint-disable-next-line no-control-regex -- these are exactly the characters that have no business in a prompt
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Invisible letters (except in flags, which are spelled with them), and all but the first of several variation selectors. */
const HIDDEN_LETTERS =
  /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,10}\u{e007f})|[\u{e0000}-\u{e007f}]+|(?<=[\ufe00-\ufe0f\u{e0100}-\u{e01ef}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]+/gu;

/**
 * Text that somebody wrote, so that it cannot end or fake the context block, speak under another person's
 * header, or begin a turn in the language of a chat template. Whatever imitates those is found as it reads, not
 * as it is encoded; everything else stays as it is, line breaks too.
 */
export const escapeText = rememberTexts((text) => {
  const clean = text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(CONTROL_CHARACTERS, '')
    .replaceAll(HIDDEN_LETTERS, '$1');
  return applyEdits(clean, findImitations(clean));
});

/** Replaces `[start, end)` of a text. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

function findImitations(text: string): Edit[] {
  const { folded, placeOf } = foldText(text);
  const tags = Array.from(folded.matchAll(CONTEXT_TAG_START), ({ index }) => {
    const start = placeOf(index);
    return { start, end: start + 1, text: '&lt;' };
  });
  const tokens = Array.from(folded.matchAll(TEMPLATE_TOKEN), ({ index }) => {
    const start = placeOf(index) + 1;
    return { start, end: start, text: '\\' };
  });
  const headers: Edit[] = [];
  let lineStart = 0;
  for (const line of folded.split('\n')) {
    if (isHeader(line)) {
      // What cannot be seen at the line's beginning stays behind the mark.
      const start = lineStart === 0 ? 0 : placeOf(lineStart - 1) + 1;
      headers.push({ start, end: start, text: '\\' });
    }
    lineStart += line.length + 1;
  }
  return [...tags, ...tokens, ...headers].toSorted((one, other) => one.start - other.start);
}

function isHeader(line: string): boolean {
  return line.includes('(') && line.includes(':') && HEADER_LINE.test(line.trim().replaceAll(/\s+/g, ' '));
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const pieces: string[] = [];
  let position = 0;
  for (const edit of edits) {
    pieces.push(text.slice(position, edit.start), edit.text);
    position = edit.end;
  }
  return pieces.join('') + text.slice(position);
}

/** A name or another short text on one line: also without the brackets and colons that build a header. */
export function escapeInline(text: string): string {
  return escapeText(text.replaceAll(/[()[\]<>:`（）［］＜＞：﹕︓꞉∶]/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Text inside a list: lines after the first are indented, so that none of them reads as a heading or an item. */
export function escapeListItem(text: string): string {
  return escapeText(text).trim().replaceAll(/\n+/g, '\n    ');
}
