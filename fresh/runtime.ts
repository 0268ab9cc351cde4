/**
 * What pages and islands can import, on the server and in the browser.
 * @module
 */

export { asset } from "./asset.ts";
export { HttpError } from "./error.ts";
export { Head, type HeadProps } from "./head.ts";

/** Whether the code runs in a browser. */
export const IS_BROWSER = typeof document !== "undefined";
