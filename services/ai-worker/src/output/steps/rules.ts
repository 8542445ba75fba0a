import { applyRules } from '../../patterns/index.ts';
import type { Step } from '../step.ts';

/** What owners have replaced in replies. Of a beginning nothing is certain: whatever comes may make a pattern fit. */
export const rules: Step = {
  id: 'rules',
  rewrites: true,
  clean(text, facts, isWhole) {
    if (facts.rules.length === 0) return text;
    return isWhole ? applyRules(text, facts.rules).text : '';
  },
};
