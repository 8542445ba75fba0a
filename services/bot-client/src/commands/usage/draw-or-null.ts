import type { UsageReport } from '@tzurot/contracts';
import type { BotContext } from '../../context.ts';
import { drawUsage, type Theme } from './chart.ts';

/** The tables say the same, so a chart that can't be drawn never holds them up. */
export async function drawOrNull(
  report: UsageReport,
  theme: Theme,
  { clock, log }: Pick<BotContext, 'clock' | 'log'>,
): Promise<Buffer | null> {
  try {
    return await drawUsage(report, theme, clock.now());
  } catch (error) {
    log.error({ err: error }, 'usage chart was not drawn');
    return null;
  }
}
