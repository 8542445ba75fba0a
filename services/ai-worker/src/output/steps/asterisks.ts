import { readFences } from '../read-code.ts';
import type { Step } from '../step.ts';

/** *Actions* and **loud words** without their asterisks; lists and code keep theirs. */
export const asterisks: Step = {
  id: 'asterisks',
  clean(text, { switches }, isWhole) {
    if (!switches.noAsterisks) return text;
    const code = readFences(text);
    const cleaned: string[] = [];
    let start = 0;
    for (const line of text.split('\n')) {
      cleaned.push(code.at(start) === 'code' ? line : withoutAsterisks(line));
      start += line.length + 1;
    }
    const lines = isWhole ? cleaned : cleaned.slice(0, -1);
    return lines.join('\n');
  },
};

const withoutAsterisks = (line: string): string => {
  const bullet = /^\s*\* /.exec(line)?.[0] ?? '';
  return bullet + line.slice(bullet.length).replaceAll('*', '');
};
