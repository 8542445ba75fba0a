import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Lets a text area grow and shrink with its text; the stylesheet says how far. */
export const useAutoHeight = (input: RefObject<HTMLTextAreaElement | null>, text: string): void => {
  useLayoutEffect(() => {
    const element = input.current;
    const frame = element?.parentElement;
    if (element === null || frame === null || frame === undefined) return;
    // Held open while the text is measured: else the messages above would slip into the gap and lose their place.
    frame.style.minHeight = `${frame.offsetHeight}px`;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
    frame.style.minHeight = '';
  }, [text]);
};
