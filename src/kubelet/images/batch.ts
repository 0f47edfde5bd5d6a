/** The study notes' batch and daemon images: a few lines of shell each. */
import type { ImageBehaviour } from '../runtime/process';

/** Says so, works for two minutes, says so again and ends with 0. */
export const batchJob: ImageBehaviour = {
  image: 'docker.io/luksa/batch-job',
  entrypoint: ['sh', '-c', 'echo "$(date) Batch job starting"; sleep 120; echo "$(date) Finished succesfully"'],
  userland: 'busybox',
  programs: {},
};

/** Writes `SSD OK` every five seconds, for ever. */
export const ssdMonitor: ImageBehaviour = {
  image: 'docker.io/luksa/ssd-monitor',
  entrypoint: ['sh', '-c', 'while true; do echo "SSD OK"; sleep 5; done'],
  userland: 'busybox',
  programs: {},
};
