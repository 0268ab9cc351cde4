import { type ComponentChildren, toChildArray } from "preact";

/** The sections in two independent columns: an opening section moves only what is below it. */
export function StudioSections({ children }: { children: ComponentChildren }) {
  const sections = toChildArray(children);
  return (
    <div class="studio-sections">
      <div>{sections.filter((_, at) => at % 2 === 0)}</div>
      <div>{sections.filter((_, at) => at % 2 === 1)}</div>
    </div>
  );
}
