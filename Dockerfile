# The server with everything built. No state is kept in it: MONGODB_URL, REDIS_URL and SECRET_KEY come from outside.

FROM node:20-bookworm-slim AS build
WORKDIR /parley
# Packages first: they change less often than the sources.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json tsconfig.json ./
COPY scripts scripts
COPY shared shared
COPY server server
COPY widget widget
COPY console console
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
WORKDIR /parley
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
COPY --from=build /parley/package.json ./
COPY --from=build /parley/node_modules node_modules
COPY --from=build /parley/dist dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The process itself, so that SIGTERM reaches it and it can drain.
CMD ["node", "--max-semi-space-size=32", "--enable-source-maps", "dist/server/index.js"]
