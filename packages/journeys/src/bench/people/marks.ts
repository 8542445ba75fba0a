/** A message is followed on its way by a mark in its text, which the model quotes. */
const MARK = /#\d{6}/g;

let marksGiven = 0;

/** One that no other message of this run has. */
export function newMark(): string {
  marksGiven += 1;
  return `#${String(marksGiven).padStart(6, '0')}`;
}

export function firstMark(text: string): string | undefined {
  return text.match(MARK)?.[0];
}

/** A prompt quotes earlier messages before the one that it is about. */
export function lastMark(text: string): string | undefined {
  return text.match(MARK)?.at(-1);
}
