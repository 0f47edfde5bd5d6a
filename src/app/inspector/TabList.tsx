/** Tabs by the ARIA pattern: one stop for Tab, arrow keys walk, the panel belongs to its tab. */
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export interface TabItem<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly count?: number | string;
}

interface TabListProps<T extends string> {
  readonly label: string;
  readonly items: readonly TabItem<T>[];
  readonly active: T;
  onSelect(id: T): void;
  /** What the active tab shows. */
  readonly children: ReactNode;
}

export function TabList<T extends string>({ label, items, active, onSelect, children }: TabListProps<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const at = items.findIndex((item) => item.id === active);
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : at + step;
    const item = items[(next + items.length) % items.length];
    if (item === undefined || item.id === active) return;
    event.preventDefault();
    onSelect(item.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[items.indexOf(item)]?.focus();
  };
  return (
    <>
      <div ref={list} className="tabs" role="tablist" aria-label={label} onKeyDown={walk}>
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={`${id}-${item.id}`}
            aria-controls={`${id}-panel`}
            aria-selected={item.id === active}
            tabIndex={item.id === active ? 0 : -1}
            onClick={() => onSelect(item.id)}
          >
            {item.label}
            {item.count === undefined ? null : <span className="num tab-count">{item.count}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} className="tab-panel" role="tabpanel" aria-labelledby={`${id}-${active}`} tabIndex={0}>
        {children}
      </div>
    </>
  );
}
