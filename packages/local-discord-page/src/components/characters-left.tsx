import type { JSX } from 'preact';

/** As Discord's client does, the count begins this far before the end. */
const COUNTED_FROM = 200;

/** How much room a message has left, once that matters. */
export const CharactersLeft = ({ left }: { left: number }): JSX.Element | null =>
  left >= COUNTED_FROM ? null : (
    <span class="characters-left" data-over={left < 0}>
      <span class="visually-hidden">Characters left: </span>
      {left}
    </span>
  );

/** Why a message that is too long stays where it was written. */
export const TooLong = ({ left }: { left: number }): JSX.Element => (
  <p class="too-long" role="alert">
    Your message is too long. Take away {-left} {left === -1 ? 'character' : 'characters'}.
  </p>
);
