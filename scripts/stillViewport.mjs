/**
 * A part of the build: React Flow moves the viewport with d3's transitions, which bring easing, timers, colours and
 * interpolation of everything into the first load. The page never asks for such a movement (no `duration`, no zoom by
 * double click), so it gets transitions that are at their end at once. docs/decisions/011-offline.md has the figures.
 */

const still = {
  'd3-transition': `
import { selection } from 'd3-selection';
export const interrupt = () => {};
selection.prototype.interrupt = function () {
  return this;
};
selection.prototype.transition = function () {
  const ended = Object.create(this);
  ended.duration = ended.ease = () => ended;
  ended.on = (type, listener) => {
    if (type === 'end') queueMicrotask(listener);
    return ended;
  };
  return ended;
};
`,
  'd3-interpolate': `
export const interpolate = (_from, to) => () => to;
export const interpolateZoom = interpolate;
`,
};

/** @returns {import('vite').Plugin} */
export function stillViewport() {
  return {
    name: 'still-viewport',
    apply: 'build',
    enforce: 'pre',
    resolveId: { filter: { id: /^d3-(?:transition|interpolate)$/ }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0d3-(?:transition|interpolate)$/ },
      handler: (id) => still[/** @type {keyof typeof still} */ (id.slice(1))],
    },
  };
}
