/** Does a part of a start, and may tell a person what is done and how long it took. */
export type Stage = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>;

export const inSilence: Stage = (_what, work) => work();
