/**
 * What becomes of a page's script, and what the page shows meanwhile. The script that looks after it stands in the page
 * itself and is read by any browser: it is there where nothing else comes.
 */

/** `none`, where not even that one runs, is what the page says as it comes. */
export type ScriptState = "none" | "coming" | "late" | "failed" | "old" | "alive";

/** After so long, in milliseconds, a page says that its script has not come. It is shown all the same when it comes. */
const PATIENCE = 4_000;

/**
 * The text of the script. Each element with `data-when` is there in the states that it names. A failure of a browser that
 * lacks what all of the floor have is laid to its age.
 */
export const PAGE_WATCHDOG = `(function (page) {
  var root = page.documentElement, state = "coming", failed = false, told = false;
  function show(next) {
    state = next;
    root.setAttribute("data-script", state);
    var parts = page.querySelectorAll("[data-when]");
    for (var i = 0; i < parts.length; i++) {
      parts[i].hidden = parts[i].getAttribute("data-when").split(" ").indexOf(state) < 0;
    }
  }
  function tell() {
    if (state === "alive") return;
    told = true;
    var knowsModules = "noModule" in page.createElement("script");
    var isOld = !knowsModules || failed && !Array.prototype.findLast;
    show(isOld ? "old" : failed ? "failed" : "late");
  }
  window.addEventListener("error", function (event) {
    var name = event.target && event.target.tagName;
    if (name && name !== "SCRIPT") return;
    failed = true;
    if (name || told) tell();
  }, true);
  window.addEventListener("unhandledrejection", function () {
    failed = true;
    if (told) tell();
  });
  window.tuilaAlive = function () {
    show("alive");
  };
  show(state);
  setTimeout(tell, ${PATIENCE});
})(document);`;
