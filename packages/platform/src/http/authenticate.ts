import { createHash, timingSafeEqual } from 'node:crypto';

import { Caller, type Route, type ServiceName } from '@tzurot/contracts';

import { AppError, ConfigError, parseInput } from '../errors.ts';
import { decodeCaller } from './wire.ts';

/** One credential per service that may call. */
export type ServiceCredentials = Readonly<Partial<Record<ServiceName, string>>>;

/** Says which service a bearer credential belongs to, in a time that does not depend on how much of it is right. */
export function createServiceCheck(
  credentials: ServiceCredentials,
): (authorization: string | undefined) => ServiceName {
  const known = (Object.entries(credentials) as [ServiceName, string][]).map(([service, credential]) => {
    if (credential.length < 16) throw new ConfigError([`the credential of ${service} is shorter than 16 characters`]);
    return { service, digest: digest(credential) };
  });
  if (new Set(known.map((entry) => entry.digest.toString('hex'))).size !== known.length) {
    const names = known.map(({ service }) => service).join(' and ');
    throw new ConfigError([`${names} have the same credential; give each service one of its own`]);
  }

  return (authorization) => {
    const presented = authorization?.startsWith('Bearer ') ? digest(authorization.slice(7)) : null;
    let found: ServiceName | null = null;
    for (const entry of known)
      if (presented !== null && timingSafeEqual(presented, entry.digest)) found = entry.service;
    if (found === null)
      throw new AppError('unauthenticated', 'no service has this credential; both sides need the same one');
    return found;
  };
}

/** Digests have one length, which a constant-time comparison needs. */
function digest(credential: string): Buffer {
  return createHash('sha256').update(credential, 'utf8').digest();
}

/**
 * The person behind a call, once it is clear that this service may open the route and that the person
 * has the standing which the route's scope asks for.
 * @throws AppError `forbidden` or `invalid-input`
 */
export function authorize(route: Route, service: ServiceName, callerHeader: string | undefined): Caller | undefined {
  if (!route.services.includes(service)) throw new AppError('forbidden', `${service} may not call ${route.name}`);
  if (route.scope === 'internal') {
    if (callerHeader !== undefined)
      throw new AppError('invalid-input', `${route.name} is internal and acts for nobody`);
    return undefined;
  }

  if (service !== 'bot-client') throw new AppError('forbidden', `${service} may not act for a person`);
  if (callerHeader === undefined) throw new AppError('unauthenticated', `${route.name} needs to know for whom`);
  const caller = readCaller(callerHeader);
  if (route.scope === 'staff' && !(caller.isStaff && caller.guildId !== undefined)) {
    throw new AppError('forbidden', `${route.name} is for staff of a server`, { reason: 'staff-only' });
  }
  if (route.scope === 'operator' && !caller.isOperator)
    throw new AppError('forbidden', `${route.name} is for operators`, { reason: 'operator-only' });
  return caller;
}

function readCaller(header: string): Caller {
  let decoded: unknown;
  try {
    decoded = decodeCaller(header);
  } catch (error) {
    throw new AppError('invalid-input', 'the caller header is not readable', { cause: error });
  }
  return parseInput(Caller, decoded, 'caller');
}
