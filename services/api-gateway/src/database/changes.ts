type Changes<Patch> = { [Field in keyof Patch]?: Exclude<Patch[Field], undefined> };

/** What a patch says, as an update takes it: a field that it leaves out, or gives as undefined, stays. */
export function changes<Patch extends object>(patch: Patch): Changes<Patch> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Changes<Patch>;
}
