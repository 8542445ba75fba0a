/** A finger that rests this long asks for the menu. */
const LONG_PRESS_MS = 500;
/** A finger is never quite still; farther than this it scrolls. */
const SLACK_PX = 10;

/**
 * Lets a finger that rests open what the right button of a mouse opens. Browsers on iOS never send `contextmenu`, others do so
 * by themselves: whichever is first counts, and lifting the finger afterwards presses nothing.
 * @returns what takes it away again
 */
export const followLongPresses = (page: Document): (() => void) => {
  const listening = new AbortController();
  let start: { x: number; y: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasOpened = false;

  const giveUp = (): void => {
    clearTimeout(timer);
    start = null;
  };

  const listen = <Name extends keyof DocumentEventMap>(
    name: Name,
    handle: (event: DocumentEventMap[Name]) => void,
  ): void => page.addEventListener(name, handle, { capture: true, passive: false, signal: listening.signal });

  listen('pointerdown', ({ pointerType, isPrimary, clientX, clientY, target }) => {
    giveUp();
    hasOpened = false;
    if (pointerType !== 'touch' || !isPrimary || !(target instanceof Element)) return;
    start = { x: clientX, y: clientY };
    timer = setTimeout(() => {
      const asked = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY });
      // Whoever shows a menu prevents the browser's own; where nobody does, the finger does what it always does.
      hasOpened = !target.dispatchEvent(asked);
      start = null;
    }, LONG_PRESS_MS);
  });
  listen('pointermove', ({ clientX, clientY }) => {
    if (start !== null && Math.hypot(clientX - start.x, clientY - start.y) > SLACK_PX) giveUp();
  });
  listen('pointerup', giveUp);
  listen('pointercancel', giveUp);
  listen('contextmenu', (event) => {
    if (!event.isTrusted) return;
    giveUp();
    if (!hasOpened) return;
    event.preventDefault();
    event.stopPropagation();
  });
  listen('touchend', (event) => {
    if (hasOpened) event.preventDefault();
    hasOpened = false;
  });
  return () => {
    giveUp();
    listening.abort();
  };
};
