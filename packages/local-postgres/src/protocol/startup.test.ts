import { describe, expect, it } from 'vitest';
import { cstrings, int32, ProtocolViolation } from './frames.ts';
import { parseStartupPacket, settingsOfStartup } from './startup.ts';

function packet(code: number, ...text: string[]): Buffer {
  const rest = Buffer.concat([int32(code), cstrings(...text)]);
  return Buffer.concat([int32(rest.length + 4), rest]);
}

describe('settingsOfStartup', () => {
  it.each([
    ['-c search_path=bullmq,public', { search_path: 'bullmq,public' }],
    ['-csearch_path=a --work_mem=8MB', { search_path: 'a', work_mem: '8MB' }],
    ['-c search_path=a,\\ b\\\\c  -c app.user=x=y', { search_path: 'a, b\\c', 'app.user': 'x=y' }],
    ['--statement-timeout=5s', { statement_timeout: '5s' }],
    ['', {}],
  ])('reads options %j', (options, settings) => {
    const read = settingsOfStartup(new Map([['options', options]]));

    expect(Object.fromEntries(read)).toEqual(settings);
  });

  it('takes settings named in the packet and leaves what is none', () => {
    const parameters = {
      user: 'u',
      database: 'd',
      replication: 'x',
      '_pq_.new': '1',
      TimeZone: 'UTC',
      client_encoding: "'utf-8'",
    };

    const read = settingsOfStartup(new Map(Object.entries(parameters)));

    expect(Object.fromEntries(read)).toEqual({ timezone: 'UTC' });
  });
});

describe('parseStartupPacket', () => {
  it('reads parameters up to the empty name', () => {
    const read = parseStartupPacket(packet(196_608, 'user', 'ada', 'options', '', '', 'never', 'read'));

    const parameters = new Map([
      ['user', 'ada'],
      ['options', ''],
    ]);
    expect(read).toEqual({ kind: 'start', protocolMinor: 0, parameters });
  });

  it('knows requests for encryption and for cancelling', () => {
    expect(parseStartupPacket(packet(80_877_103))).toEqual({ kind: 'encryption' });
    expect(parseStartupPacket(packet(80_877_102))).toEqual({ kind: 'cancel' });
  });

  it('refuses another major version', () => {
    expect(() => parseStartupPacket(packet(131_072))).toThrow(ProtocolViolation);
  });
});
