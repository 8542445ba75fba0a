import type { HTMLAttributes, JSX } from 'preact';

/** Three dots in motion: something is being waited for. Says nothing itself unless it is given a role and a label. */
export const Dots = (told: HTMLAttributes<HTMLSpanElement>): JSX.Element => (
  <span class="dots" {...('role' in told ? told : { 'aria-hidden': true })}>
    <i />
    <i />
    <i />
  </span>
);
