import { Id, Snowflake } from './ids.ts';

/** Discord's limit for the custom id of a component. */
const MAX_LENGTH = 100;
const SEPARATOR = ':';

/** One value that rides in a custom id. */
export interface Part<Value = unknown> {
  encode(value: Value): string;
  /** `undefined` when the text is nothing that `encode` made. */
  decode(text: string): Value | undefined;
  /** May contain the separator, so nothing can follow it. */
  readonly isLast: boolean;
}

type Parts = Readonly<Record<string, Part>>;
type StateOf<P extends Parts> = { [Key in keyof P]: P[Key] extends Part<infer Value> ? Value : never };

/**
 * The custom id of a component: `<command>:<action>:<state…>`. All that a press needs to know is in it, so it works
 * after a restart and for as long as Discord shows the message.
 */
export interface CustomId<State = unknown> {
  /** `<command>:<action>`, unique in the whole bot. */
  readonly prefix: string;
  /** @throws Error when the result is longer than Discord allows */
  encode(state: State): string;
  /** Null when the text has this prefix but another version's state. */
  decode(text: string): State | null;
}

export const part = {
  /** One of our own ids. */
  id: onePart({
    encode: (value: string) => value,
    decode: (text) => (Id.safeParse(text).success ? text : undefined),
  }),
  /** One of our own ids, one of Discord's, or a short word. */
  key: onePart({
    encode: (value: string) => value,
    decode: (text) => (/^[\da-z-]{1,36}$/.test(text) ? text : undefined),
  }),
  /** One of Discord's ids. */
  snowflake: onePart({
    encode: (value: string) => value,
    decode: (text) => (Snowflake.safeParse(text).success ? text : undefined),
  }),
  number: onePart({
    encode: (value: number) => String(value),
    decode: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
  }),
  choice: <const Value extends string>(values: readonly Value[]): Part<Value> =>
    onePart({
      encode: (value: Value) => value,
      decode: (text) => values.find((value) => value === text),
    }),
  /** Any text, cut to `maxLength`. Only as the last part. */
  text: (maxLength: number): Part<string> => ({
    isLast: true,
    // A cut inside a surrogate pair would leave half a character behind.
    encode: (value) => value.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, ''),
    decode: (text) => text,
  }),
};

/** @throws Error when a part after a text would be swallowed by it */
export function customId<const P extends Parts>(prefix: `${string}:${string}`, parts: P): CustomId<StateOf<P>> {
  const entries = Object.entries<Part>(parts);
  if (entries.slice(0, -1).some(([, { isLast }]) => isLast)) throw new Error(`${prefix}: a text must be the last part`);

  return {
    prefix,
    encode(state) {
      const values: Record<string, unknown> = state;
      const id = [prefix, ...entries.map(([key, each]) => each.encode(values[key]))].join(SEPARATOR);
      if (id.length > MAX_LENGTH) throw new Error(`custom id of ${prefix} has ${id.length} characters`);
      return id;
    },
    decode(text) {
      if (prefixOf(text) !== prefix || (entries.length > 0 && text === prefix)) return null;
      let rest = text.slice(prefix.length + 1);
      const state: Record<string, unknown> = {};
      for (const [index, [key, each]] of entries.entries()) {
        const end = index === entries.length - 1 ? rest.length : rest.indexOf(SEPARATOR);
        const value = end === -1 ? undefined : each.decode(rest.slice(0, end));
        if (value === undefined) return null;
        state[key] = value;
        rest = rest.slice(end + 1);
      }
      return rest === '' ? (state as StateOf<P>) : null;
    },
  };
}

/** The part of a custom id that says who handles it. */
export function prefixOf(text: string): string {
  return text.split(SEPARATOR, 2).join(SEPARATOR);
}

function onePart<Value>(codec: Omit<Part<Value>, 'isLast'>): Part<Value> {
  return { ...codec, isLast: false };
}
