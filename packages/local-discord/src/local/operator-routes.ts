import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { queryInt } from '../forms/fields.ts';
import { parseForm } from '../forms/parse.ts';
import type { Hub } from '../hub.ts';
import { limitsForm } from '../limits/rate-limits.ts';
import { created, noContent, ok, type Reply } from '../rest/route.ts';
import type { World } from '../world/world.ts';
import { faultForm, isInstant } from './faults.ts';
import { actFault } from './instant-faults.ts';
import { presentEntry } from './present-log.ts';
import { settle } from './settle.ts';
import { transcribe } from './transcript.ts';

/** What every call under /local/ must carry in its Authorization header. */
export const OPERATOR_TOKEN = 'local.operator';

/** One entry of the operator's routes. */
export interface OperatorRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `{name}` stands for one segment. */
  readonly path: string;
  readonly does: string;
  handle(hub: Hub, call: { query: URLSearchParams; body: unknown; name: string }): Reply | Promise<Reply>;
}

const worldName = z.object({ world: z.string().optional() });

/** Every call under /local/. */
export const operatorRoutes: readonly OperatorRoute[] = [
  {
    method: 'GET',
    path: '/local/log',
    does: 'requests, events and notices with a number above `after`',
    handle(hub, { query }) {
      const { after, world, limit } = parseForm(
        z.object({
          after: queryInt(0, Number.MAX_SAFE_INTEGER).default(0),
          world: z.string().optional(),
          limit: queryInt(1, 20_000).optional(),
        }),
        Object.fromEntries(query),
      );
      const entries = hub.log.since(after).filter((entry) => world === undefined || entry.world === world);
      return ok({
        last: hub.log.last(),
        entries: entries.slice(0, limit).map((entry) => presentEntry(entry, hub.judge)),
      });
    },
  },
  {
    method: 'GET',
    path: '/local/transcript',
    does: 'everything that was said in a world, as text',
    handle: (hub, { query }) => ok({ text: transcribe(requireWorld(hub, query.get('world') ?? 'default')) }),
  },
  {
    method: 'POST',
    path: '/local/settle',
    does: 'waits until applications are idle: 200, or 408 with what still goes on',
    async handle(hub, { body }) {
      const form = parseForm(worldName.extend({ timeoutMs: z.int().min(0).max(600_000).default(10_000) }), body ?? {});
      const world = form.world === undefined ? undefined : requireWorld(hub, form.world);
      const busy = await settle(hub, world, form.timeoutMs);
      return busy.length === 0 ? ok({ settled: true }) : { status: 408, body: { settled: false, busy } };
    },
  },
  {
    method: 'GET',
    path: '/local/clock',
    does: 'the time of the server',
    handle: (hub) => ok({ nowMs: hub.clock.now() }),
  },
  {
    method: 'POST',
    path: '/local/clock',
    does: 'moves time forward by `advanceMs`; what falls due happens before the answer',
    handle(hub, { body }) {
      const { advanceMs } = parseForm(z.object({ advanceMs: z.int().min(0) }), body);
      hub.clock.advance(advanceMs);
      return ok({ nowMs: hub.clock.now() });
    },
  },
  {
    method: 'GET',
    path: '/local/faults',
    does: 'the faults that wait for their occasion',
    handle: (hub) => ok(hub.faults.list()),
  },
  {
    method: 'POST',
    path: '/local/faults',
    does: 'makes something go wrong, now or at the next occasion that matches',
    handle(hub, { body }) {
      const fault = parseForm(faultForm, body);
      if (isInstant(fault)) {
        actFault(hub, requireWorld(hub, fault.world ?? 'default'), fault);
        hub.log.add({ kind: 'notice', world: fault.world ?? 'default', text: `fault ${fault.kind} acted` });
        return created({ id: null, kind: fault.kind });
      }
      return created(hub.faults.arm(fault));
    },
  },
  {
    method: 'DELETE',
    path: '/local/faults',
    does: 'removes waiting faults: one `id`, one `kind`, or all',
    handle(hub, { body, query }) {
      const form = parseForm(z.object({ id: z.coerce.number().int().optional(), kind: z.string().optional() }), {
        ...Object.fromEntries(query),
        ...(typeof body === 'object' ? body : {}),
      });
      return ok({ removed: hub.faults.remove(form) });
    },
  },
  {
    method: 'GET',
    path: '/local/limits',
    does: 'how calls are limited',
    handle: (hub) => ok(hub.limits.settings),
  },
  {
    method: 'POST',
    path: '/local/limits',
    does: 'changes how calls are limited, from the next call on',
    handle(hub, { body }) {
      hub.limits.settings = parseForm(limitsForm, body ?? {});
      return ok(hub.limits.settings);
    },
  },
  {
    method: 'GET',
    path: '/local/worlds',
    does: 'ids and tokens of all worlds',
    handle: (hub) => ok(hub.worlds.all().flatMap(({ name }) => hub.worlds.ids(name) ?? [])),
  },
  {
    method: 'POST',
    path: '/local/worlds',
    does: 'makes a world with this `name`',
    handle(hub, { body }) {
      const { name } = parseForm(z.object({ name: z.string() }), body);
      return created(hub.worlds.create(name));
    },
  },
  {
    method: 'GET',
    path: '/local/worlds/{name}',
    does: 'ids and tokens of one world',
    handle(hub, { name }) {
      requireWorld(hub, name);
      return ok(hub.worlds.ids(name));
    },
  },
  {
    method: 'POST',
    path: '/local/worlds/{name}/reset',
    does: 'puts a world back to how it was made; connections to it are closed with 4009',
    handle(hub, { name }) {
      if (!hub.worlds.reset(name)) throw noWorld(name);
      return ok(hub.worlds.ids(name));
    },
  },
  {
    method: 'DELETE',
    path: '/local/worlds/{name}',
    does: 'takes a world away; connections to it are closed with 4009',
    handle(hub, { name }) {
      if (!hub.worlds.delete(name)) throw noWorld(name);
      return noContent;
    },
  },
  {
    method: 'POST',
    path: '/local/intents',
    does: 'switches privileged intents off in the developer portal: `refused` bits close an identify with 4014',
    handle(hub, { body }) {
      const { refused } = parseForm(z.object({ refused: z.int().min(0) }), body);
      hub.refusedIntents = refused;
      return noContent;
    },
  },
];

function requireWorld(hub: Hub, name: string): World {
  const world = hub.worlds.get(name);
  if (!world) throw noWorld(name);
  return world;
}

function noWorld(name: string): ApiError {
  return new ApiError(404, 0, `There is no world named ${name}: make it with POST /local/worlds.`);
}
