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
const SECTIONS_LENGTH = 2_600;

export function dashboardView({ title, subtitle, note, sections, buttons }: DashboardFacts): CardView {
  const perSection = Math.floor(SECTIONS_LENGTH / Math.max(1, sections.length));
  return card([
    text(clip(`## ${title}\n${subtitle}`, HEAD_LENGTH)),
    ...(note === null ? [] : [text(clip(note, NOTE_LENGTH))]),
    divider(),
    ...sections.map((each) => section(clip(`**${each.title}**\n${each.summary}`, perSection), each.edit)),
    ...(buttons.length === 0 ? [] : [divider(), row(...buttons)]),
  ]);
}
