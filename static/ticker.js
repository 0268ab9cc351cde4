// Ticks. Browsers slow down the timers of a page that is not in front down to one a second, but not a worker's: and who
// shares a screen has another window in front.
setInterval(() => postMessage(null), Number(new URLSearchParams(location.search).get("every")));
