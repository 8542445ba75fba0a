/** What the macros of a card stand for. */
export interface MacroValues {
  char: string;
  user: string;
  /** What the asking person says about themselves. */
  persona: string;
}

const MACRO = /\{\{\s*(\/\/[^}]*|[a-z_]+)\s*\}\}|<(USER|BOT|CHAR)>/gi;

/**
 * Expands the macros that hold wherever a card's text is used: once, left to right, so that a value that
 * came from a person is never expanded itself. An unknown macro stays as text.
 */
export function expandMacros(text: string, values: MacroValues): string {
  return text.replaceAll(MACRO, (whole: string, macro: string | undefined, legacy: string | undefined) => {
    const name = (macro ?? legacy ?? '').toLowerCase();
    if (name.startsWith('//')) return '';
    switch (name) {
      case 'char':
      case 'bot':
        return values.char;
      case 'user':
        return values.user;
      case 'persona':
        return values.persona;
      case 'newline':
        return '\n';
      case 'space':
        return ' ';
      case 'noop':
      case 'original':
        return '';
      default:
        return whole;
    }
  });
}
