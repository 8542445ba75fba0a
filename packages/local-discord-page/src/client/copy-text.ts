/** Puts text on the clipboard; where the browser forbids it nothing happens. */
export const copyText = (text: string): void => {
  navigator.clipboard?.writeText(text).catch(() => undefined);
};
