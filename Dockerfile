# One file for the three services:
#   docker build --build-arg SERVICE=bot-client --tag tzurot-bot-client .
# Nothing is compiled: Node runs the TypeScript of the workspace. It strips types only outside of node_modules,
# which is why the workspace is kept as it is, linked and not copied into node_modules.

ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS workspace
WORKDIR /app
# The pnpm of the lock file, as scripts/run.mjs gets it.
COPY tools/pnpm /opt/pnpm
RUN npm ci --prefix /opt/pnpm --ignore-scripts --no-audit --no-fund \
 && ln -s /opt/pnpm/node_modules/@pnpm/exe.*/pnpm /usr/local/bin/pnpm
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .npmrc ./
COPY packages/contracts packages/contracts
COPY packages/platform packages/platform
COPY packages/words packages/words
COPY services services
COPY prisma prisma
COPY scripts scripts

FROM workspace AS generated
RUN --mount=type=cache,target=/pnpm-store \
    pnpm install --store-dir=/pnpm-store --frozen-lockfile --filter @tzurot/api-gateway...
# Prisma asks for its native engine before every command, though generating never runs it. Any executable will do.
RUN PRISMA_SCHEMA_ENGINE_BINARY="$(command -v node)" CHECKPOINT_DISABLE=1 pnpm --filter @tzurot/api-gateway run generate

FROM workspace AS installed
ARG SERVICE
RUN test -n "$SERVICE" || { echo 'give --build-arg SERVICE=bot-client, api-gateway or ai-worker' >&2; exit 1; }
RUN --mount=type=cache,target=/pnpm-store \
    pnpm install --store-dir=/pnpm-store --frozen-lockfile --prod --filter "@tzurot/$SERVICE..." \
 && find services -mindepth 1 -maxdepth 1 ! -name "$SERVICE" -exec rm -r {} + \
 && find . -path ./node_modules -prune -o -name '*.test.ts' -exec rm {} +
COPY --from=generated /app/services/api-gateway/src/generated /generated
RUN if [ "$SERVICE" = api-gateway ]; then mv /generated services/api-gateway/src/generated; fi

FROM ${NODE_IMAGE} AS service
ARG SERVICE
# Docker starts again whatever ended. A bot that Discord refuses would be refused every minute, until Discord takes its
# token away: where only a person can help, a service waits, unhealthy, with the reason in its log.
ENV NODE_ENV=production SERVICE=${SERVICE} HOST=0.0.0.0 HOLD_WHEN_REFUSED=1
WORKDIR /app
COPY --from=installed /app ./
USER node
EXPOSE 3902 3904 3905
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "scripts/healthcheck.mjs"]
# exec: the service itself must get the signal to stop.
CMD ["sh", "-c", "exec node services/$SERVICE/src/main.ts"]
