import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Completion } from '../state/completions.ts';
import { EntityIcon } from './entity-select.tsx';
import { keepFocus } from './keep-focus.ts';
import { EmojiMark } from './select-menu.tsx';

interface CompletionListProps {
  id: string;
  completions: readonly Completion[];
  activeIndex: number;
  onChoose: (index: number) => void;
  onHover: (index: number) => void;
}

/** What the unfinished word could become. The composer keeps the focus. */
export const CompletionList = ({
  id,
  completions,
  activeIndex,
  onChoose,
  onHover,
}: CompletionListProps): JSX.Element => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[activeIndex]?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex]);
  return (
    <div class="composer-popup">
      <div ref={list} id={id} role="listbox" aria-label="Suggestions" class="completion-list">
        {completions.map((completion, index) => (
          <div
            key={completion.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === activeIndex}
            class="completion"
            data-active={index === activeIndex}
            onPointerMove={() => onHover(index)}
            onMouseDown={keepFocus}
            onClick={() => onChoose(index)}
          >
            {completion.entity !== undefined && <EntityIcon entity={completion.entity} size={24} />}
            {completion.emoji !== undefined && <EmojiMark emoji={completion.emoji} />}
            <span>{completion.label}</span>
            <small>{completion.detail}</small>
          </div>
        ))}
      </div>
    </div>
  );
};
