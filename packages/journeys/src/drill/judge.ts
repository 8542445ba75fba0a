/** A message as it stands on Discord, and who had to answer it, in this order. */
export interface Asked {
  number: number;
  messageId: string;
  place: string;
  text: string;
  /** What a reply to it quotes. */
  quote: string;
  characters: readonly string[];
}

/** What a character said, and the words it quotes; null when it quotes nothing, as in a notice. */
export interface Reply {
  messageId: string;
  place: string;
  character: string;
  quote: string | null;
  /** Its end is there. */
  isWhole: boolean;
}

export type Fault =
  | { kind: 'lost' | 'disordered'; asked: Asked; character: string }
  | { kind: 'doubled'; asked: Asked; character: string }
  /** Nobody asked for it; or its end is missing, so that it answers nothing. */
  | { kind: 'unasked' | 'half'; reply: Reply };

export interface Verdict {
  /** Replies that were asked for. */
  expected: number;
  /** Of these, those that came, once or more. */
  answered: number;
  faults: Fault[];
}

/**
 * Compares what was asked with what was answered. Messages that are quoted alike cannot be distinguished by
 * their replies: the first reply counts for the first of them, and so on, so that their number decides.
 */
export function judge(asked: readonly Asked[], replies: readonly Reply[]): Verdict {
  const verdict: Verdict = { expected: 0, answered: 0, faults: [] };
  const firstReplies = new Map<Asked, { character: string; messageId: string }[]>();
  const whole = replies.filter(({ isWhole }) => isWhole);
  const left = new Set(whole);

  for (const { place, character } of conversationsOf(asked)) {
    const messages = asked.filter((each) => each.place === place && each.characters.includes(character));
    const said = whole.filter((reply) => reply.place === place && reply.character === character).toSorted(byId);
    const matched = matchByQuote(messages.toSorted(byId), said);
    verdict.expected += messages.length;
    let newest = 0n;
    for (const reply of said) {
      const message = matched.get(reply);
      if (message === undefined) continue;
      left.delete(reply);
      const firsts = firstReplies.get(message) ?? [];
      firstReplies.set(message, firsts);
      if (firsts.some((each) => each.character === character)) {
        verdict.faults.push({ kind: 'doubled', asked: message, character });
        continue;
      }
      firsts.push({ character, messageId: reply.messageId });
      verdict.answered += 1;
      const id = BigInt(message.messageId);
      if (id < newest) verdict.faults.push({ kind: 'disordered', asked: message, character });
      else newest = id;
    }
    for (const message of messages) {
      const hasReply = firstReplies.get(message)?.some((each) => each.character === character) ?? false;
      if (!hasReply) verdict.faults.push({ kind: 'lost', asked: message, character });
    }
  }
  verdict.faults.push(...findBrokenChains(firstReplies));
  verdict.faults.push(...[...left].map((reply): Fault => ({ kind: 'unasked', reply })));
  verdict.faults.push(...replies.filter(({ isWhole }) => !isWhole).map((reply): Fault => ({ kind: 'half', reply })));
  return verdict;
}

/** Which message each reply answers, one to one as far as the number of messages goes; more replies count for the last. */
function matchByQuote(messages: readonly Asked[], said: readonly Reply[]): Map<Reply, Asked> {
  const matched = new Map<Reply, Asked>();
  const byQuote = Map.groupBy(messages, ({ quote }) => quote);
  const used = new Map<string, number>();
  for (const reply of said) {
    const candidates = reply.quote === null ? undefined : byQuote.get(reply.quote);
    if (candidates === undefined || reply.quote === null) continue;
    const nth = used.get(reply.quote) ?? 0;
    used.set(reply.quote, nth + 1);
    const message = candidates[Math.min(nth, candidates.length - 1)];
    if (message !== undefined) matched.set(reply, message);
  }
  return matched;
}

/** Characters that answered before one who was called before them. */
function findBrokenChains(firstReplies: ReadonlyMap<Asked, { character: string; messageId: string }[]>): Fault[] {
  const faults: Fault[] = [];
  for (const [asked, replies] of firstReplies) {
    const inOrder = asked.characters.flatMap((character) => replies.filter((reply) => reply.character === character));
    for (const [index, { character, messageId }] of inOrder.entries()) {
      const before = inOrder[index - 1];
      if (before !== undefined && BigInt(messageId) < BigInt(before.messageId))
        faults.push({ kind: 'disordered', asked, character });
    }
  }
  return faults;
}

function conversationsOf(asked: readonly Asked[]): { place: string; character: string }[] {
  const known = new Map<string, { place: string; character: string }>();
  for (const { place, characters } of asked)
    for (const character of characters) known.set(`${place}/${character}`, { place, character });
  return [...known.values()];
}

function byId(a: { messageId: string }, b: { messageId: string }): number {
  return BigInt(a.messageId) < BigInt(b.messageId) ? -1 : 1;
}
