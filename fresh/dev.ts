/**
 * Builds an app, and serves it during development.
 * @module
 */

export { Builder, type BuildOptions } from "./builder.ts";
