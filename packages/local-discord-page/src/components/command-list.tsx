import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SlashCommand } from '../commands/find-commands.ts';
import type { Application } from '../discord/types.ts';
import { Avatar } from './avatar.tsx';
import { keepFocus } from './keep-focus.ts';

interface CommandListProps {
  id: string;
  commands: readonly SlashCommand[];
  typed: string;
  activeIndex: number;
  onChoose: (command: SlashCommand | undefined) => void;
  onHover: (index: number) => void;
}

/** An app's picture is its bot's. */
export const ApplicationIcon = ({
  application,
  size = 24,
}: {
  application: Application | undefined;
  size?: number;
}): JSX.Element | null =>
  application === undefined ? null : (
    <Avatar
      user={application.bot ?? { id: application.id, username: application.name, avatar: application.icon ?? null }}
      size={size}
    />
  );

/** The slash commands that fit what is typed. The composer keeps the focus. */
export const CommandList = ({ id, commands, typed, activeIndex, onChoose, onHover }: CommandListProps): JSX.Element => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[activeIndex]?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex]);
  return (
    <div class="composer-popup">
      <p class="popup-title">{typed.trim() === '' ? 'Commands' : `Commands matching /${typed}`}</p>
      {commands.length === 0 && <p class="popup-empty">No command that you can use here matches.</p>}
      <div ref={list} id={id} role="listbox" aria-label="Commands" class="command-list">
        {commands.map((command, index) => (
          <div
            key={command.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === activeIndex}
            class="command-entry"
            data-active={index === activeIndex}
            onPointerMove={() => onHover(index)}
            onMouseDown={keepFocus}
            onClick={() => onChoose(command)}
          >
            <ApplicationIcon application={command.application} size={32} />
            <span class="command-entry-text">
              <span>
                <strong>/{command.fullName}</strong>
                {command.options.map((option) => (
                  <span key={option.name} class="command-option-name" data-required={option.required === true}>
                    {option.name}
                  </span>
                ))}
              </span>
              <small>{command.description}</small>
            </span>
            <small class="command-entry-app">{command.application?.name}</small>
          </div>
        ))}
      </div>
    </div>
  );
};
