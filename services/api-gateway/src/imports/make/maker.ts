import type { Caller, ImportDraft } from '@tzurot/contracts';
import type { GatewayContext } from '../../context.ts';
import type { Rows } from '../../database/transaction.ts';

/** One commit, or one that is taken back. */
export interface Work {
  tx: Rows;
  ctx: GatewayContext;
  caller: Caller;
  userId: string;
  importId: string;
  consents: readonly string[];
  /** What the bot itself is called. */
  botNames: readonly string[];
  /** Characters whose names changed, with the version of the address book; bot-clients are told after the commit. */
  readdressed: { characterId: string; version: number; isGone: boolean }[];
}

export type DraftOf<Kind extends ImportDraft['kind']> = Extract<ImportDraft, { kind: Kind }>;

/** What is done with the drafts of one kind. */
export interface Maker<Draft = ImportDraft> {
  /** @returns the ids of what was made, in the same order; null for what could not be made */
  make(drafts: readonly Draft[], work: Work): Promise<(string | null)[]>;
  /** @returns what stood there, for `restore`; null when it is gone */
  replace(id: string, draft: Draft, work: Work): Promise<object | null>;
  /** @returns false when it is gone */
  restore(id: string, before: unknown, work: Work): Promise<boolean>;
  /** @returns how many were there to delete */
  remove(ids: readonly string[], work: Work): Promise<number>;
}
