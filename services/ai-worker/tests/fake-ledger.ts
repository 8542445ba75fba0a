import { randomUUID } from 'node:crypto';

import {
  beginReply,
  blankCard,
  finishReply,
  judgeWalletKey,
  type LoreRecord,
  listDoubtfulSends,
  listRemovedMessages,
  listUnclaimedMessages,
  listUnembedded,
  type OpenedTurn,
  type OpenTurn,
  openTurn,
  type PictureUpload,
  type Post,
  putWebhook,
  type RecalledMemory,
  type Reply,
  type RouteOutput,
  readLorebook,
  readPicture,
  recallMemories,
  recordPictureUpload,
  recordPost,
  recordUsage,
  releaseTurn,
  renewTurn,
  revealWalletKey,
  settleTurn,
  storeAnswer,
  storeVectors,
  type TurnStage,
  type UsageFacts,
  type Webhook,
  type WholeLorebook,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { type Answered, answer, type FakeGateway, fakeGateway } from '@tzurot/platform/testing';

export const TURN_ID = '01970000-0000-7000-8000-000000000001';
const CHARACTER_ID = '01970000-0000-7000-8000-0000000000c1';
export const KEY_ID = '01970000-0000-7000-8000-0000000000e1';

/** A picture that no other test has. */
export const newPicture = () => ({
  id: randomUUID(),
  path: `/pictures/${randomUUID().replaceAll('-', '').repeat(2)}.png`,
});

/** What `open` answers unless a test says otherwise. */
export const openedTurn: OpenTurn = {
  stage: 'open',
  currentContent: null,
  turnId: TURN_ID,
  fence: 1,
  leaseMs: 30_000,
  speaker: { ...blankCard('Lilith'), id: CHARACTER_ID, slug: 'lilith', avatarUrl: null, picture: null },
  refusal: null,
  persona: { id: '01970000-0000-7000-8000-0000000000a1', name: 'Ada', pronouns: '', about: '' },
  preset: {
    source: 'user',
    name: 'Story',
    vendor: 'local',
    model: 'local/story',
    contextTokens: 8_192,
    parameters: {},
  },
  payer: { kind: 'user', walletKeyId: KEY_ID },
  capWarning: null,
  earlierReplies: [],
  history: [],
  historyCutAt: null,
  memoryTokens: 1_200,
  memories: null,
  vectorSpace: null,
  epoch: null,
  notes: [],
  operatorPrompts: [],
  instructions: null,
  lore: null,
  rules: [],
  textSwitches: { noAsterisks: false, noEmoji: false, shortParagraphs: false, noStatusBlocks: false },
  webhook: null,
  isStreamed: false,
  isWithdrawn: false,
  isStopped: false,
  namesModel: false,
  draft: { number: 0, isRevision: false, hint: null, continues: null, isPlaced: false },
  reply: null,
  posts: [],
  now: new Date().toISOString(),
};

/** One turn of the gateway's ledger in memory, with the rules that the worker relies on. */
export interface FakeLedger {
  gateway: FakeGateway;
  turn: OpenTurn;
  stage: TurnStage;
  /** As in the database, after every write. */
  posts: Post[];
  reply: Reply | null;
  /** What each post is to show is stored. */
  isPlaced: boolean;
  /** What calls cost, each once. */
  usage: UsageFacts[];
  /** The clock of the database may be another than the worker's. */
  now: () => Date;
  webhooks: Map<string, Webhook | null>;
  /** Messages that posts of other turns have recorded. */
  claimedElsewhere: Set<string>;
  /** Messages of ours that were deleted before any post had recorded them. */
  removed: RouteOutput<typeof listRemovedMessages>['messages'];
  /** Sends of which nothing was found at first. */
  doubts: RouteOutput<typeof listDoubtfulSends>['sends'];
  /** What every picture's bytes are. */
  picture: Buffer;
  /** By the id of the picture. */
  uploads: Map<string, PictureUpload>;
  key: string;
  memories: RecalledMemory[];
  /** By their ids. */
  books: Map<string, WholeLorebook>;
  /** What the answer was told, as it was stored with it. */
  lore: LoreRecord | null;
  /** What has no vector yet. */
  unembedded: RouteOutput<typeof listUnembedded>;
  /** Instead of the turn. */
  answerOpen: Exclude<OpenedTurn, { stage: 'open' }> | null;
  /** Called before a route answers; throws to make it fail. */
  before: (name: string, body: unknown) => void;
}

const newPost = (chunk: number, changes: Partial<Post>): Post => ({
  chunk,
  text: '',
  hash: '',
  state: 'planned',
  sendingAt: null,
  messageId: null,
  outlet: null,
  ...changes,
});

const emptyReply = (number: number): Reply => ({
  number,
  kind: 'reply',
  state: 'drafting',
  answer: null,
  endedBy: null,
  text: null,
});

export function createFakeLedger(turn: Partial<OpenTurn> = {}): FakeLedger {
  const ledger: FakeLedger = {
    gateway: fakeGateway(),
    turn: { ...openedTurn, ...turn },
    stage: 'accepted',
    posts: turn.posts ?? [],
    reply: turn.reply ?? null,
    isPlaced: turn.draft?.isPlaced ?? (turn.reply?.text ?? null) !== null,
    usage: [],
    now: () => new Date(),
    webhooks: new Map(),
    claimedElsewhere: new Set(),
    removed: [],
    doubts: [],
    picture: Buffer.from('the bytes of a picture'),
    uploads: new Map(),
    key: 'local-adas-key',
    memories: [],
    books: new Map(),
    lore: null,
    unembedded: { embedder: null, exchanges: [] },
    answerOpen: null,
    before: () => {},
  };
  const requireLease = (fence: number) => {
    if (fence !== ledger.turn.fence) throw new AppError('stale-lease', 'somebody else has the turn');
  };
  const change = (chunk: number, changes: Partial<Post>) => {
    ledger.posts = ledger.posts.map((each) => (each.chunk === chunk ? { ...each, ...changes } : each));
  };
  const claimed = () => new Set([...ledger.claimedElsewhere, ...ledger.posts.flatMap((each) => each.messageId ?? [])]);
  const spend = (calls: readonly UsageFacts[]) => {
    const known = new Set(ledger.usage.map(({ id }) => id));
    ledger.usage.push(...calls.filter(({ id }) => !known.has(id)));
  };

  const answers: Answered[] = [
    answer(openTurn, ({ body }) => {
      if (ledger.answerOpen !== null) return ledger.answerOpen;
      if (ledger.stage !== 'spoken') ledger.stage = 'open';
      const now = ledger.now().toISOString();
      const { reply } = ledger;
      const isPaid = reply !== null && (reply.answer !== null || reply.text !== null);
      const draft = { ...ledger.turn.draft, isPlaced: ledger.isPlaced };
      const opened = { ...ledger.turn, draft, reply: isPaid ? reply : null, posts: ledger.posts, now };
      if (isPaid) return opened;
      const isAnswered = body.question !== undefined && ledger.turn.vectorSpace === null;
      return { ...opened, memories: isAnswered ? ledger.memories : null };
    }),
    answer(renewTurn, ({ body }) => {
      requireLease(body.fence);
      return { leaseMs: ledger.turn.leaseMs };
    }),
    answer(readLorebook, ({ params }) => {
      const book = ledger.books.get(params.bookId);
      if (book === undefined) throw new AppError('not-found', 'there is no such book');
      return book;
    }),
    answer(recallMemories, ({ body }) => {
      requireLease(body.fence);
      return { memories: ledger.memories };
    }),
    answer(readPicture, ({ params }) => ({
      filename: 'picture.png',
      contentType: 'image/png' as const,
      base64: ledger.picture.toString('base64'),
      upload: ledger.uploads.get(params.pictureId) ?? null,
    })),
    answer(recordPictureUpload, ({ params, body }) => {
      ledger.uploads.set(params.pictureId, body);
      return {};
    }),
    answer(listUnembedded, () => ledger.unembedded),
    answer(storeVectors, ({ body }) => {
      spend([body.usage]);
      ledger.unembedded = { ...ledger.unembedded, exchanges: [] };
      return { stored: body.vectors.length };
    }),
    answer(revealWalletKey, () => ({ vendor: 'local', key: ledger.key })),
    answer(judgeWalletKey, ({ body }) => ({ status: body.isAccepted ? ('active' as const) : ('rejected' as const) })),
    answer(recordUsage, ({ body }) => {
      spend(body.calls);
      return {};
    }),
    answer(beginReply, ({ body }) => {
      requireLease(body.fence);
      if (ledger.turn.isWithdrawn) throw new AppError('gone', 'the message to answer is gone');
      ledger.reply ??= emptyReply(body.number);
      const { hash, outlet } = body;
      ledger.posts.push(newPost(0, { hash, outlet, state: 'sending', sendingAt: ledger.now().toISOString() }));
      return {};
    }),
    answer(storeAnswer, ({ body }) => {
      spend([...body.calls, body.call]);
      requireLease(body.fence);
      if (ledger.turn.isWithdrawn) throw new AppError('gone', 'the message to answer is gone');
      const { answer: said, endedBy } = body;
      ledger.reply = { ...emptyReply(body.number), answer: said, endedBy };
      ledger.lore = body.lore ?? null;
      ledger.stage = 'spoken';
      return {};
    }),
    answer(finishReply, ({ body }) => {
      const { kind, state, text, heard } = body;
      spend(heard === undefined ? body.calls : [...body.calls, heard.call]);
      requireLease(body.fence);
      if (heard !== undefined && ledger.turn.isWithdrawn) throw new AppError('gone', 'the message to answer is gone');
      const answered = heard && { answer: heard.answer, endedBy: heard.endedBy };
      ledger.lore = heard?.lore ?? ledger.lore;
      ledger.reply = { ...(ledger.reply ?? emptyReply(body.number)), ...answered, kind, state, text };
      ledger.stage = 'spoken';
      if (kind === 'notice' && ledger.turn.draft.isRevision) return { posts: [] };
      ledger.isPlaced = true;
      const known = new Map(ledger.posts.map((post) => [post.chunk, post]));
      const placed = body.chunks.map((each, chunk) => {
        const post = known.get(chunk);
        if (post !== undefined) return { ...post, text: each.text };
        const isFirst = known.size === 0 && chunk === 0;
        const sendingAt = ledger.now().toISOString();
        return newPost(chunk, { ...each, ...(isFirst && { state: 'sending', sendingAt, outlet: body.outlet }) });
      });
      const surplus = ledger.posts
        .slice(placed.length)
        .map((post) => ({ ...post, text: null, ...(post.state === 'sent' && { state: 'deleting' as const }) }));
      ledger.posts = [...placed, ...surplus];
      return { posts: ledger.posts };
    }),
    answer(recordPost, ({ body }) => {
      requireLease(body.fence);
      const { chunk, state, hash, messageId, outlet } = body;
      const known = ledger.posts.find((post) => post.chunk === chunk);
      if (body.isDoubted && known?.sendingAt != null)
        ledger.doubts.push({ chunk, hash: known.hash, sendingAt: known.sendingAt, outlet: known.outlet });
      if (known === undefined) ledger.posts.push(newPost(chunk, {}));
      if (messageId !== null && known?.messageId !== messageId && claimed().has(messageId))
        throw new AppError('conflict', 'recorded elsewhere');
      change(chunk, {
        state,
        ...(hash !== null && { hash }),
        ...(messageId !== null && { messageId }),
        ...(state !== 'deleting' && state !== 'deleted' && { outlet }),
        ...(state === 'sending' && { sendingAt: ledger.now().toISOString() }),
      });
      return {};
    }),
    answer(listUnclaimedMessages, ({ body: { messageIds, hash } }) => {
      const isOpen = ledger.posts.some((post) => post.hash === hash && post.state === 'sending');
      return { messageIds: isOpen ? [] : messageIds.filter((id) => !claimed().has(id)) };
    }),
    answer(listRemovedMessages, () => ({ messages: ledger.removed.filter(({ id }) => !claimed().has(id)) })),
    answer(listDoubtfulSends, () => ({
      channelId: ledger.turn.webhook?.channelId ?? '',
      isThread: false,
      triggerId: '100000000000000000',
      characterName: 'Lilith',
      webhook: ledger.turn.webhook,
      sends: ledger.doubts,
    })),
    answer(settleTurn, ({ body }) => {
      requireLease(body.fence);
      if (body.outcome !== 'refused' && ledger.reply === null) throw new AppError('conflict', 'nothing is stored');
      for (const { chunk, ...sent } of body.sent) change(chunk, { ...sent, state: 'sent' });
      const { isRevision } = ledger.turn.draft;
      ledger.stage = body.outcome === 'refused' && !isRevision ? 'refused' : 'settled';
      return { stage: ledger.stage };
    }),
    answer(releaseTurn, ({ body }) => {
      requireLease(body.fence);
      ledger.turn = { ...ledger.turn, fence: ledger.turn.fence + 1 };
      ledger.stage = ledger.stage === 'spoken' ? 'spoken' : 'accepted';
      return { stage: ledger.stage };
    }),
    answer(putWebhook, ({ params, body }) => {
      ledger.webhooks.set(params.channelId, body.webhook);
      return {};
    }),
  ];
  ledger.gateway = fakeGateway(
    ...answers.map(({ route, respond }) => ({
      route,
      respond: (request: unknown) => {
        ledger.before(route.name, (request as { body: unknown }).body);
        return respond(request);
      },
    })),
  );
  return ledger;
}

/** In which the local vendor makes vectors. */
export const LOCAL_SPACE = 'local/local/embed/384';
