import { clip } from './elements.ts';

/** A code block that its content cannot end. */
export function fence(content: string, maxLength: number): string {
  return `\`\`\`\n${clip(content.replaceAll('```', '`\u200B`\u200B`'), maxLength)}\n\`\`\``;
}
