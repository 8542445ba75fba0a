import { Check, ChevronDown } from 'lucide';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { CustomEmoji as EmojiData } from '../discord/types.ts';
import { Icon } from './icon.tsx';
import { CustomEmoji } from './markdown.tsx';
import { Popup } from './popup.tsx';
import { UnicodeEmoji } from './unicode-emoji.tsx';

export interface SelectChoice {
  value: string;
  label: string;
  description?: string | undefined;
  emoji?: EmojiData | undefined;
  icon?: JSX.Element | undefined;
}

/** An emoji wherever one may stand: of Unicode, or of a guild. */
export const EmojiMark = ({ emoji }: { emoji: EmojiData }): JSX.Element =>
  emoji.id === null || emoji.id === undefined ? (
    <UnicodeEmoji text={emoji.name ?? ''} />
  ) : (
    <CustomEmoji id={emoji.id} name={emoji.name ?? 'emoji'} animated={emoji.animated} />
  );

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

interface SelectMenuProps {
  label: string;
  placeholder: string;
  choices: readonly SelectChoice[];
  values: readonly string[];
  min: number;
  max: number;
  isDisabled?: boolean;
  isInvalid?: boolean;
  /** Every change while the list is open. */
  onChange: (values: readonly string[]) => void;
  /** The list was closed; only now does a select of a message send what was chosen. */
  onClose?: (values: readonly string[]) => void;
}

const ChosenText = ({ chosen, placeholder }: { chosen: readonly SelectChoice[]; placeholder: string }): JSX.Element => {
  if (chosen.length === 0) return <span class="select-placeholder">{placeholder}</span>;
  return (
    <span class="select-chosen">
      {chosen.map((choice) => (
        <span key={choice.value} class={chosen.length > 1 ? 'select-chip' : 'select-single'}>
          {choice.emoji !== undefined && <EmojiMark emoji={choice.emoji} />}
          {choice.icon}
          {choice.label}
        </span>
      ))}
    </span>
  );
};

/** A list to choose one or several from, as Discord's selects are: searchable, with descriptions and emoji. */
export const SelectMenu = (props: SelectMenuProps): JSX.Element => {
  const {
    label,
    placeholder,
    choices,
    values,
    min,
    max,
    isDisabled = false,
    isInvalid = false,
    onChange,
    onClose,
  } = props;
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [typed, setTyped] = useState('');
  const [activeIndex, setActiveIndex] = useState(0);
  const isMulti = max > 1;

  const matching = useMemo(() => {
    const wanted = typed.trim().toLowerCase();
    return choices.filter((choice) => `${choice.label} ${choice.description ?? ''}`.toLowerCase().includes(wanted));
  }, [choices, typed]);
  const active = matching[Math.min(activeIndex, matching.length - 1)];
  const chosen = values.flatMap((value) => choices.find((choice) => choice.value === value) ?? []);

  const close = useCallback(
    (chosenValues: readonly string[] = values) => {
      setAnchor(null);
      setTyped('');
      trigger.current?.focus();
      onClose?.(chosenValues);
    },
    [values, onClose],
  );

  const toggle = (choice: SelectChoice): void => {
    if (!isMulti) {
      const next = values.includes(choice.value) && min === 0 ? [] : [choice.value];
      onChange(next);
      close(next);
      return;
    }
    if (values.includes(choice.value)) onChange(values.filter((value) => value !== choice.value));
    else if (values.length < max) onChange([...values, choice.value]);
  };

  useEffect(() => {
    if (anchor !== null) document.getElementById(`${id}-${active?.value}`)?.scrollIntoView({ block: 'nearest' });
  }, [anchor, active?.value, id]);

  const handleKey = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActiveIndex((index) => (index + step + matching.length) % Math.max(1, matching.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (active !== undefined) toggle(active);
    } else if (event.key === 'Tab') close();
  };

  return (
    <>
      <button
        ref={trigger}
        type="button"
        class="select"
        aria-haspopup="listbox"
        aria-expanded={anchor !== null}
        aria-label={`${label}${chosen.length > 0 ? `: ${chosen.map((choice) => choice.label).join(', ')}` : ''}`}
        aria-invalid={isInvalid}
        disabled={isDisabled}
        onClick={(event) => {
          if (anchor === null) {
            setActiveIndex(0);
            setAnchor(event.currentTarget);
          } else close();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || anchor !== null) return;
          event.preventDefault();
          setAnchor(event.currentTarget);
        }}
      >
        <ChosenText chosen={chosen} placeholder={placeholder} />
        <Icon node={ChevronDown} size={18} />
      </button>
      {anchor !== null && (
        <Popup anchor={anchor} isAnchorWide class="select-popup" onClose={() => close()}>
          <input
            class="select-search"
            role="combobox"
            aria-label={`Search in ${label}`}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={active === undefined ? undefined : `${id}-${active.value}`}
            placeholder="Search"
            value={typed}
            ref={(input) => {
              // Only when the list opens: later renders must not move the cursor.
              if (input !== null && document.activeElement === trigger.current) input.focus();
            }}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setActiveIndex(0);
            }}
            onKeyDown={handleKey}
          />
          <div id={`${id}-list`} role="listbox" aria-label={label} aria-multiselectable={isMulti} class="select-list">
            {matching.map((choice) => (
              <div
                key={choice.value}
                id={`${id}-${choice.value}`}
                role="option"
                aria-selected={values.includes(choice.value)}
                data-active={choice === active}
                class="select-option"
                onPointerMove={() => setActiveIndex(matching.indexOf(choice))}
                onClick={() => toggle(choice)}
              >
                {choice.emoji !== undefined && <EmojiMark emoji={choice.emoji} />}
                {choice.icon}
                <span class="select-option-text">
                  {choice.label}
                  {choice.description !== undefined && <small>{choice.description}</small>}
                </span>
                {values.includes(choice.value) && <Icon node={Check} size={18} />}
              </div>
            ))}
            {matching.length === 0 && <p class="select-empty">Nothing fits.</p>}
          </div>
          {isMulti && (
            <p class="select-count">
              {values.length} of up to {max} chosen
              <button type="button" class="link-button" onClick={() => close()}>
                Done
              </button>
            </p>
          )}
        </Popup>
      )}
    </>
  );
};
