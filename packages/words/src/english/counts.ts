/** Amounts with their nouns, for use inside other sentences. */
export const counts = {
  'count.characters_one': '{{count}} character',
  'count.characters_other': '{{count}} characters',
  'count.lines_one': '{{count}} line',
  'count.lines_other': '{{count}} lines',
  'count.memories_one': '{{count}} memory',
  'count.memories_other': '{{count}} memories',
  'count.presets_one': '{{count}} preset',
  'count.presets_other': '{{count}} presets',
  'count.users_one': '{{count}} user',
  'count.users_other': '{{count}} users',
  'count.unfinished-turns_one': '{{count}} unfinished turn',
  'count.unfinished-turns_other': '{{count}} unfinished turns',
  'count.damaged-rows_one': '{{count}} damaged row',
  'count.damaged-rows_other': '{{count}} damaged rows',
} as const;
