import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';

/** The settings that differ from the server's own, by name, as one client sees them. */
export interface SessionSettings {
  values: ReadonlyMap<string, string>;
  /** Equal for equal settings. */
  key: string;
}

export function sessionSettings(values: ReadonlyMap<string, string>): SessionSettings {
  return { values, key: JSON.stringify([...values].toSorted(([left], [right]) => (left < right ? -1 : 1))) };
}

/**
 * Gives what the session has now that differs from the server's own settings.
 * @param customNames settings with a dot, which Postgres knows but does not list
 */
export function readSettingsSql(customNames: Iterable<string>): string {
  const unlisted = [...customNames].map((name) => {
    const literal = quoteLiteral(name);
    return `SELECT ${literal}, current_setting(${literal}, true) WHERE current_setting(${literal}, true) <> ''`;
  });
  const listed = "SELECT lower(name), setting FROM pg_settings WHERE source = 'session'";
  const role = "SELECT 'role', current_setting('role') WHERE current_setting('role') <> 'none'";
  return [listed, role, ...unlisted].join(' UNION ALL ');
}

/** Takes the session from one client's settings to another's. */
export function switchSettingsSql(from: SessionSettings, to: SessionSettings): string {
  // The role goes first and comes last, because it decides what else may be set.
  const resets = [...from.values.keys()]
    .filter((name) => name === 'role' || !to.values.has(name))
    .toSorted((left, right) => Number(right === 'role') - Number(left === 'role'))
    .map((name) => `RESET ${name.split('.').map(quoteIdentifier).join('.')}`);
  const sets = [...to.values]
    .filter(([name, value]) => name === 'role' || from.values.get(name) !== value)
    .toSorted(([left], [right]) => Number(left === 'role') - Number(right === 'role'))
    .map(([name, value]) => `SELECT set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`);
  return [...resets, ...sets].join('; ');
}
