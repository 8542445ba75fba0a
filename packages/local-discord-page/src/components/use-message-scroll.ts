import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../discord/types.ts';

/** Nearer to the end than this counts as being at the end. */
const NEAR_END_PX = 80;
/** Nearer to either end than this loads what is beyond. */
const LOAD_AHEAD_PX = 600;

interface ScrollOptions {
  /** The loaded messages reach up to the newest. */
  reachesNewest: boolean;
  /** What there is to scroll; undefined while there is only a placeholder. */
  items: readonly Message[] | undefined;
  onNearStart: () => void;
  onNearEnd: () => void;
}

interface MessageScroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLOListElement | null>;
  /** The newest messages are seen; a new one will be as well. */
  isAtEnd: boolean;
  handleScroll: () => void;
  goToEnd: () => void;
  /** Brings one message into the middle and stays there. */
  showMessage: (id: string) => void;
}

const rowOf = (content: HTMLElement | null, id: string): HTMLElement | null =>
  content?.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(id)}"]`) ?? null;

const fromEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number =>
  scrollHeight - scrollTop - clientHeight;

/** The first message that is seen, and how far it stands below the upper edge. */
const findAnchor = (scroller: HTMLElement, content: HTMLElement | null): { id: string; offsetPx: number } | null => {
  const edge = scroller.getBoundingClientRect().top;
  for (const row of content?.querySelectorAll<HTMLElement>('[data-message-id]') ?? []) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > edge) return { id: row.dataset['messageId'] ?? '', offsetPx: top - edge };
  }
  return null;
};

/**
 * Keeps the list where the person is: at the end while they are there, else at the message they are reading,
 * whatever is added, removed, edited or loaded above and below it.
 */
export const useMessageScroll = ({ reachesNewest, items, onNearStart, onNearEnd }: ScrollOptions): MessageScroll => {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const staysAtEnd = useRef(true);
  const anchor = useRef<{ id: string; offsetPx: number } | null>(null);
  /** The newest message that was too long to be seen whole, and was shown from its beginning. */
  const shownFromStart = useRef<string | null>(null);
  const last = useRef({ heightPx: 0, topPx: 0 });
  const [isAtEnd, setIsAtEnd] = useState(true);
  const isLoaded = items !== undefined;

  const remember = (element: HTMLElement): void => {
    last.current = { heightPx: element.scrollHeight, topPx: element.scrollTop };
  };

  /** Whoever follows the end reads a message that is taller than the screen from its beginning, once. */
  const startLongMessage = (element: HTMLElement): void => {
    const row = [...(content.current?.querySelectorAll<HTMLElement>('[data-message-id]') ?? [])].at(-1);
    const id = row?.dataset['messageId'];
    if (row === undefined || id === undefined || id === shownFromStart.current) return;
    if (row.offsetHeight <= element.clientHeight) return;
    shownFromStart.current = id;
    staysAtEnd.current = false;
    anchor.current = { id, offsetPx: 0 };
    element.scrollTop += row.getBoundingClientRect().top - element.getBoundingClientRect().top;
    setIsAtEnd(false);
  };

  const restore = (): void => {
    const element = scroller.current;
    if (element === null) return;
    if (staysAtEnd.current && reachesNewest) {
      element.scrollTop = element.scrollHeight;
      startLongMessage(element);
    } else if (anchor.current !== null) {
      const row = rowOf(content.current, anchor.current.id);
      const edge = element.getBoundingClientRect().top;
      if (row !== null) element.scrollTop += row.getBoundingClientRect().top - edge - anchor.current.offsetPx;
    }
    remember(element);
  };

  const loadAhead = (element: HTMLElement): void => {
    if (element.scrollTop < LOAD_AHEAD_PX) onNearStart();
    if (fromEnd(element) < LOAD_AHEAD_PX) onNearEnd();
  };

  useLayoutEffect(restore);

  useEffect(() => {
    // What does not fill the screen cannot be scrolled, so nobody else would ask for more.
    if (scroller.current !== null && isLoaded) loadAhead(scroller.current);
  }, [items]);

  useEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    // Pictures that load, and windows that change their size.
    const observer = new ResizeObserver(restore);
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [isLoaded, reachesNewest]);

  return {
    scroller,
    content,
    isAtEnd,
    handleScroll: () => {
      const element = scroller.current;
      if (element === null || !isLoaded) return;
      // Only a person who moves up leaves the end; content that grows or shrinks says nothing about what they want.
      const isSameContent = element.scrollHeight === last.current.heightPx;
      if (fromEnd(element) < NEAR_END_PX && reachesNewest) staysAtEnd.current = true;
      else if (isSameContent && element.scrollTop < last.current.topPx) staysAtEnd.current = false;
      anchor.current = staysAtEnd.current ? null : findAnchor(element, content.current);
      remember(element);
      setIsAtEnd(staysAtEnd.current && reachesNewest);
      loadAhead(element);
    },
    goToEnd: () => {
      staysAtEnd.current = true;
      anchor.current = null;
      setIsAtEnd(true);
      scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
    },
    showMessage: (id) => {
      const row = rowOf(content.current, id);
      if (row === null || scroller.current === null) return;
      staysAtEnd.current = false;
      row.scrollIntoView({ block: 'center' });
      row.focus({ preventScroll: true });
      anchor.current = findAnchor(scroller.current, content.current);
    },
  };
};
