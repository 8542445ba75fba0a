import type { APIButtonComponent } from 'discord.js';
import { card, clip, divider, row, section, text } from './elements.ts';
import type { CardView } from './view.ts';

/** What a dashboard shows. Every part is shortened so that it all fits into one message. */
export interface DashboardFacts {
  title: string;
  /** One line below the title. */
  subtitle: string;
  /** Shown once, above the sections. */
  note: string | null;
  sections: readonly { title: string; summary: string; edit: APIButtonComponent }[];
  /** At most five; the dangerous one comes last. */
  buttons: readonly APIButtonComponent[];
}

const HEAD_LENGTH = 500;
const NOTE_LENGTH = 700;
/** A message holds 4,000 characters; some of them go into labels. */
const MESSAGE_LENGTH = 3_800;

export function dashboardView({ title, subtitle, note, sections, buttons }: DashboardFacts): CardView {
  const shown = sections.map((each) => ({ ...each, text: `**${each.title}**\n${each.summary}` }));
  const room = MESSAGE_LENGTH - HEAD_LENGTH - (note === null ? 0 : NOTE_LENGTH);
  const needed = shown.reduce((sum, each) => sum + each.text.length, 0);
  // Shortened only where not all of it fits.
  const perSection = needed <= room ? room : Math.floor(room / shown.length);
  return card([
    text(clip(`## ${title}\n${subtitle}`, HEAD_LENGTH)),
    ...(note === null ? [] : [text(clip(note, NOTE_LENGTH))]),
    divider(),
    ...shown.map((each) => section(clip(each.text, perSection), each.edit)),
    ...(buttons.length === 0 ? [] : [divider(), row(...buttons)]),
  ]);
}
