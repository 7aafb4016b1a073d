# Bakehouse in one container: docker build --tag bakehouse --build-arg REVISION="$(git rev-parse HEAD)" .
#
# Debian 13 with npm and binutils, only to build with; give its digest (…@sha256:…) to build the same again in a year.
# Node itself is not taken from there but from the packages, where the lock file has its hash.
ARG BASE=docker.io/library/node:26.10.0-trixie

FROM ${BASE} AS build
WORKDIR /bakehouse
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN dev/node dev/build.ts && dev/image/make-root.sh /image

# The server starts from a snapshot, and for what is not in it V8's code cache is filled by a bakery's morning, against a
# real Postgres: by the user, and at the place, that they will have in the container, for Node takes no other.
FROM build AS warm
RUN mkdir -m 777 /app && cp -R dist/server/. /app && mkdir -p /app/dist && cp -R dist/graphiql /app/dist \
  && mkdir -m 777 /app/cache \
  && echo 'bakehouse:x:65532:65532::/tmp:/usr/sbin/nologin' >> /etc/passwd
USER 65532:65532
RUN dev/node dev/image/make-snapshot.ts /app && dev/node dev/image/warm.ts /app

FROM scratch
ARG REVISION=""
ARG VERSION=""
LABEL org.opencontainers.image.title="Bakehouse" \
  org.opencontainers.image.description="The ordering back end of a bakery that makes cakes to order" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
COPY --from=build /image /
COPY --from=warm --chmod=555 /app /app
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/cache REVISION="${REVISION}"
WORKDIR /app
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/node"]
# With /app/migrate.cjs it migrates instead, and ends. Why the flags: dev/image/flags.ts.
CMD ["--min-semi-space-size=16", "--no-allocation-site-pretenuring", "--snapshot-blob", "/app/server.blob"]
