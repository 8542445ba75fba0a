import { signal } from '@preact/signals';

const PREFIX = 'local-discord:';

/** Reads what this browser keeps; a browser that keeps nothing is as good as an empty one. */
const load = (key: string): unknown => {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
  } catch {
    return null;
  }
};

const save = (key: string, value: unknown): void => {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage that is full or forbidden only means that a reload forgets.
  }
};

export type Theme = 'dark' | 'light';

const systemTheme = (): Theme => (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');

const savedTheme = load('theme');

export const theme = signal<Theme>(savedTheme === 'light' || savedTheme === 'dark' ? savedTheme : systemTheme());

export const toggleTheme = (): void => {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  save('theme', theme.value);
};

export const isInspectorOpen = signal(load('inspector') === true);

export const toggleInspector = (): void => {
  isInspectorOpen.value = !isInspectorOpen.value;
  save('inspector', isInspectorOpen.value);
};
