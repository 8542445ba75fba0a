import type { JSX } from 'preact';

const KEYCAP = /^([\d#*])\ufe0f?\u20e3$/u;

/**
 * An emoji of Unicode in the pictures of Discord's client. Chromium takes variation selectors out of a sequence before it looks
 * for the font's ligature, unless it is told to show text; keycaps are not found even so, and are drawn.
 */
export const UnicodeEmoji = ({ text }: { text: string }): JSX.Element => {
  const key = KEYCAP.exec(text)?.[1];
  if (key !== undefined) {
    return (
      <span class="keycap" role="img" aria-label={text}>
        {key}
      </span>
    );
  }
  return (
    <span class="emoji" data-joined={text.includes('\u200d') && text.includes('\ufe0f')}>
      {text}
    </span>
  );
};
