/** The list of the course, made by scripts/courseIndex.mjs when the page is built. */
declare module 'virtual:course' {
  import type { CourseEntry } from './course';

  /** In the order of the course. */
  export const labs: readonly CourseEntry[];
}
