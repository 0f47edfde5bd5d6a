/** What answers `/metrics`: handed in from outside, where requests are counted; a page has nobody who would ask. */
import type { Call } from './call';

export interface Metrics {
  /** The metrics in the text format of Prometheus; the request is authorized already. */
  text(call: Call): string;
}

/** The type of that text, as the server of 1.36 names it. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores';
