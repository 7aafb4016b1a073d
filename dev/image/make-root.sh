#!/bin/sh
# Gathers what the container needs beside the program, in the folder that is named: Node without its symbols, the system
# libraries that it is linked with, and what says which these are.
set -eu
root=$1
node=$(echo node_modules/node-linux-*/bin/node)

mkdir -p "$root/usr/local/bin" "$root/etc" "$root/var/lib/dpkg/status.d" "$root/usr/share/doc/nodejs"
mkdir -m 1777 "$root/tmp"
strip -o "$root/usr/local/bin/node" "$node"
cp "$(dirname "$node")/../LICENSE" "$root/usr/share/doc/nodejs/"

for library in $(ldd "$node" | grep -o '/[^ ]*'); do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
  # Scanners for known faults look here, as in other images without a package manager.
  package=$(dpkg -S "$(readlink -f "$library")" "$library" 2>/dev/null | sed 's/[:,].*//;q')
  dpkg -s "$package" > "$root/var/lib/dpkg/status.d/$package"
  mkdir -p "$root/usr/share/doc/$package"
  cp "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/"
done

cp -L /etc/os-release "$root/etc/"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
echo 'bakehouse:x:65532:65532::/tmp:/usr/sbin/nologin' > "$root/etc/passwd"
echo 'bakehouse:x:65532:' > "$root/etc/group"
