import { randomUUID } from 'node:crypto';

import {
  type Delivery,
  judgeWalletKey,
  listUnclaimedMessages,
  listUnembedded,
  type OpenedTurn,
  type OpenTurn,
  openTurn,
  type PictureUpload,
  putWebhook,
  type RecalledMemory,
  type RouteOutput,
  readPicture,
  recallMemories,
  recordDelivery,
  recordPictureUpload,
  releaseTurn,
  renewTurn,
  revealWalletKey,
  settleTurn,
  storeReply,
  storeVectors,
  type TurnStage,
  type Webhook,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { type Answered, answer, type FakeGateway, fakeGateway } from '@tzurot/platform/testing';

export const TURN_ID = '01970000-0000-7000-8000-000000000001';
const CHARACTER_ID = '01970000-0000-7000-8000-0000000000c1';
export const KEY_ID = '01970000-0000-7000-8000-0000000000e1';

const card = {
  description: '',
  personality: '',
  scenario: '',
  greeting: '',
  examples: '',
  systemPrompt: '',
  errorMessage: '',
};

/** A picture that no other test has. */
export const newPicture = () => ({
  id: randomUUID(),
  path: `/pictures/${randomUUID().replaceAll('-', '').repeat(2)}.png`,
});

/** What `open` answers unless a test says otherwise. */
export const openedTurn: OpenTurn = {
  stage: 'open',
  turnId: TURN_ID,
  fence: 1,
  leaseMs: 30_000,
  speaker: { ...card, id: CHARACTER_ID, slug: 'lilith', name: 'Lilith', avatarUrl: null, picture: null },
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
  earlierReplies: [],
  history: [],
  historyCutAt: null,
  memoryTokens: 800,
  memories: null,
  vectorSpace: null,
  epoch: null,
  notes: [],
  webhook: null,
  reply: null,
};

/** One turn of the gateway's ledger in memory, with the rules that the worker relies on. */
export interface FakeLedger {
  gateway: FakeGateway;
  turn: OpenTurn;
  stage: TurnStage;
  /** As in the database, after every write. */
  deliveries: Delivery[];
  replies: { kind: 'reply' | 'notice'; text: string }[];
  webhooks: Map<string, Webhook | null>;
  /** Messages that deliveries of other turns have recorded. */
  claimedElsewhere: Set<string>;
  /** What every picture's bytes are. */
  picture: Buffer;
  /** By the id of the picture. */
  uploads: Map<string, PictureUpload>;
  key: string;
  memories: RecalledMemory[];
  /** What has no vector yet. */
  unembedded: RouteOutput<typeof listUnembedded>;
  /** Instead of the turn. */
  answerOpen: Exclude<OpenedTurn, { stage: 'open' }> | null;
  /** Called before a route answers; throws to make it fail. */
  before: (name: string, body: unknown) => void;
}

export function createFakeLedger(turn: Partial<OpenTurn> = {}): FakeLedger {
  const ledger: FakeLedger = {
    gateway: fakeGateway(),
    turn: { ...openedTurn, ...turn },
    stage: 'accepted',
    deliveries: turn.reply?.deliveries ?? [],
    replies: [],
    webhooks: new Map(),
    claimedElsewhere: new Set(),
    picture: Buffer.from('the bytes of a picture'),
    uploads: new Map(),
    key: 'local-adas-key',
    memories: [],
    unembedded: { embedder: null, exchanges: [] },
    answerOpen: null,
    before: () => {},
  };
  const requireLease = (fence: number) => {
    if (fence !== ledger.turn.fence) throw new AppError('stale-lease', 'somebody else has the turn');
  };
  const change = (chunk: number, changes: Partial<Delivery>) => {
    ledger.deliveries = ledger.deliveries.map((each) => (each.chunk === chunk ? { ...each, ...changes } : each));
  };
  const claimed = () =>
    new Set([...ledger.claimedElsewhere, ...ledger.deliveries.flatMap((each) => each.messageId ?? [])]);

  const answers: Answered[] = [
    answer(openTurn, ({ body }) => {
      if (ledger.answerOpen !== null) return ledger.answerOpen;
      ledger.stage = 'open';
      const [stored] = ledger.replies;
      if (stored !== undefined) return { ...ledger.turn, reply: { ...stored, deliveries: ledger.deliveries } };
      const isAnswered = body.question !== undefined && ledger.turn.vectorSpace === null;
      return { ...ledger.turn, memories: isAnswered ? ledger.memories : null };
    }),
    answer(renewTurn, ({ body }) => {
      requireLease(body.fence);
      return { leaseMs: ledger.turn.leaseMs };
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
      ledger.unembedded = { ...ledger.unembedded, exchanges: [] };
      return { stored: body.vectors.length };
    }),
    answer(revealWalletKey, () => ({ vendor: 'local', key: ledger.key })),
    answer(judgeWalletKey, ({ body }) => ({ status: body.isAccepted ? ('active' as const) : ('rejected' as const) })),
    answer(storeReply, ({ body }) => {
      requireLease(body.fence);
      ledger.replies.push({ kind: body.kind, text: body.text });
      ledger.stage = 'spoken';
      ledger.deliveries = body.chunks.map((each, chunk) => ({
        ...each,
        chunk,
        state: chunk === 0 ? 'sending' : 'planned',
        sendingAt: chunk === 0 ? body.firstSending.at : null,
        webhookId: chunk === 0 ? body.firstSending.webhookId : null,
        messageId: null,
      }));
      return { deliveries: ledger.deliveries };
    }),
    answer(recordDelivery, ({ body }) => {
      requireLease(body.fence);
      if (body.messageId !== null && claimed().has(body.messageId))
        throw new AppError('conflict', 'recorded elsewhere');
      change(body.chunk, {
        state: body.state,
        messageId: body.messageId,
        webhookId: body.webhookId,
        ...(body.state === 'sending' && { sendingAt: body.at }),
      });
      return {};
    }),
    answer(listUnclaimedMessages, ({ body }) => ({ messageIds: body.messageIds.filter((id) => !claimed().has(id)) })),
    answer(settleTurn, ({ body }) => {
      requireLease(body.fence);
      if (body.outcome !== 'refused' && ledger.replies.length === 0)
        throw new AppError('conflict', 'nothing is stored');
      for (const { chunk, ...sent } of body.sent) change(chunk, { ...sent, state: 'sent' });
      ledger.stage = body.outcome === 'refused' ? 'refused' : 'settled';
      return { stage: ledger.stage };
    }),
    answer(releaseTurn, ({ body }) => {
      requireLease(body.fence);
      ledger.turn = { ...ledger.turn, fence: ledger.turn.fence + 1 };
      ledger.stage = ledger.replies.length > 0 ? 'spoken' : 'accepted';
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
