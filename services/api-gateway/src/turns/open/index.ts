import { z } from 'zod';
import type { GatewayContext } from '../../context.ts';
import { type Database, join, queryOne, raw, type Statement, sql } from '../../database/query.ts';
import { attempt } from './attempt.ts';
import { caps } from './caps.ts';
import { currentContent } from './current-content.ts';
import { draft } from './draft.ts';
import { earlierReplies } from './earlier-replies.ts';
import { epoch } from './epoch.ts';
import { guestUse } from './guest-use.ts';
import { newestLines } from './history.ts';
import { instructions } from './instructions.ts';
import { isFresh } from './is-fresh.ts';
import { keys } from './keys.ts';
import { lore } from './lore.ts';
import { isStopped, isWithdrawn, now } from './moment.ts';
import { notes } from './notes.ts';
import { operatorPrompts } from './operator-prompts.ts';
import type { Part } from './part.ts';
import { persona } from './persona.ts';
import { place } from './place.ts';
import { posts } from './posts.ts';
import { presets } from './presets.ts';
import { reply } from './reply.ts';
import { rules } from './rules.ts';
import { settings } from './settings.ts';
import { speaker } from './speaker.ts';
import { vectorSpaces } from './vector-spaces.ts';
import { webhook } from './webhook.ts';

/** Parts that the worker gets as they are, under the names that `OpenTurn` has for them. A new one is a file and its name here. */
const given = {
  speaker,
  persona,
  epoch,
  earlierReplies,
  notes,
  operatorPrompts,
  instructions,
  lore,
  rules,
  webhook,
  currentContent,
  isWithdrawn,
  isStopped,
  draft,
  reply,
  posts,
  now,
};

/** Parts by which the gateway decides about the rest. */
const weighed = { attempt, settings, presets, keys, newestLines, place, vectorSpaces, caps, guestUse, isFresh };

const parts = { ...given, ...weighed };

type ValuesOf<Parts extends Record<string, Part<unknown>>> = {
  [Name in keyof Parts]: ReturnType<Parts[Name]['read']>;
};
type GivenParts = ValuesOf<typeof given>;
export type TurnParts = ValuesOf<typeof parts>;
/** As the database gave them. */
const SelectedParts = z.record(z.string(), z.unknown());
type SelectedParts = z.infer<typeof SelectedParts>;

/** Everything about a turn, in one statement; each part is a column. */
export async function selectParts(db: Database, turnId: string, ctx: GatewayContext): Promise<SelectedParts> {
  const row = await queryOne(
    db,
    sql`SELECT ${columns(ctx)}
        FROM turns t
        JOIN channels ch ON ch.id = t.channel_id
        JOIN users u ON u.id = t.user_id
        LEFT JOIN characters c ON c.id = t.character_id
        LEFT JOIN pictures pic ON pic.id = c.picture_id
        LEFT JOIN personas p ON p.id = coalesce(t.persona_id, u.default_persona_id)
        LEFT JOIN user_characters uc ON uc.user_id = t.user_id AND uc.character_id = t.character_id
        LEFT JOIN guilds g ON g.id = ch.guild_id
        LEFT JOIN channels hook ON hook.id = coalesce(ch.parent_id, ch.id)
        WHERE t.id = ${turnId}::uuid`,
    SelectedParts,
  );
  if (row === null) throw new Error('a leased turn vanished');
  return row;
}

/** @throws when a part is not what its schema says */
export function readParts(selected: SelectedParts, ctx: GatewayContext): TurnParts {
  const read = namesOf(parts).map((name) => [name, parts[name].read(selected[name], ctx)] as const);
  return Object.fromEntries(read) as unknown as TurnParts;
}

/** Of these parts, those for the worker. */
export function givenOf(all: TurnParts): GivenParts {
  return Object.fromEntries(namesOf(given).map((name) => [name, all[name]])) as unknown as GivenParts;
}

function columns(ctx: GatewayContext): Statement {
  return join(
    namesOf(parts).map((name) => {
      const { select }: Part<unknown> = parts[name];
      return sql`${typeof select === 'function' ? select(ctx) : select} AS ${raw(`"${name}"`)}`;
    }),
    ', ',
  );
}

const namesOf = <Parts extends object>(list: Parts) => Object.keys(list) as (keyof Parts)[];
