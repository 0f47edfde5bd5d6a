/** Images that hold a shell and tools and no server: they run what they are told to. */
import type { ImageBehaviour } from '../runtime/process';

/** Busybox's shell and tools; without a command its shell ends at once. */
export const busybox: ImageBehaviour = {
  image: 'docker.io/library/busybox',
  aliases: ['registry.k8s.io/busybox', 'gcr.io/google_containers/busybox', 'docker.io/busybox/busybox'],
  tags: /^(stable|musl|glibc|uclibc|1|1\.(2[0-9]|3[0-7])(\.\d+)?)(-(musl|glibc|uclibc))?$/,
  cmd: ['sh'],
  userland: 'busybox',
  programs: {},
};

const release = (id: string, name: string, version: string) => ({
  '/etc/os-release': `PRETTY_NAME="${name} ${version}"\nNAME="${name}"\nVERSION_ID="${version}"\nID=${id}\n`,
});

/** Busybox with a package manager that is not modelled. */
export const alpine: ImageBehaviour = {
  image: 'docker.io/library/alpine',
  tags: /^(3|3\.(1\d|2[0-3]|\d)(\.\d+)?|edge)$/,
  sizeMB: 4,
  cmd: ['/bin/sh'],
  userland: 'busybox',
  tools: ['apk'],
  files: release('alpine', 'Alpine Linux', '3.22'),
  programs: {},
};

/** The Bourne-again shell on busybox tools. */
export const bash: ImageBehaviour = {
  image: 'docker.io/library/bash',
  tags: /^(4|5|5\.[0-3](\.\d+)?)$/,
  sizeMB: 6,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['bash'],
  userland: 'bash',
  files: release('alpine', 'Alpine Linux', '3.22'),
  programs: {},
};

/** Debian tools with `ps`; its shell ends at once without a terminal. */
export const ubuntu: ImageBehaviour = {
  image: 'docker.io/library/ubuntu',
  tags: /^(rolling|devel|noble|jammy|focal|\d\d\.(04|10))$/,
  sizeMB: 30,
  cmd: ['/bin/bash'],
  userland: 'debian',
  tools: ['ps', 'top', 'free'],
  files: release('ubuntu', 'Ubuntu', '24.04'),
  programs: {},
};

/** GNU tools; its shell ends at once without a terminal. */
export const debian: ImageBehaviour = {
  image: 'docker.io/library/debian',
  tags: /^((bookworm|bullseye|trixie|buster|stable|testing|sid|1[0-3](\.\d+)?)(-slim)?)$/,
  sizeMB: 49,
  cmd: ['bash'],
  userland: 'debian',
  files: release('debian', 'Debian GNU/Linux', '13'),
  programs: {},
};

/** Runs `curl` with the arguments; nothing else but busybox. */
export const curlImage: ImageBehaviour = {
  image: 'docker.io/curlimages/curl',
  aliases: ['quay.io/curl/curl'],
  tags: /^([78]\.\d+\.\d+)$/,
  sizeMB: 8,
  entrypoint: ['/entrypoint.sh'],
  cmd: ['curl'],
  uid: 100,
  userland: 'busybox',
  tools: ['curl'],
  curl: 'tag',
  files: release('alpine', 'Alpine Linux', '3.22'),
  programs: {},
};

/** A toolbox for network lessons. */
export const netshoot: ImageBehaviour = {
  image: 'docker.io/nicolaka/netshoot',
  tags: /^v0\.\d+$/,
  sizeMB: 200,
  cmd: ['sh'],
  userland: 'bash',
  tools: ['curl', 'nc', 'nslookup', 'dig', 'host', 'ping'],
  files: release('alpine', 'Alpine Linux', '3.22'),
  programs: {},
};

/** What Kubernetes' documentation debugs DNS with: BIND 9.9 of Debian 8. */
export const dnsutils: ImageBehaviour = {
  image: 'registry.k8s.io/e2e-test-images/jessie-dnsutils',
  tags: /^1\.[0-9]$/,
  sizeMB: 70,
  cmd: ['sleep', 'infinity'],
  userland: 'debian',
  tools: ['nslookup', 'dig', 'host'],
  bind: '9.9',
  programs: {},
};

/** Busybox with curl. */
export const busyboxPlus: ImageBehaviour = {
  image: 'docker.io/radial/busyboxplus',
  tags: /^(curl|base|git)$/,
  sizeMB: 4,
  cmd: ['sh'],
  userland: 'busybox',
  tools: ['curl'],
  programs: {},
};
