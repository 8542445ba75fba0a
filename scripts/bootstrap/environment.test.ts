import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { childEnvironment, withPath } from './environment.mjs';

it('hides from a nested package manager what the outer one told its script', () => {
  const env = childEnvironment({
    npm_config_yes: 'true',
    npm_lifecycle_event: 'test',
    npm_package_name: 'x',
    HOME: '/h',
  });

  expect(Object.keys(env).filter((name) => name.startsWith('npm_'))).toEqual([]);
  expect(env['HOME']).toBe('/h');
});

it('keeps how the registry is reached', () => {
  const reach = { npm_config_registry: 'https://r', npm_config_https_proxy: 'http://p', npm_config_cafile: '/c' };

  expect(childEnvironment(reach)).toMatchObject(reach);
});

it('puts directories first, whatever the platform calls PATH', () => {
  expect(withPath({ Path: 'old' }, ['new', 'newer'])).toEqual({ Path: ['new', 'newer', 'old'].join(delimiter) });
  expect(withPath({}, ['new'])).toEqual({ PATH: 'new' });
});
