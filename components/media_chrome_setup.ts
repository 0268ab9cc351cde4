/** Adapts media-chrome to these pages. Import it before the elements, which start as soon as they are defined. */
import MediaButton from "media-chrome/media-chrome-button";
import MediaRange from "media-chrome/media-chrome-range";
import MediaContainer from "media-chrome/media-container";
import MediaControlBar from "media-chrome/media-control-bar";
import MediaGestureReceiver from "media-chrome/media-gesture-receiver";
import MediaTooltip from "media-chrome/media-tooltip";
import { addTranslation, setLanguage } from "media-chrome/utils/i18n.js";
import { CONTROLS } from "@/i18n/controls.ts";
import { LANGUAGES, parseLanguage } from "@/i18n/language.ts";

/** Use this app's texts, in the language of the page. */
const language = parseLanguage(document.documentElement.lang) ?? LANGUAGES[0];
addTranslation(language, CONTROLS[language].mediaChrome);
setLanguage(language);

/**
 * The elements have a `<style>` in the template of their shadow root. The page's CSP (`style-src`) requires a nonce on it,
 * which scripts can read from another element.
 */
const nonce = document.querySelector<HTMLElement>("script[nonce]")?.nonce ?? "";

interface TemplateElement {
  getTemplateHTML(...args: Parameters<typeof MediaButton.getTemplateHTML>): string;
}

const elementClasses: readonly TemplateElement[] = [
  MediaButton,
  MediaRange,
  MediaContainer,
  MediaControlBar,
  // Parts of those: where a browser has no `setHTMLUnsafe`, they make their shadow roots themselves.
  MediaGestureReceiver,
  MediaTooltip,
];
for (const element of elementClasses) {
  const template = element.getTemplateHTML;
  element.getTemplateHTML = function (...args) {
    return template.apply(this, args).replaceAll("<style>", `<style nonce="${nonce}">`);
  };
}
