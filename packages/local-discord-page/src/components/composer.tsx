import { CirclePlus, SendHorizontal, Smile } from 'lucide';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { addFiles, readDraft, writeDraft } from '../client/drafts.ts';
import { emojiNames, loadEmojiNames } from '../client/emoji-names.ts';
import { type Draft, emptyDraft, type Pane, usePane } from '../client/pane.ts';
import { startDraft } from '../commands/command-draft.ts';
import { findCommands, type SlashCommand } from '../commands/find-commands.ts';
import { isThreadType, MessageType, Permission } from '../discord/constants.ts';
import type { Channel } from '../discord/types.ts';
import { complete, completionAt, insertCompletion, textToSend } from '../state/completions.ts';
import { charactersLeft } from '../state/message-length.ts';
import { channelLabel, channelName } from '../state/names.ts';
import { can, canSend } from '../state/permissions.ts';
import { withEntry } from '../state/world.ts';
import { CharactersLeft, TooLong } from './characters-left.tsx';
import { CommandBar } from './command-bar.tsx';
import { CommandList } from './command-list.tsx';
import { CompletionList } from './completion-list.tsx';
import { EmojiPicker } from './emoji-picker.tsx';
import { Icon } from './icon.tsx';
import { Popup } from './popup.tsx';
import { ReplyBar } from './reply-bar.tsx';
import { UploadList } from './upload-list.tsx';
import { useAutoHeight } from './use-auto-height.ts';
import { useCommands } from './use-commands.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The last own message, which arrow-up edits. */
const editLastMessage = (pane: Pane, channel: Channel): boolean => {
  const world = pane.client.world.value;
  const mine = world.messages
    .get(channel.id)
    ?.items.findLast(
      (message) =>
        message.author.id === world.me?.id &&
        (message.type === MessageType.default || message.type === MessageType.reply),
    );
  if (mine === undefined) return false;
  pane.editingId.value = mine.id;
  return true;
};

const whyNot = (channel: Channel): string => {
  if (isThreadType(channel.type) && channel.thread_metadata?.locked === true) return 'This thread is locked.';
  return 'You do not have permission to send messages in this channel.';
};

/** Where messages and commands are written. */
export const Composer = ({ channel }: { channel: Channel }): JSX.Element => {
  const pane = usePane();
  const draft = readDraft(pane, channel.id);
  if (!canSend(pane.client.world.value, channel)) {
    return (
      <div class="composer">
        <p class="composer-locked">{whyNot(channel)}</p>
      </div>
    );
  }
  if (draft.command !== null) {
    return (
      <CommandBar
        channel={channel}
        draft={draft.command}
        onChange={(command) => writeDraft(pane, channel.id, { command })}
      />
    );
  }
  return <TextComposer channel={channel} draft={draft} />;
};

const TextComposer = ({ channel, draft }: { channel: Channel; draft: Draft }): JSX.Element => {
  const pane = usePane();
  const { client } = pane;
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState(draft.text.length);
  const wantedCursor = useRef<number | null>(null);
  const [dismissedText, setDismissedText] = useState<string | null>(null);
  const [refusedText, setRefusedText] = useState<string | null>(null);
  const [activeIndex, setActiveIndex] = useState(0);
  const [emojiAnchor, setEmojiAnchor] = useState<HTMLElement | null>(null);
  const world = client.world.value;
  const commands = useCommands(channel);

  const isCommandText = draft.text.startsWith('/') && !draft.text.includes('\n');
  const mayUseCommands = can(world, channel, Permission.useApplicationCommands);
  const found = isCommandText && mayUseCommands ? findCommands(commands, draft.text.slice(1)) : [];
  const query = isCommandText ? null : completionAt(draft.text, cursor);
  const completions = query === null ? [] : complete(world, channel, query, emojiNames.value?.all ?? []);
  const isDismissed = dismissedText === draft.text;
  const showsCommands = isCommandText && mayUseCommands && !isDismissed;
  const showsCompletions = completions.length > 0 && !isDismissed;
  const optionCount = showsCommands ? found.length : showsCompletions ? completions.length : 0;
  const active = Math.min(activeIndex, Math.max(0, optionCount - 1));

  pane.focusComposer.current = () => input.current?.focus();

  useEffect(() => {
    if (query?.kind === 'emoji') void loadEmojiNames();
  }, [query?.kind]);
  useEffect(() => {
    // On a phone the keyboard would cover what one came to read.
    if (!matchMedia('(pointer: coarse)').matches) input.current?.focus();
    return () => {
      pane.focusComposer.current = () => undefined;
    };
  }, [channel.id, pane]);
  useAutoHeight(input, draft.text);
  useLayoutEffect(() => {
    // Text that was put in for the person moves the cursor behind it, before the next key.
    const element = input.current;
    if (element === null || wantedCursor.current === null) return;
    element.focus();
    element.setSelectionRange(wantedCursor.current, wantedCursor.current);
    wantedCursor.current = null;
  }, [draft.text]);

  const setText = (text: string): void => {
    writeDraft(pane, channel.id, { text });
    setActiveIndex(0);
  };

  const placeCursor = (position: number): void => {
    setCursor(position);
    wantedCursor.current = position;
  };

  const insert = (text: string): void => {
    const at = input.current?.selectionStart ?? draft.text.length;
    setText(draft.text.slice(0, at) + text + draft.text.slice(input.current?.selectionEnd ?? at));
    placeCursor(at + text.length);
  };

  const chooseCompletion = (index: number): void => {
    const completion = completions[index];
    if (completion === undefined || query === null) return;
    const result = insertCompletion(draft.text, query, completion);
    writeDraft(pane, channel.id, {
      text: result.text,
      completed: withEntry(draft.completed, completion.inserted, completion.sent),
    });
    setActiveIndex(0);
    placeCursor(result.cursor);
  };

  const chooseCommand = (command: SlashCommand | undefined): void => {
    if (command === undefined) return;
    writeDraft(pane, channel.id, { text: '', command: startDraft(command) });
  };

  const send = async (): Promise<void> => {
    const needsNames = /:[\w+-]+:/u.test(draft.text);
    const names = needsNames ? await loadEmojiNames() : emojiNames.value;
    const content = textToSend(draft.text, draft.completed, (name) => names?.byName(name));
    if ((content === '' && draft.files.length === 0) || !client.isConnected.value) return;
    if (charactersLeft(world, content) < 0) {
      setRefusedText(draft.text);
      return;
    }
    const replyTo = pane.replyingTo.value;
    pane.replyingTo.value = null;
    writeDraft(pane, channel.id, emptyDraft);
    if (world.messages.get(channel.id)?.hasNewer === true) await client.loadNewest(channel.id);
    await client.send(channel.id, { content, files: draft.files, replyTo });
  };

  const handleKey = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.isComposing) return;
    const step = STEPS[event.key];
    const isListOpen = optionCount > 0;
    if (step !== undefined && isListOpen) {
      event.preventDefault();
      setActiveIndex((active + step + optionCount) % optionCount);
    } else if ((event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey && isListOpen) {
      event.preventDefault();
      if (showsCommands) chooseCommand(found[active]);
      else chooseCompletion(active);
    } else if (event.key === 'Escape' && (showsCommands || showsCompletions)) {
      event.preventDefault();
      event.stopPropagation();
      setDismissedText(draft.text);
    } else if (event.key === 'Escape' && pane.replyingTo.value !== null) {
      event.preventDefault();
      event.stopPropagation();
      pane.replyingTo.value = null;
    } else if (event.key === 'ArrowUp' && draft.text === '' && !event.shiftKey) {
      if (editLastMessage(pane, channel)) event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };

  const handleInput = (text: string, position: number): void => {
    setCursor(position);
    setText(text);
    if (text.trim() !== '' && !text.startsWith('/')) client.startTyping(channel.id);
  };

  // "/name " written out in full needs no choosing, whether the list of commands was there before or came after.
  useEffect(() => {
    const written = /^\/(.+) $/u.exec(draft.text)?.[1];
    if (written !== undefined && mayUseCommands) chooseCommand(commands.find(({ fullName }) => fullName === written));
  }, [draft.text, commands]);

  const label = isThreadType(channel.type) ? `“${channelName(world, channel)}”` : channelLabel(world, channel);
  const left = charactersLeft(
    world,
    textToSend(draft.text, draft.completed, (name) => emojiNames.value?.byName(name)),
  );
  const hasContent = draft.text.trim() !== '' || draft.files.length > 0;
  return (
    <div class="composer">
      {showsCommands && (
        <CommandList
          id={`${id}-list`}
          commands={found}
          typed={draft.text.slice(1)}
          activeIndex={active}
          onChoose={chooseCommand}
          onHover={setActiveIndex}
        />
      )}
      {showsCompletions && (
        <CompletionList
          id={`${id}-list`}
          completions={completions}
          activeIndex={active}
          onChoose={chooseCompletion}
          onHover={setActiveIndex}
        />
      )}
      <ReplyBar />
      {left < 0 && refusedText === draft.text && <TooLong left={left} />}
      <div class="composer-box" data-under-reply={pane.replyingTo.value !== null}>
        <UploadList
          files={draft.files}
          onRemove={(file) => writeDraft(pane, channel.id, { files: draft.files.filter((other) => other !== file) })}
        />
        <div class="composer-line">
          <input
            ref={fileInput}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              addFiles(pane, channel.id, event.currentTarget.files ?? []);
              event.currentTarget.value = '';
            }}
          />
          {can(world, channel, Permission.attachFiles) && (
            <button
              type="button"
              class="icon-button"
              aria-label="Upload a file"
              title="Upload a file"
              onClick={() => fileInput.current?.click()}
            >
              <Icon node={CirclePlus} size={22} />
            </button>
          )}
          <textarea
            ref={input}
            class="composer-input"
            rows={1}
            value={draft.text}
            placeholder={`Message ${label}`}
            aria-label={`Message ${label}`}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={`${id}-list`}
            aria-activedescendant={optionCount > 0 ? `${id}-list-${active}` : undefined}
            onInput={(event) => handleInput(event.currentTarget.value, event.currentTarget.selectionStart)}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
            onKeyDown={handleKey}
            onPaste={(event) => {
              const files = [...(event.clipboardData?.files ?? [])];
              if (files.length === 0) return;
              event.preventDefault();
              addFiles(pane, channel.id, files);
            }}
          />
          <CharactersLeft left={left} />
          <button
            type="button"
            class="icon-button"
            aria-label="Insert an emoji"
            title="Emoji"
            aria-haspopup="dialog"
            aria-expanded={emojiAnchor !== null}
            onClick={(event) => setEmojiAnchor(emojiAnchor === null ? event.currentTarget : null)}
          >
            <Icon node={Smile} size={22} />
          </button>
          <button
            type="button"
            class="icon-button send"
            aria-label="Send message"
            title="Send"
            disabled={!hasContent || !client.isConnected.value}
            onClick={() => {
              void send();
              input.current?.focus();
            }}
          >
            <Icon node={SendHorizontal} size={20} />
          </button>
        </div>
      </div>
      {emojiAnchor !== null && (
        <Popup anchor={emojiAnchor} prefer="above" onClose={() => setEmojiAnchor(null)}>
          <EmojiPicker
            channel={channel}
            onClose={() => setEmojiAnchor(null)}
            onPick={(emoji) => {
              insert(
                emoji.id === null
                  ? (emoji.name ?? '')
                  : `<${emoji.animated === true ? 'a' : ''}:${emoji.name}:${emoji.id}>`,
              );
              setEmojiAnchor(null);
            }}
          />
        </Popup>
      )}
    </div>
  );
};
