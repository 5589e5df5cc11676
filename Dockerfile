# The hub and its vision service, one image for both: docker build -t petcam-hub .
#
# The program in it is that of the Debian package, so that there is one way to build. BUILD_BASE is a Debian with Node 20.20
# and npm, BASE any Debian 12 or 13; a base that debootstrap made serves too (scripts/package/try-image.sh).
ARG BUILD_BASE=node:20.20.2-bookworm
ARG BASE=debian:bookworm-slim

FROM ${BUILD_BASE} AS build
WORKDIR /source
COPY . .
# A package that lies in dist-deb already is taken as it is, so that a release and its image are the same program. The
# date is that of nothing in the image; without it the packer would ask git, which is not here.
ARG SOURCE_DATE_EPOCH=0
RUN set -e; arch=$(dpkg --print-architecture); \
  if ! ls dist-deb/petcam-hub_*_"$arch".deb >/dev/null 2>&1; then \
    apt-get update -q; \
    apt-get install -y -q --no-install-recommends binutils dpkg-dev file g++ make python3; \
    SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH node scripts/package/build-deb.mjs --fast --out dist-deb; \
  fi; \
  dpkg-deb --extract "$(find dist-deb -name "petcam-hub_*_$arch.deb" | sort -V | tail -1)" /package

FROM ${BASE}
# Only RTSP cameras need ffmpeg, which makes the image much larger: --build-arg FFMPEG=yes.
ARG FFMPEG=no
RUN if [ "$FFMPEG" = yes ]; then \
    apt-get update -q && apt-get install -y -q --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*; \
  fi
RUN groupadd --system --gid 10001 petcam-hub \
  && useradd --system --uid 10001 --gid petcam-hub --home-dir /var/lib/petcam-hub --no-create-home --shell /usr/sbin/nologin petcam-hub \
  && useradd --system --uid 10002 --gid petcam-hub --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin petcam-vision \
  && useradd --system --uid 10003 --gid petcam-hub --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin petcam-rtsp \
  && install -d -m 0700 -o petcam-hub -g petcam-hub /var/lib/petcam-hub \
  && install -d -m 0750 -o petcam-vision -g petcam-hub /run/petcam-hub-vision \
  && install -d -m 0750 -o petcam-rtsp -g petcam-hub /run/petcam-hub-rtsp
COPY --from=build /package/usr/lib/petcam-hub /usr/lib/petcam-hub
COPY --from=build /package/usr/bin/petcam-hub /usr/bin/petcam-hub
COPY --from=build /package/usr/share/doc/petcam-hub /usr/share/doc/petcam-hub

# In a container the vision process is never without its confinement: compose.yaml says how it gets it.
ENV NODE_ENV=production \
  PETCAM_DATA_DIR=/var/lib/petcam-hub \
  PETCAM_VISION_CONFINEMENT=required
USER petcam-hub
WORKDIR /var/lib/petcam-hub
VOLUME /var/lib/petcam-hub
# Ports of the page (TLS, plain) and of the cameras (TLS).
EXPOSE 8443 8080 8883
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD /usr/lib/petcam-hub/bin/node -e "fetch('http://127.0.0.1:' + (process.env.PETCAM_HTTP_PORT ?? 8080) + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"
ENTRYPOINT ["petcam-hub"]
CMD ["serve"]
