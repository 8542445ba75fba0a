import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** What a popup stands beside: an element, or a point such as where the mouse was. */
export type Anchor = Element | { x: number; y: number };

const MARGIN_PX = 8;

const boxOf = (anchor: Anchor): DOMRect =>
  anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);

const place = (
  popup: HTMLElement,
  anchor: Anchor,
  prefer: 'below' | 'above' | 'beside',
  isAnchorWide: boolean,
): void => {
  const box = boxOf(anchor);
  if (isAnchorWide) popup.style.minWidth = `${box.width}px`;
  const { offsetWidth: width, offsetHeight: height } = popup;
  const { clientWidth, clientHeight } = document.documentElement;
  const below = box.bottom + 4;
  const above = box.top - height - 4;
  const fitsBelow = below + height <= clientHeight - MARGIN_PX;
  const fitsAbove = above >= MARGIN_PX;
  let top = prefer === 'above' ? (fitsAbove || !fitsBelow ? above : below) : fitsBelow || !fitsAbove ? below : above;
  let left = box.left;
  if (prefer === 'beside') {
    top = box.top - 6;
    left = box.right + width + 2 <= clientWidth - MARGIN_PX ? box.right + 2 : box.left - width - 2;
  }
  popup.style.top = `${Math.max(MARGIN_PX, Math.min(top, clientHeight - height - MARGIN_PX))}px`;
  popup.style.left = `${Math.max(MARGIN_PX, Math.min(left, clientWidth - width - MARGIN_PX))}px`;
};

/**
 * Something that floats above everything beside what opened it, and goes away by a press elsewhere or Escape.
 * Its content brings role and focus.
 */
export const Popup = ({
  anchor,
  prefer = 'below',
  isAnchorWide = false,
  class: className,
  onClose,
  children,
}: {
  anchor: Anchor;
  prefer?: 'below' | 'above' | 'beside';
  isAnchorWide?: boolean;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element => {
  const element = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const popup = element.current;
    if (popup === null) return undefined;
    if (!popup.matches(':popover-open')) popup.showPopover();
    place(popup, anchor, prefer, isAnchorWide);
    const observer = new ResizeObserver(() => place(popup, anchor, prefer, isAnchorWide));
    observer.observe(popup);
    return () => observer.disconnect();
  }, [anchor, prefer, isAnchorWide]);

  useEffect(() => {
    const handlePress = (event: Event): void => {
      const { target } = event;
      if (!(target instanceof Node) || element.current?.contains(target) === true) return;
      if (anchor instanceof Element && anchor.contains(target)) return;
      onClose();
    };
    document.addEventListener('pointerdown', handlePress, true);
    return () => document.removeEventListener('pointerdown', handlePress, true);
  }, [anchor, onClose]);

  return (
    <div
      ref={element}
      popover="manual"
      class={`popup ${className ?? ''}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </div>
  );
};
