/** The elements of media-chrome that the player uses. For browsers only. The first import must stay first. */
import "./media_chrome_setup.ts";
import "media-chrome/media-controller";
import "media-chrome/media-fullscreen-button";
import "media-chrome/media-live-button";
import "media-chrome/media-mute-button";
import "media-chrome/media-pip-button";
import "media-chrome/media-play-button";
import "media-chrome/media-volume-range";
