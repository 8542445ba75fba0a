/** What a character says unasked: its greeting by `/character greet`, and `/chime-in`. */
export const greetings = {
  'greeting.none': '{{name}} has no greeting. Its owner can write one with `/character edit`.',
  'greeting.asked': '{{name}} greets you.',
  'greeting.chimes-in': '**{{name}} joins in.**',
} as const;
