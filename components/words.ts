/** The words of a state: a title, what happened and what to do, and a tone. */
export interface Words {
  readonly title: string;
  readonly detail: string;
  readonly tone: Tone;
}

/**
 * - `calm`: nothing to do, or all is as it should be
 * - `busy`: something is under way and ends by itself
 * - `live`: the picture is on; words shrink to a badge
 * - `preview`: the picture is there for the own eyes; words shrink to a note
 * - `warning`: the picture is on, but something needs saying
 * - `dark`: the stream is on, but has no picture: words in its place
 * - `alarm`: the stream is on, but nobody gets it; read out at once
 * - `trouble`: it did not work; read out at once
 */
export type Tone = "calm" | "busy" | "preview" | "live" | "warning" | "dark" | "alarm" | "trouble";
