import type { ChatRequest } from '../chat-request.ts';
import type { FinishReason, TokenUse } from '../token-use.ts';
import type { VendorFailure } from '../vendor-failure.ts';

/** What a model is asked. */
interface Ask {
  request: ChatRequest;
  /** The part of the model's id that varies: `1500` of `local/slow-1500`; empty when nothing varies. */
  argument: string;
  /** How many requests of the same key for the same model came before this one. */
  earlierRequests: number;
}

/** What a model does with it: mostly it says something; some also misbehave, the way vendors do. */
export interface Performance {
  text: string;
  reasoning?: string;
  /** Before the first byte. */
  waitMs?: number;
  /** Between two pieces of a streamed answer. */
  pauseMs?: number;
  /** The connection ends in the middle of the answer. */
  cut?: boolean;
  /** Why the answer ends, where it does not just stop. */
  finishReason?: FinishReason;
  /** The text comes as a list of parts. */
  asParts?: boolean;
  /** Figures that no call can have used. */
  use?: Partial<TokenUse>;
  /** In the middle comes something that is not what the vendor promises. */
  malformed?: boolean;
  /** The answer is written in pieces of so many bytes. */
  pieceBytes?: number;
  /** A streamed answer breaks off with this error; an unstreamed one fails with it. */
  lateFailure?: VendorFailure;
}

export interface LocalModel {
  /** The id with its varying part in angle brackets, for people: `local/slow-<ms>`. */
  pattern: string;
  /** What the id after `local/` must be; its first group, if any, is the argument. */
  match: RegExp;
  /** An id to list; several models in one place of the list when a parameter is worth showing. */
  listed: readonly string[];
  /** One sentence, shown in OpenRouter's model list. */
  description: string;
  /** @throws VendorFailure to refuse */
  perform(ask: Ask): Performance;
}
