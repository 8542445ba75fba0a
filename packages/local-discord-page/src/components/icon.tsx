import type { IconNode } from 'lucide';
import { h, type JSX } from 'preact';

/** An icon that says nothing by itself: what it means stands beside it or in its button's label. */
export const Icon = ({ node, size = 20 }: { node: IconNode; size?: number }): JSX.Element => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {node.map(([tag, attributes]) => h(tag, attributes))}
  </svg>
);
