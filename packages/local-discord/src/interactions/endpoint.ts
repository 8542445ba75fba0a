import { InteractionResponseType, InteractionType } from 'discord-api-types/v10';
import { isLoopback } from '../cdn/picture-fetcher.ts';
import { type ApiError, formError } from '../errors.ts';
import { parseBody } from '../forms/body.ts';
import { callbackForm } from '../forms/callback.ts';
import { parseForm } from '../forms/parse.ts';
import type { Hub } from '../hub.ts';
import { signatureHeaders } from '../world/signature.ts';
import type { Application } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { respond } from './respond.ts';
import { ACKNOWLEDGE_WITHIN_MS, type Interaction } from './types.ts';

/** What is on its way to an application. */
export interface Delivery {
  readonly application: Application;
  readonly interaction: Interaction;
  readonly payload: object;
}

const signatureOfNobody = { 'x-signature-ed25519': '0'.repeat(128), 'x-signature-timestamp': '0' };

async function post(url: string, body: string, headers: Record<string, string>): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Discord-Interactions/1.0', ...headers },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(ACKNOWLEDGE_WITHIN_MS),
  });
}

function refuse(reason: string): ApiError {
  return formError({
    path: ['interactions_endpoint_url'],
    code: 'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID',
    message: `The specified interactions endpoint url could not be verified: ${reason}`,
  });
}

/**
 * Asks an address whether it takes interactions, as Discord does before it keeps one: a PING must be answered with a
 * pong, and one that is signed wrongly with 401. @throws ApiError 50035 with what is wrong
 */
export async function verifyEndpoint(application: Application, url: string): Promise<void> {
  if (!isLoopback(new URL(url).hostname)) {
    throw refuse('it is not on this machine, which no call of local-discord leaves');
  }
  const ping = JSON.stringify({
    id: application.id,
    application_id: application.id,
    type: InteractionType.Ping,
    version: 1,
  });
  const answers = await Promise.all([
    post(url, ping, signatureHeaders(application, ping)),
    post(url, ping, signatureOfNobody),
  ]).catch((error: unknown) => {
    throw refuse(error instanceof Error ? error.message : String(error));
  });
  const [signed, unsigned] = answers;
  const { type } = (await signed.json().catch(() => ({}))) as { type?: number };
  if (!signed.ok || type !== InteractionResponseType.Pong) throw refuse('it did not answer a PING with type 1');
  if (unsigned.status !== 401) throw refuse('it took a PING whose signature is wrong; answer such with 401');
}

/** Hands an interaction to the endpoint of its application, and does what it answers. Failures are logged. */
export async function callEndpoint(hub: Hub, world: World, delivery: Delivery): Promise<void> {
  const { application, interaction, payload } = delivery;
  const url = application.interactionsEndpointUrl ?? '';
  const end = hub.activity.begin(world);
  try {
    const body = JSON.stringify(payload);
    const response = await post(url, body, signatureHeaders(application, body));
    // 202 says that the answer comes by the callback's own route.
    if (response.status === 202) return;
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const { json, files } = await parseBody(response.headers.get('content-type') ?? '', bytes);
    respond(world, interaction, parseForm(callbackForm, json), files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `the interactions endpoint ${url} failed: ${reason}`;
    hub.log.add({ kind: 'notice', world: world.name, text, detail: { interaction: interaction.id } });
  } finally {
    end();
  }
}
