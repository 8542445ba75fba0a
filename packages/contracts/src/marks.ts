import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Snowflake } from './ids.ts';
import { ShardId } from './listeners.ts';

const params = z.object({ shardId: z.coerce.number().pipe(ShardId) });

/** Every message of the shard up to the mark was accepted or ignored. */
export const getMark = defineRoute({
  name: 'mark.get',
  method: 'GET',
  path: '/internal/marks/:shardId',
  services: ['bot-client'],
  params,
  output: z.object({ mark: Snowflake.nullable() }),
});

/** Moves the mark forward; an older mark changes nothing. */
export const putMark = defineRoute({
  name: 'mark.put',
  method: 'PUT',
  path: '/internal/marks/:shardId',
  services: ['bot-client'],
  params,
  body: z.object({ mark: Snowflake }),
  output: z.object({}),
});
