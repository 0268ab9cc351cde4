import {
  type ComponentType,
  createContext,
  Fragment,
  type FunctionComponent,
  h,
  type VNode,
} from "preact";
import { useContext } from "preact/hooks";
import { Serializer } from "./serialize.ts";

/** A component that the browser also renders. */
export interface Island {
  /** A unique name among the islands. */
  name: string;
  /** Its name in the exports of its module. */
  exportName: string;
  /** The URL path of the script that exports it. */
  file: string;
  /** The scripts to load for it: its own and those that it imports. */
  scripts: string[];
  /** The single script to load instead, including the client, for a page without islands of other modules. */
  singleScript?: string;
}

/** A module of islands, as the build lists them. */
export interface IslandModule {
  name: string;
  /** Its own script, then the scripts that it imports. */
  scripts: string[];
  /** The single script of a page without other islands, if the build made it. */
  singleScript?: string;
  module: object;
}

/** Every exported function of every module is an island. */
export function registerIslands(modules: IslandModule[]): Map<unknown, Island> {
  const islands = new Map<unknown, Island>();
  const names = new Set<string>();
  for (const { name: moduleName, scripts, singleScript, module } of modules) {
    for (const [exportName, component] of Object.entries(module)) {
      if (typeof component !== "function") continue;
      const wanted = exportName === "default" ? moduleName : exportName;
      let name = wanted;
      for (let n = 1; names.has(name); n++) name = `${wanted}_${n}`;
      names.add(name);
      islands.set(component, { name, exportName, file: scripts[0], scripts, singleScript });
    }
  }
  return islands;
}

/** The islands found while a page is rendered. */
export class PageIslands {
  readonly used = new Set<Island>();
  readonly #registry: Map<unknown, Island>;
  readonly #props = new Serializer();

  constructor(registry: Map<unknown, Island>) {
    this.#registry = registry;
  }

  /** Whether a node must be rendered through {@linkcode islandBoundary}. */
  isIsland(vnode: VNode): boolean {
    return this.#registry.has(vnode.type) && !insideBoundary.has(vnode);
  }

  /** Stores the props of an island, and returns the text of its marker. */
  add(component: unknown, props: object): string {
    const island = this.#registry.get(component);
    if (island === undefined) throw new Error("Not an island of this build");
    this.used.add(island);
    const entries: [string, unknown][] = Object.entries(props);
    for (const [prop, value] of entries) {
      this.#props.add(value, `Island <${island.name}>, prop "${prop}"`);
    }
    const index = this.#props.add(Object.fromEntries(entries), `Island <${island.name}>`);
    return `frsh:island:${island.name}:${index}:`;
  }

  /** The scripts that the page will load. */
  scripts(client: string[]): string[] {
    if (this.used.size === 0) return [];
    const singleScript = this.#singleScript();
    if (singleScript !== undefined) return [singleScript];
    return [...new Set([...client, ...[...this.used].flatMap(({ scripts }) => scripts)])];
  }

  /** The script that starts the islands in the browser. */
  bootScript(client: string): string {
    const singleScript = this.#singleScript();
    if (singleScript !== undefined) {
      const named = [...this.used].map(({ name, exportName }) => `${name}:islands.${exportName}`);
      return `import{boot,islands}from"${singleScript}";boot({${named}},${this.#props.toScript()});`;
    }
    const imports = [...this.used].map(({ name, exportName, file }) =>
      `import{${exportName} as ${name}}from"${file}";`
    ).join("");
    const names = [...this.used].map(({ name }) => name).join();
    return `import{boot}from"${client}";${imports}` +
      `boot({${names}},${this.#props.toScript()});`;
  }

  #singleScript(): string | undefined {
    const [singleScript, ...others] = new Set([...this.used].map((island) => island.singleScript));
    return others.length === 0 ? singleScript : undefined;
  }
}

/** The islands of the page around a component; `null` inside an island, whose inner islands are plain components. */
export const IslandsContext = createContext<PageIslands | null>(null);

const insideBoundary = new WeakSet<VNode>();
const boundaries = new WeakMap<ComponentType, FunctionComponent>();

/**
 * The component that replaces an island on the server, and puts markers around it.
 *
 * It finds its page during the rendering, because a node that is created once may be part of many pages.
 */
export function islandBoundary(component: ComponentType): FunctionComponent {
  const known = boundaries.get(component);
  if (known !== undefined) return known;
  const IslandBoundary: FunctionComponent = (props) => {
    const page = useContext(IslandsContext);
    const child = h(component, props);
    insideBoundary.add(child);
    if (page === null) return child;
    return h(
      IslandsContext.Provider,
      { value: null },
      comment(page.add(component, props)),
      child,
      comment("/frsh:island"),
    );
  };
  boundaries.set(component, IslandBoundary);
  return IslandBoundary;
}

function comment(text: string): VNode {
  // preact-render-to-string renders this prop as a comment; the type of Fragment lacks it.
  const props: object = { UNSTABLE_comment: text };
  return h(Fragment, props);
}
