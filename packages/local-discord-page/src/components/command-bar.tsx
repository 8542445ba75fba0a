import { CircleX, Paperclip, Plus, SendHorizontal } from 'lucide';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import {
  type CommandDraft,
  fillOption,
  firstProblem,
  hideOption,
  isPicked,
  type OptionEntry,
  optionProblem,
  showOption,
} from '../commands/command-draft.ts';
import { OptionType } from '../discord/constants.ts';
import type { Channel, CommandOption } from '../discord/types.ts';
import { ApplicationIcon } from './command-list.tsx';
import { EntityIcon } from './entity-select.tsx';
import { Icon } from './icon.tsx';
import { keepFocus } from './keep-focus.ts';
import { type Offer, useOptionOffers } from './use-option-offers.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

const hintFor = (option: CommandOption): string => {
  if (option.type === OptionType.attachment) return 'Drop, paste or choose a file';
  if (option.type === OptionType.integer) return 'A whole number';
  if (option.type === OptionType.number) return 'A number';
  return option.description;
};

const AttachmentField = ({
  option,
  entry,
  onFill,
}: {
  option: CommandOption;
  entry: OptionEntry | undefined;
  onFill: (entry: OptionEntry) => void;
}): JSX.Element => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onFill({ text: file.name, file: { name: file.name, blob: file } });
        }}
      />
      <button
        type="button"
        class="command-file"
        data-option={option.name}
        aria-label={`${option.name}: ${entry?.text ?? 'choose a file'}`}
        onClick={() => input.current?.click()}
      >
        <Icon node={Paperclip} size={14} />
        {entry?.text ?? 'Choose a file'}
      </button>
    </>
  );
};

/** A slash command being filled in: a field for each option, and above it what it can be. */
export const CommandBar = ({
  channel,
  draft,
  onChange,
}: {
  channel: Channel;
  draft: CommandDraft;
  onChange: (draft: CommandDraft | null) => void;
}): JSX.Element => {
  const pane = usePane();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const { command } = draft;
  const [focusedName, setFocusedName] = useState<string | null>(draft.shown[0] ?? null);
  const [activeIndex, setActiveIndex] = useState(0);
  const [isListClosed, setIsListClosed] = useState(false);
  const [showsProblems, setShowsProblems] = useState(false);
  const optionOf = (name: string | null): CommandOption | undefined =>
    command.options.find((option) => option.name === name);
  const focused = optionOf(focusedName);
  const offers = useOptionOffers(
    channel,
    draft,
    focused,
    focusedName === null ? undefined : draft.entries[focusedName],
  );
  const hidden = command.options.filter((option) => !draft.shown.includes(option.name));
  const problem = showsProblems ? firstProblem(draft) : null;
  const active = Math.min(activeIndex, Math.max(0, offers.items.length - 1));
  const hasList = focused !== undefined && !isListClosed && offers.items.length > 0;

  const focusOption = (name: string | null): void => {
    requestAnimationFrame(() => {
      const selector = name === null ? '[data-command-submit]' : `[data-option="${CSS.escape(name)}"]`;
      form.current?.querySelector<HTMLElement>(selector)?.focus();
    });
  };
  useEffect(() => {
    pane.focusComposer.current = () => focusOption(draft.shown[0] ?? null);
    focusOption(draft.shown[0] ?? null);
    return () => {
      pane.focusComposer.current = () => undefined;
    };
  }, [command.key]);

  const cancel = (): void => onChange(null);

  const submit = (): void => {
    if (!pane.client.isConnected.value) return;
    const missing = firstProblem(draft);
    if (missing !== null) {
      setShowsProblems(true);
      if (!draft.shown.includes(missing.name)) onChange(showOption(draft, missing.name));
      focusOption(missing.name);
      return;
    }
    onChange(null);
    void pane.client.runCommand(channel, draft);
  };

  const choose = (offer: Offer | undefined): void => {
    if (offer === undefined || focusedName === null) return;
    const filled = fillOption(draft, focusedName, { text: offer.label, value: offer.value });
    onChange(filled);
    setActiveIndex(0);
    const at = draft.shown.indexOf(focusedName);
    const next = draft.shown.slice(at + 1).find((name) => filled.entries[name] === undefined);
    if (next === undefined) setIsListClosed(true);
    else focusOption(next);
  };

  const handleKey = (event: TargetedKeyboardEvent<HTMLInputElement>, option: CommandOption): void => {
    if (event.isComposing) return;
    const entry = draft.entries[option.name];
    const step = STEPS[event.key];
    const isChosen = entry?.value !== undefined;
    if (step !== undefined && offers.items.length > 0) {
      event.preventDefault();
      setIsListClosed(false);
      setActiveIndex((active + step + offers.items.length) % offers.items.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const mustChoose = isPicked(option) || option.autocomplete === true;
      if (hasList && mustChoose && !isChosen) choose(offers.items[active]);
      else submit();
    } else if (event.key === 'Tab' && !event.shiftKey && hasList && !isChosen && (entry?.text ?? '') !== '') {
      event.preventDefault();
      choose(offers.items[active]);
    } else if (event.key === 'Backspace' && (entry?.text ?? '') === '') {
      event.preventDefault();
      if (option.required === true && draft.shown[0] === option.name) cancel();
      else if (option.required !== true) {
        const before = draft.shown[draft.shown.indexOf(option.name) - 1] ?? null;
        onChange(hideOption(draft, option.name));
        focusOption(before);
      }
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (hasList) setIsListClosed(true);
      else cancel();
    }
  };

  return (
    <div class="composer">
      <div class="composer-popup">
        <p class="popup-title command-help">
          <ApplicationIcon application={command.application} size={20} />
          <strong>/{command.fullName}</strong>
          <span>{focused === undefined ? command.description : `${focused.name}: ${hintFor(focused)}`}</span>
        </p>
        {problem !== null && (
          <p class="command-problem" role="alert">
            <strong>{problem.name}</strong>: {problem.problem}
          </p>
        )}
        {focused?.autocomplete === true && offers.state === 'loading' && offers.items.length === 0 && (
          <p class="popup-empty" role="status">
            Loading options…
          </p>
        )}
        {focused?.autocomplete === true && offers.state === 'failed' && (
          <p class="popup-empty" role="status">
            Loading options failed
          </p>
        )}
        {focused?.autocomplete === true && offers.state === 'ready' && offers.items.length === 0 && (
          <p class="popup-empty">No options match your search</p>
        )}
        {hasList && (
          <div id={`${id}-list`} role="listbox" aria-label={`Options for ${focused.name}`} class="completion-list">
            {offers.items.map((offer, index) => (
              <div
                key={`${typeof offer.value} ${String(offer.value)}`}
                id={`${id}-list-${index}`}
                role="option"
                aria-selected={index === active}
                class="completion"
                data-active={index === active}
                ref={(element) => {
                  if (index === active) element?.scrollIntoView({ block: 'nearest' });
                }}
                onPointerMove={() => setActiveIndex(index)}
                onMouseDown={keepFocus}
                onClick={() => choose(offer)}
              >
                {offer.entity !== undefined && <EntityIcon entity={offer.entity} size={24} />}
                <span>{offer.label}</span>
                {offer.detail !== undefined && <small>{offer.detail}</small>}
              </div>
            ))}
          </div>
        )}
        {hidden.length > 0 && (
          <div class="optional-options" role="group" aria-label="Optional options">
            {hidden.map((option) => (
              <button
                key={option.name}
                type="button"
                class="optional-option"
                title={option.description}
                onClick={() => {
                  onChange(showOption(draft, option.name));
                  focusOption(option.name);
                }}
              >
                <Icon node={Plus} size={14} />
                {option.name}
              </button>
            ))}
          </div>
        )}
      </div>
      <form
        ref={form}
        class="composer-box command-bar"
        aria-label={`Command ${command.fullName}`}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ApplicationIcon application={command.application} size={24} />
        <span class="command-name">/{command.fullName}</span>
        <div class="command-fields">
          {draft.shown.map((name) => {
            const option = optionOf(name);
            if (option === undefined) return null;
            const entry = draft.entries[name];
            const isWrong = showsProblems && optionProblem(option, entry) !== null;
            return (
              <label key={name} class="command-field" data-wrong={isWrong} data-chosen={entry?.value !== undefined}>
                <span class="command-field-name">{name}</span>
                {option.type === OptionType.attachment ? (
                  <AttachmentField
                    option={option}
                    entry={entry}
                    onFill={(filled) => onChange(fillOption(draft, name, filled))}
                  />
                ) : (
                  <input
                    data-option={name}
                    role="combobox"
                    aria-autocomplete="list"
                    aria-expanded={hasList && focusedName === name}
                    aria-controls={`${id}-list`}
                    aria-activedescendant={hasList && focusedName === name ? `${id}-list-${active}` : undefined}
                    aria-invalid={isWrong}
                    aria-required={option.required === true}
                    autocomplete="off"
                    value={entry?.text ?? ''}
                    size={Math.max(6, Math.min(48, (entry?.text ?? '').length + 1))}
                    onFocus={() => {
                      setFocusedName(name);
                      setIsListClosed(false);
                      setActiveIndex(0);
                    }}
                    onInput={(event) => {
                      onChange(fillOption(draft, name, { text: event.currentTarget.value }));
                      setIsListClosed(false);
                      setActiveIndex(0);
                    }}
                    onKeyDown={(event) => handleKey(event, option)}
                  />
                )}
              </label>
            );
          })}
          {hidden.length > 0 && <span class="command-more">+{hidden.length} optional</span>}
        </div>
        <button
          type="submit"
          data-command-submit
          class="icon-button send"
          aria-label="Send command"
          disabled={!pane.client.isConnected.value}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' && event.key !== 'Backspace') return;
            event.preventDefault();
            event.stopPropagation();
            cancel();
          }}
        >
          <Icon node={SendHorizontal} />
        </button>
        <button type="button" class="icon-button" aria-label="Cancel the command" onClick={cancel}>
          <Icon node={CircleX} size={18} />
        </button>
      </form>
    </div>
  );
};
