import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { Message } from '../discord/types.ts';
import { charactersLeft } from '../state/message-length.ts';
import { CharactersLeft, TooLong } from './characters-left.tsx';
import { useAutoHeight } from './use-auto-height.ts';

/** Changes the text of an own message in its place: Enter saves, Escape leaves it as it was. */
export const MessageEditor = ({ message }: { message: Message }): JSX.Element => {
  const pane = usePane();
  const input = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(message.content);
  const [refusedText, setRefusedText] = useState<string | null>(null);
  const left = charactersLeft(pane.client.world.value, text.trim());

  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(text.length, text.length);
  }, []);
  useAutoHeight(input, text);

  const stop = (): void => {
    pane.editingId.value = null;
    pane.focusComposer.current();
  };

  const save = (): void => {
    if (left < 0) {
      setRefusedText(text);
      return;
    }
    const content = text.trim();
    stop();
    if (content === '' && message.attachments.length === 0) pane.dialog.value = { kind: 'delete', message };
    else void pane.client.edit(message, content);
  };

  return (
    <div class="message-editor">
      <textarea
        ref={input}
        class="composer-input"
        rows={1}
        aria-label="Edit message"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            stop();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            save();
          } else if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
        }}
      />
      <p class="message-editor-hint">
        escape to{' '}
        <button type="button" class="link-button" onClick={stop}>
          cancel
        </button>{' '}
        • enter to{' '}
        <button type="button" class="link-button" onClick={save}>
          save
        </button>
        <CharactersLeft left={left} />
      </p>
      {left < 0 && refusedText === text && <TooLong left={left} />}
    </div>
  );
};
