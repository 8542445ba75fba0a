/** What a character says first, and `/character greet`. */
export const greetings = {
  'greeting.none': '{{name}} has no greeting. Its owner can write one with `/character edit`.',
  'greeting.asked': '{{name}} greets you.',
} as const;
