import type { AdvancedParameters, DroppedParameter, EmbeddingModel, ModelFacts, VendorFacts } from '@tzurot/contracts';

import type { RefusalRule } from './explain-failure.ts';
import type { TokenUsage } from './token-usage.ts';

export type ContentPart = { type: 'text'; text: string } | { type: 'image'; mediaType: string; base64: string };

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string | readonly ContentPart[];
}

/** What opens a vendor for one call; kept nowhere but in the call. */
export interface Access {
  /** Null where the vendor needs none. */
  key: string | null;
  /** Where the person's own vendor answers; null for every vendor with an address of its own. */
  address: string | null;
}

export interface ChatRequest extends Access {
  model: string;
  messages: readonly ChatMessage[];
  parameters: AdvancedParameters;
  /** The longest reply, thinking included; always sent, so that nobody is refused for what they cannot afford. */
  maxTokens: number;
  signal: AbortSignal;
}

/** Why a reply ended. `length`: it reached its token limit. `filtered`: the vendor's rules on content cut it. */
export type EndReason = 'stop' | 'length' | 'filtered';

/** One step of a reply. The last one is always `end`. */
export type ChatEvent =
  | { kind: 'text'; text: string }
  /** Reasoning; never shown. */
  | { kind: 'thought'; text: string }
  | { kind: 'end'; reason: EndReason; usage: TokenUsage; dropped: DroppedParameter[] };

/** Speaks a vendor's dialect: one request, its answer as it comes. @throws VendorFailure */
export type Chat = (request: ChatRequest) => AsyncIterable<ChatEvent>;

export interface EmbeddingRequest extends Access {
  model: string;
  /** How many numbers each vector is to have. */
  dimensions: number;
  /** None of them empty. */
  texts: readonly string[];
  signal: AbortSignal;
}

export interface Embeddings {
  /** One per text, in their order. */
  vectors: number[][];
  usage: TokenUsage;
}

/** @throws VendorFailure */
export type Embed = (request: EmbeddingRequest) => Promise<Embeddings>;

type Ask<Answer> = (request: Access & { signal: AbortSignal }) => Promise<Answer>;

/** A model with as much as its vendor tells. */
export type ListedModel = Pick<ModelFacts, 'id'> & Partial<ModelFacts>;

/** How much a key may still spend. */
export interface KeyStanding {
  left: number;
  /** Such as USD. */
  currency: string;
  /** How often the limit begins anew; null for credit that is used up once. */
  renews: 'daily' | 'weekly' | 'monthly' | null;
}

/** What a vendor does, in its own dialect. Null where it does no such thing. Call it through `callVendor`. */
export interface VendorConnection {
  readonly chat: Chat | null;
  readonly embed: Embed | null;
  /** The models that this key may call. */
  readonly listModels: Ask<ListedModel[]> | null;
  /** Resolves when the vendor takes the key, with what it tells about it. @throws VendorFailure */
  readonly checkKey: Ask<KeyStanding | null>;
  /** Which of the parameters the model would not receive, and why. */
  checkParameters(parameters: AdvancedParameters, model: string): DroppedParameter[];
  /** How much room a model needs to think, beside its reply. */
  thinkingTokens(parameters: AdvancedParameters, model: string): number;
  /** What this vendor means by a refusal, where it differs from what is usual. */
  readonly refusals: readonly RefusalRule[];
}

/** Somebody whose models we can call. */
export interface Vendor extends VendorFacts, VendorConnection {}

/** What a vendor takes from the operator's configuration. */
export interface ConnectOptions {
  url: string;
  /** Stands in the requests of vendors that show where traffic comes from. */
  publicUrl: string | null;
}

/** A vendor described once, in a folder of its own; `vendors/index.ts` lists it. */
export interface VendorDefinition
  extends Omit<VendorFacts, 'embedding' | 'isToy' | 'servesGuests' | 'tellsCost' | 'makesOnlyVectors'> {
  isToy?: boolean;
  tellsCost?: boolean;
  makesOnlyVectors?: boolean;
  embedding?: EmbeddingModel;
  /**
   * The variable that moves the vendor elsewhere, and its usual address; without one it is offered only when the variable is
   * set. Null for a vendor that is wherever a person says.
   */
  url: { variable: string; usual: string | null; meaning: string } | null;
  /** Where the operator's own key stands, or which key the operator always has; null when there is none to have. */
  operatorKey: { variable: string } | { always: string } | null;
  connect(options: ConnectOptions): VendorConnection;
}

export function defineVendor(definition: VendorDefinition): VendorDefinition {
  return definition;
}
