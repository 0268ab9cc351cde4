import { streamPath } from "../stream_path.ts";

/** The HTML of a frame with the player of a stream, full width at 16:9. */
export function embedCode(origin: string, stream: string): string {
  const attributes = {
    src: new URL(streamPath("embed", stream), origin).href,
    title: stream,
    allow: "autoplay; fullscreen; picture-in-picture",
    style: "width: 100%; aspect-ratio: 16 / 9; border: 0",
  };
  const attributeList = Object.entries(attributes).map(([name, value]) =>
    `${name}="${escaped(value)}"`
  );
  return `<iframe ${attributeList.join(" ")}></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
