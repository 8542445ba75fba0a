import { Check, Copy } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../client/copy-text.ts';
import { Icon } from './icon.tsx';

interface Highlighted {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: readonly Highlighted[];
}

const render = (node: Highlighted, key: number): JSX.Element | string => {
  if (node.type === 'text') return node.value ?? '';
  const { className } = node.properties ?? {};
  return (
    <span key={key} class={Array.isArray(className) ? className.join(' ') : ''}>
      {node.children?.map(render)}
    </span>
  );
};

/** Loads the highlighter when the first block with a language is shown. */
const highlight = async (text: string, language: string): Promise<Highlighted | null> => {
  const { lowlight } = await import('../markdown/highlighter.ts');
  return lowlight.registered(language) ? lowlight.highlight(language, text) : null;
};

export const CodeBlock = ({ text, language }: { text: string; language: string | null }): JSX.Element => {
  const [tree, setTree] = useState<Highlighted | null>(null);
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    setTree(null);
    if (language !== null) {
      highlight(text, language.toLowerCase()).then(
        (found) => isCurrent && setTree(found),
        () => undefined,
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [text, language]);

  return (
    <div class="code-block">
      <pre>
        <code>{tree === null ? text : tree.children?.map(render)}</code>
      </pre>
      <button
        type="button"
        class="icon-button code-copy"
        aria-label={isCopied ? 'Copied' : 'Copy code'}
        onClick={() => {
          copyText(text);
          setIsCopied(true);
          setTimeout(() => setIsCopied(false), 1_500);
        }}
      >
        <Icon node={isCopied ? Check : Copy} size={16} />
      </button>
    </div>
  );
};
