FROM node:26.10.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY infra/bundle infra/bundle
COPY worker worker
COPY ledger ledger
COPY page page
RUN node infra/bundle/build.ts
RUN rm -r node_modules/@cloudflare/workers-types

FROM node:26.10.0-bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules/workerd node_modules/workerd
COPY --from=build /app/node_modules/@cloudflare node_modules/@cloudflare
COPY --from=build /app/dist dist
COPY package.json ./
COPY worker worker
COPY infra/entra/public-key.ts infra/entra/
COPY infra/bindings/ledger-binding.ts infra/bindings/
COPY infra/cloudflare/worker-runtime.ts infra/cloudflare/ledger-runtime.ts infra/cloudflare/
COPY command-line command-line
COPY local/workerd local/workerd
COPY container container
RUN mkdir --parents /data/ledger && chown node:node /data/ledger
VOLUME /data/ledger
USER node
ENV LISTEN_ADDRESS=0.0.0.0 PORT=8787
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "container/health.ts"]
CMD ["node", "container/start.ts"]
