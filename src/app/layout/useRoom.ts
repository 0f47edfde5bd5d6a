/** The size of an element, kept up to date. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Room } from './layoutSize';

/** A ref for the element, and its size; `initial` until it is first measured. */
export function useRoom<T extends HTMLElement>(initial: Room): readonly [RefObject<T | null>, Room] {
  const ref = useRef<T>(null);
  const [room, setRoom] = useState(initial);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setRoom((last) => (last.width === width && last.height === height ? last : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, room];
}
