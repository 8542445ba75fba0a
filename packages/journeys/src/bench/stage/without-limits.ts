/** Settings of the operator under which three people may say as much as a crowd. */
export const WITHOUT_PERSON_LIMITS = {
  PERSON_BURST: '0',
  OPERATOR_SETTINGS: JSON.stringify({ joinSeconds: 0, repeatSeconds: 0 }),
} as const;
