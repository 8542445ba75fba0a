import { cstrings, frame, int32, ProtocolViolation } from './frames.ts';

/** What a client may say first. */
export type StartupPacket =
  | { kind: 'start'; protocolMinor: number; parameters: Map<string, string> }
  | { kind: 'encryption' }
  | { kind: 'cancel' };

const cancelCode = 80_877_102;
const sslCode = 80_877_103;
const gssCode = 80_877_104;
const protocolMajor = 3;

export function parseStartupPacket(packet: Buffer): StartupPacket {
  if (packet.length < 8) throw new ProtocolViolation('the startup packet is too short');
  const code = packet.readInt32BE(4);
  if (code === cancelCode) return { kind: 'cancel' };
  if (code === sslCode || code === gssCode) return { kind: 'encryption' };
  if (code >> 16 !== protocolMajor) {
    throw new ProtocolViolation(`protocol ${code >> 16}.${code & 0xffff} is not spoken here, only 3.0`);
  }
  const fields = packet.toString('utf8', 8).split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; fields[index]; index += 2) parameters.set(fields[index] ?? '', fields[index + 1] ?? '');
  return { kind: 'start', protocolMinor: code & 0xffff, parameters };
}

/**
 * The settings that a session starts with: those named in the packet and those of its `options`
 * (`-c name=value` and `--name=value`, a space escaped with a backslash).
 */
export function settingsOfStartup(parameters: Map<string, string>): Map<string, string> {
  const settings = new Map<string, string>();
  for (const word of splitOptions(parameters.get('options') ?? '')) {
    const assignment = /^([\w.-]+)=(.*)$/s.exec(word);
    if (assignment) settings.set(settingName(assignment[1] ?? ''), assignment[2] ?? '');
  }
  for (const [name, value] of parameters) {
    if (!notSettings.has(name) && !name.startsWith('_pq_.')) settings.set(settingName(name), value);
  }
  // The server speaks UTF-8 anyway, and drivers spell it in several ways.
  if (/^'?(utf-?8|unicode)'?$/i.test(settings.get('client_encoding') ?? '')) settings.delete('client_encoding');
  return settings;
}

const notSettings = new Set(['user', 'database', 'replication', 'options']);

function settingName(name: string): string {
  return name.replaceAll('-', '_').toLowerCase();
}

/** `-c a=b --c=d` becomes `a=b`, `c=d`. */
function splitOptions(options: string): string[] {
  const words = options.match(/(?:\\.|[^\s\\])+/gs) ?? [];
  return words
    .map((word) => word.replace(/\\(.)/gs, '$1'))
    .filter((word) => word !== '-c')
    .map((word) => word.replace(/^(--|-c)/, ''));
}

/** Tells a client that asked for a newer minor version, or for protocol options, that it gets plain 3.0. */
export function negotiateVersionFrame(parameters: Map<string, string>): Buffer {
  const refused = [...parameters.keys()].filter((name) => name.startsWith('_pq_.'));
  return frame('v', int32(protocolMajor << 16), int32(refused.length), cstrings(...refused));
}
