# Two stages, so that npm and what only builds and tests need stay out of the image.
FROM node:24-slim AS packages
WORKDIR /depmap
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production \
    DEPMAP_DATA_DIR=/data \
    DEPMAP_HOST=0.0.0.0 \
    DEPMAP_PORT=3000
WORKDIR /depmap
COPY --from=packages /depmap/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY commands ./commands
COPY examples ./examples
# The only place that is written to; the rest of the file system may be read-only.
RUN mkdir /data && chown 10001:10001 /data
VOLUME /data
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.DEPMAP_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
