import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';
import type { UsagePeriod, UsageReport } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { scaleBand, scaleLinear } from 'd3-scale';

export const THEMES = { dark: say('usage.theme-dark'), light: say('usage.theme-light') } as const;
export type Theme = keyof typeof THEMES;

const COLOURS = {
  dark: { back: '#1e1f22', text: '#dbdee1', faint: '#3a3c41', prompt: '#7c6cf0', completion: '#f0a53a' },
  light: { back: '#ffffff', text: '#2e3338', faint: '#d9dbdf', prompt: '#5b4bd4', completion: '#d9822b' },
} as const;

const WIDTH = 900;
const HEIGHT = 360;
const EDGE = { left: 72, right: 16, top: 44, bottom: 40 };
const HOUR_MS = 60 * 60_000;
const STEPS = { '24h': 24, '7d': 7, '30d': 30 } as const;
/** Labels below the bars; more would stand on one another. */
const MAX_LABELS = 10;

const font = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

/** Tokens by hour or day as a picture: what models read below, what they wrote above. */
export async function drawUsage(report: UsageReport, theme: Theme, now: Date): Promise<Buffer> {
  const rendered = await renderAsync(writeChart(report, theme, now), {
    font: { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return Buffer.from(rendered.asPng());
}

export function writeChart(report: UsageReport, theme: Theme, now: Date): string {
  const colours = COLOURS[theme];
  const moments = momentsOf(report.period, now);
  const used = new Map(report.steps.map((step) => [Date.parse(step.at), step]));
  const sums = moments.map((at) => ({
    at,
    prompt: used.get(at)?.promptTokens ?? 0,
    completion: used.get(at)?.completionTokens ?? 0,
  }));
  const x = scaleBand<number>()
    .domain(moments)
    .range([EDGE.left, WIDTH - EDGE.right])
    .padding(0.2);
  const highest = Math.max(1, ...sums.map(({ prompt, completion }) => prompt + completion));
  const y = scaleLinear()
    .domain([0, highest])
    .nice(4)
    .range([HEIGHT - EDGE.bottom, EDGE.top]);
  const bar = (at: number, from: number, to: number, colour: string) =>
    `<rect x="${x(at) ?? 0}" y="${y(to)}" width="${x.bandwidth()}" height="${Math.max(0, y(from) - y(to))}" fill="${colour}"/>`;
  const label = (atX: number, atY: number, content: string, anchor = 'middle') =>
    `<text x="${atX}" y="${atY}" fill="${colours.text}" font-family="DejaVu Sans" font-size="14" text-anchor="${anchor}">${content}</text>`;
  const every = Math.ceil(moments.length / MAX_LABELS);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colours.back}"/>`,
    ...y
      .ticks(4)
      .flatMap((tick) => [
        `<line x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="${colours.faint}"/>`,
        label(EDGE.left - 8, y(tick) + 5, short(tick), 'end'),
      ]),
    ...sums.flatMap(({ at, prompt, completion }) => [
      bar(at, 0, prompt, colours.prompt),
      bar(at, prompt, prompt + completion, colours.completion),
    ]),
    ...moments
      .filter((_at, index) => index % every === 0)
      .map((at) => label((x(at) ?? 0) + x.bandwidth() / 2, HEIGHT - 14, nameOf(at, report.period))),
    `<rect x="${EDGE.left}" y="14" width="12" height="12" fill="${colours.prompt}"/>`,
    label(EDGE.left + 18, 25, say('usage.chart-read'), 'start'),
    `<rect x="${EDGE.left + 150}" y="14" width="12" height="12" fill="${colours.completion}"/>`,
    label(EDGE.left + 168, 25, say('usage.chart-written'), 'start'),
    '</svg>',
  ].join('');
}

/** The beginning of every hour or day of the period, in UTC. */
function momentsOf(period: UsagePeriod, now: Date): number[] {
  const stepMs = period === '24h' ? HOUR_MS : 24 * HOUR_MS;
  const last = Math.floor(now.getTime() / stepMs) * stepMs;
  const count = STEPS[period];
  return Array.from({ length: count }, (_, index) => last - (count - 1 - index) * stepMs);
}

function nameOf(at: number, period: UsagePeriod): string {
  const date = new Date(at);
  return period === '24h'
    ? `${String(date.getUTCHours()).padStart(2, '0')}:00`
    : date.toLocaleDateString('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

export const short = (count: number): string =>
  count.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 });
