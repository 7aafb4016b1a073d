#!/bin/sh
# Makes what the Dockerfile builds with where no registry can be reached: Debian from its packages, the Node of this
# project, and this machine's npm and the authorities that it trusts. Its name is to be given as --build-arg BASE=…
set -eu
name=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mmdebstrap --quiet --variant=apt --include=binutils,libatomic1,libstdc++6,passwd --format=directory \
  --aptopt='Acquire::Retries "3"' "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root/debian"
cp -L "$(echo "$(dirname "$0")"/../../node_modules/node-linux-*/bin/node)" "$root/debian/usr/local/bin/node"
mkdir -p "$root/debian/usr/local/lib/node_modules"
cp -R "$(dirname "$(realpath "$(command -v npm)")")/.." "$root/debian/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/debian/usr/local/bin/npm"
mkdir -p "$root/debian/etc/ssl/certs"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/debian/etc/ssl/certs/" 2>/dev/null || :
tar -C "$root/debian" -c . |
  podman import --quiet --change 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' - "$name"
