import { ChevronRight } from 'lucide';
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type MenuItem, type OpenMenu, usePane } from '../client/pane.ts';
import { Icon } from './icon.tsx';
import { Popup } from './popup.tsx';

const tidy = (items: readonly MenuItem[]): readonly MenuItem[] =>
  items.filter((item, index) => item !== null || (index > 0 && items[index - 1] !== null && index < items.length - 1));

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  onClose: () => void;
  /** Closes only this level. */
  onBack?: () => void;
}

const entriesOf = (menu: HTMLElement | null): readonly HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>(':scope > [role="menuitem"]') ?? []),
];

const Menu = ({ label, items, onClose, onBack }: MenuProps): JSX.Element => {
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<{ label: string; anchor: Element } | null>(null);
  useEffect(() => {
    entriesOf(menu.current)[0]?.focus();
  }, []);

  const handleKey = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const entries = entriesOf(menu.current);
    const at = entries.findIndex((entry) => entry === document.activeElement);
    if (at === -1 && open !== null) return;
    const move = (index: number): void => entries.at(index % entries.length)?.focus();
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(-1);
    else if (event.key === 'Tab') onClose();
    else if (event.key === 'ArrowLeft' && onBack !== undefined) onBack();
    else if (event.key === 'ArrowRight' && entries[at]?.getAttribute('aria-haspopup') === 'menu') entries[at]?.click();
    else if (event.key.length === 1 && /\S/u.test(event.key)) {
      const wanted = event.key.toLowerCase();
      [...entries.slice(at + 1), ...entries]
        .find((entry) => entry.textContent?.toLowerCase().startsWith(wanted))
        ?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const closeInner = (): void => {
    setOpen(null);
    if (open?.anchor instanceof HTMLElement) open.anchor.focus();
  };

  return (
    <div ref={menu} class="menu" role="menu" aria-label={label} onKeyDown={handleKey}>
      {tidy(items).map((item, index) => {
        if (item === null) return <div key={`line ${index}`} class="menu-line" role="separator" />;
        const isOpen = open?.label === item.label;
        const icon = item.items === undefined ? item.icon : ChevronRight;
        return (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            class="menu-item"
            data-dangerous={item.isDangerous === true}
            aria-disabled={item.isDisabled === true}
            aria-haspopup={item.items === undefined ? undefined : 'menu'}
            aria-expanded={item.items === undefined ? undefined : isOpen}
            tabIndex={-1}
            onPointerMove={(event) => {
              event.currentTarget.focus();
              setOpen(item.items === undefined ? null : { label: item.label, anchor: event.currentTarget });
            }}
            onClick={(event) => {
              if (item.isDisabled === true) return;
              if (item.items !== undefined) {
                setOpen({ label: item.label, anchor: event.currentTarget });
                return;
              }
              onClose();
              item.run?.();
            }}
          >
            <span>{item.label}</span>
            {item.hint !== undefined && <kbd>{item.hint}</kbd>}
            {icon !== undefined && <Icon node={icon} size={18} />}
          </button>
        );
      })}
      {items.map(
        (item) =>
          item?.items !== undefined &&
          open?.label === item.label && (
            <Popup key={`sub ${item.label}`} anchor={open.anchor} prefer="beside" onClose={closeInner}>
              <Menu label={item.label} items={item.items} onClose={onClose} onBack={closeInner} />
            </Popup>
          ),
      )}
    </div>
  );
};

/** The context menu of the pane, when one is open. */
export const ContextMenu = ({ menu }: { menu: OpenMenu }): JSX.Element => {
  const pane = usePane();
  const anchor = useRef({ x: menu.x, y: menu.y });
  const close = (): void => {
    const { activeElement } = document;
    // Whoever went on elsewhere while the menu stood open stays there.
    const isElsewhere = activeElement !== document.body && activeElement?.closest('[role="menu"]') === null;
    pane.menu.value = null;
    if (!isElsewhere) menu.opener?.focus();
  };
  return (
    <Popup anchor={anchor.current} onClose={close}>
      <Menu label={menu.label} items={menu.items} onClose={close} />
    </Popup>
  );
};
