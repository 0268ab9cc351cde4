import type { ComponentChildren } from "preact";

interface SectionProps {
  title: string;
  icon: ComponentChildren;
  /** The one thing worth knowing while the section is closed. */
  fact?: string | null;
  open?: boolean;
  onToggle?: (open: boolean) => void;
  children: ComponentChildren;
}

/** A part of the studio that is there for who asks for it, and closed for who does not. */
export function Section(
  { title, icon, fact = null, open = false, onToggle, children }: SectionProps,
) {
  return (
    <details
      class="section"
      open={open}
      onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}
    >
      <summary>
        {icon}
        {title}
        <span class="section-fact">{fact}</span>
      </summary>
      <div class="section-body">{children}</div>
    </details>
  );
}
