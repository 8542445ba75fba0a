/** What Discord's markdown can say. Only these can be shown, so nothing in a message can become markup of the page. */
export type Node =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'strong' | 'emphasis' | 'underline' | 'strike' | 'spoiler'; children: readonly Node[] }
  | { type: 'code'; text: string }
  | { type: 'codeBlock'; language: string | null; text: string }
  | { type: 'quote'; children: readonly Node[] }
  | { type: 'heading'; level: 1 | 2 | 3; children: readonly Node[] }
  | { type: 'subtext'; children: readonly Node[] }
  | { type: 'list'; start: number | null; items: readonly (readonly Node[])[] }
  | { type: 'link'; url: string; children: readonly Node[] }
  | { type: 'user' | 'role' | 'channel'; id: string }
  | { type: 'everyone'; text: string }
  | { type: 'command'; id: string; name: string }
  | { type: 'guildPage'; page: string }
  | { type: 'customEmoji'; id: string; name: string; animated: boolean }
  | { type: 'emoji'; text: string }
  | { type: 'timestamp'; ms: number; style: string | null };

/** The words of a piece of markdown, as a reply preview or a screen reader gives them. */
export const plainText = (
  nodes: readonly Node[],
  nameOf: (node: Node) => string | undefined = () => undefined,
): string =>
  nodes
    .map((node) => {
      const named = nameOf(node);
      if (named !== undefined) return named;
      switch (node.type) {
        case 'text':
        case 'code':
        case 'codeBlock':
        case 'everyone':
        case 'emoji':
          return node.text;
        case 'break':
          return ' ';
        case 'list':
          return `${node.items.map((item) => plainText(item, nameOf)).join(' ')} `;
        case 'quote':
        case 'heading':
        case 'subtext':
          return `${plainText(node.children, nameOf)} `;
        case 'spoiler':
          return '▇'.repeat(6);
        case 'strong':
        case 'emphasis':
        case 'underline':
        case 'strike':
        case 'link':
          return plainText(node.children, nameOf);
        case 'command':
          return `/${node.name}`;
        case 'customEmoji':
          return `:${node.name}:`;
        case 'user':
        case 'role':
          return '@unknown';
        case 'channel':
        case 'guildPage':
          return '#unknown';
        case 'timestamp':
          return new Date(node.ms).toLocaleString();
        default:
          return node satisfies never;
      }
    })
    .join('');
