import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { emojiNames, loadEmojiNames } from '../client/emoji-names.ts';
import { usePane } from '../client/pane.ts';
import type { Channel, CustomEmoji as EmojiData } from '../discord/types.ts';
import { findByName } from '../state/completions.ts';
import { EmojiMark } from './select-menu.tsx';

interface Section {
  title: string;
  emoji: readonly { key: string; name: string; data: EmojiData }[];
}

const COLUMNS = 9;
const MAX_FOUND = 90;

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };

const useSections = (channel: Channel, typed: string): readonly Section[] => {
  const { client } = usePane();
  const names = emojiNames.value;
  const guild = client.world.value.guilds.get(channel.guild_id ?? '');
  return useMemo(() => {
    const wanted = typed.trim().toLowerCase();
    const ofGuild = (guild?.emojis ?? []).filter((emoji) => emoji.id !== null);
    const own = (wanted === '' ? ofGuild : findByName(ofGuild, (emoji) => [emoji.name ?? ''], wanted)).map((emoji) => ({
      key: emoji.id ?? '',
      name: emoji.name ?? '',
      data: emoji,
    }));
    const unicode = names?.all ?? [];
    const toEntry = (emoji: (typeof unicode)[number]): Section['emoji'][number] => ({
      key: emoji.emoji,
      name: emoji.names[0] ?? emoji.emoji,
      data: { id: null, name: emoji.emoji },
    });
    const sections: Section[] = own.length > 0 ? [{ title: guild?.name ?? 'Server', emoji: own }] : [];
    if (wanted !== '') {
      const found = findByName(unicode, (emoji) => [...emoji.names, ...emoji.tags], wanted).slice(0, MAX_FOUND);
      return [...sections, { title: 'Found', emoji: found.map(toEntry) }];
    }
    const byCategory = Map.groupBy(unicode, (emoji) => emoji.category);
    return [...sections, ...[...byCategory].map(([title, group]) => ({ title, emoji: group.map(toEntry) }))];
  }, [guild, names, typed]);
};

/** All emoji, to search by name or walk through with the arrows. */
export const EmojiPicker = ({
  channel,
  onPick,
  onClose,
}: {
  channel: Channel;
  onPick: (emoji: EmojiData) => void;
  onClose: () => void;
}): JSX.Element => {
  const [typed, setTyped] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const sections = useSections(channel, typed);
  useEffect(() => {
    search.current?.focus();
    void loadEmojiNames();
  }, []);

  const buttons = (): readonly HTMLButtonElement[] => [...(grid.current?.querySelectorAll('button') ?? [])];

  return (
    <div
      class="emoji-picker"
      role="dialog"
      aria-label="Emoji"
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (event.key === 'Tab') onClose();
        if (step === undefined || (event.target === search.current && Math.abs(step) === 1)) return;
        event.preventDefault();
        const all = buttons();
        const at = all.findIndex((button) => button === document.activeElement);
        if (at + step < 0) search.current?.focus();
        else (all[at === -1 ? 0 : at + step] ?? all.at(-1))?.focus();
      }}
    >
      <input
        ref={search}
        class="field"
        type="search"
        placeholder="Find an emoji"
        aria-label="Find an emoji"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const first = sections[0]?.emoji[0];
          if (first !== undefined) onPick(first.data);
        }}
      />
      <div ref={grid} class="emoji-grid">
        {sections.map((section) => (
          <section key={section.title} aria-label={section.title}>
            <h4>{section.title}</h4>
            <div class="emoji-cells" style={{ '--columns': COLUMNS }}>
              {section.emoji.map((emoji) => (
                <button
                  key={emoji.key}
                  type="button"
                  tabIndex={-1}
                  aria-label={emoji.name}
                  title={`:${emoji.name}:`}
                  onClick={() => onPick(emoji.data)}
                >
                  <EmojiMark emoji={emoji.data} />
                </button>
              ))}
            </div>
          </section>
        ))}
        {sections.every((section) => section.emoji.length === 0) && (
          <p class="popup-empty">{emojiNames.value === null ? 'Loading…' : 'No emoji has this name.'}</p>
        )}
      </div>
    </div>
  );
};
