export { type Answered, callApi, type FileToSend } from './api-call.ts';
export { connectPerson, type OpenedModal, type Person } from './person.ts';
export { type GatewaySocket, openSocket, type Payload, type SocketEvent } from './socket.ts';
