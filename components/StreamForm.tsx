import { ArrowIcon } from "./icons.tsx";
import { Sign } from "./Mark.tsx";
import { DEFAULT_STREAM } from "./streams.ts";

/** The two ways in, for any stream. A plain form: each button sends the name to its own page. */
export function StreamForm() {
  return (
    <form class="ways" method="get">
      <div class="ways-name">
        <label class="label" for="stream-name">Stream name</label>
        <input
          id="stream-name"
          class="field"
          name="stream"
          placeholder={DEFAULT_STREAM}
          maxlength={64}
          pattern="[\p{L}\p{N}_\-][\p{L}\p{M}\p{N}_\-]*"
          title="Letters, digits, - and _"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="stream-name-hint"
        />
        <p class="hint" id="stream-name-hint">
          Any letters, digits, - and _. Left empty, it is “{DEFAULT_STREAM}”.
        </p>
      </div>
      <div class="way">
        <Sign of="push" />
        <p class="way-word">
          <span lang="zh-Latn">tuī</span>, push
        </p>
        <p class="way-says">Send your camera and microphone.</p>
        <button class="button button--primary" type="submit" formaction="/broadcast">
          Broadcast
          <ArrowIcon />
        </button>
      </div>
      <div class="way">
        <Sign of="pull" />
        <p class="way-word">
          <span lang="zh-Latn">lā</span>, pull
        </p>
        <p class="way-says">Open a stream: it plays by itself.</p>
        <button class="button" type="submit" formaction="/watch">
          Watch
          <ArrowIcon />
        </button>
      </div>
    </form>
  );
}
