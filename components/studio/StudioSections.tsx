import { type ComponentChildren, toChildArray } from "preact";

/** The sections in two columns, each stacked by itself: one that opens moves what is below it, and leaves no hole beside it. */
export function StudioSections({ children }: { children: ComponentChildren }) {
  const sections = toChildArray(children);
  return (
    <div class="studio-sections">
      <div>{sections.filter((_, at) => at % 2 === 0)}</div>
      <div>{sections.filter((_, at) => at % 2 === 1)}</div>
    </div>
  );
}
