#!/bin/bash
# Run once inside a lab that has debian:trixie-slim: makes the other images of a fresh lab, then writes the engine's image
# store in the form in which labs share it as a tar (../image.ts puts that into the lab's image).
set -euo pipefail
work=$(mktemp -d)
cd "$work"

make_busybox() {
	mkdir -p root/{bin,dev,etc,home,proc,root,sys,tmp,usr/sbin,var}
	chmod 1777 root/tmp
	chmod 0700 root/root
	cp /usr/bin/busybox root/bin/busybox
	for applet in $(busybox --list); do [ "$applet" = busybox ] || ln root/bin/busybox "root/bin/$applet"; done
	printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n' > root/etc/passwd
	printf 'root:x:0:\nnogroup:x:65534:\n' > root/etc/group
	tar --create --numeric-owner -C root . | docker import --change 'CMD ["sh"]' - busybox:latest
}

make_web() {
	local container
	container=$(docker create busybox)
	docker cp --quiet /srv/www "$container:/www"
	docker commit --change 'CMD ["httpd", "-f", "-p", "80", "-h", "/www"]' "$container" web:lab
	docker rm "$container"
}

# Moves the layers' contents out of the store and leaves links to where labs will have them.
separate_layers() {
	mkdir -p seed/layers seed/docker
	cp -a /var/lib/docker/{image,overlay2} seed/docker/
	for layer in seed/docker/overlay2/*/diff; do
		id=$(basename "$(dirname "$layer")")
		mv "$layer" "seed/layers/$id"
		ln -s "/usr/local/lib/underbridge/layers/$id" "$layer"
	done
}

{
	make_busybox
	make_web
	separate_layers
} >&2
bash /usr/local/lib/underbridge/shifted-tar seed
