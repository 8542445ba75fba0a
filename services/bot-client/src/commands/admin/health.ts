import { getStatus, PICTURE_DELIVERY_KEY, PictureDelivery } from '@tzurot/contracts';
import { redactText, toAppError } from '@tzurot/platform';
import { defineSubcommand } from '../../define/subcommand.ts';
import { healthView, type Probe } from './health-view.ts';

const PROBE_TIMEOUT_MS = 5_000;

export const health = defineSubcommand({
  description: 'Check whether every part of the bot works, and how fast',
  options: {},
  reply: 'private',
  async run({ caller, respond }, ctx) {
    const { gateway, queues, state } = ctx;
    const [gatewayProbe, queue, shared, pictures] = await Promise.all([
      probe(() => gateway.call(getStatus, { caller, timeoutMs: PROBE_TIMEOUT_MS })),
      probe(() => queues.ready()),
      probe(() => state.ready()),
      probe(async () =>
        PictureDelivery.nullable()
          .catch(null)
          .parse(await state.get(PICTURE_DELIVERY_KEY)),
      ),
    ]);
    await respond(healthView({ gateway: gatewayProbe, queue, shared, pictures, discordMs: ctx.discordPingMs() }));
  },
});

async function probe<Value>(ask: () => Promise<Value>): Promise<Probe<Value>> {
  const startedAt = performance.now();
  try {
    const value = await ask();
    return { value, tookMs: performance.now() - startedAt };
  } catch (error) {
    return { problem: redactText(toAppError(error).message) };
  }
}
