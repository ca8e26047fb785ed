// An enhancement: jumps without a new page, a transcript that follows, articles at their moment, speed and keys.
const root = document.querySelector("[data-lecture]");
const player = root?.querySelector("[data-player]");

if (player) {
  const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
  const cues = [...root.querySelectorAll("[data-transcript] li")];
  const list = root.querySelector("[data-transcript]");
  const follow = root.querySelector("[data-follow] input");
  const articles = [...root.querySelectorAll("[data-articles] > article")];
  const speed = root.querySelector("[data-speed]");
  let current = null;
  let showAll = false;

  const jump = (seconds, play = true) => {
    const go = () => { player.currentTime = seconds; };
    if (player.readyState > 0) go(); else player.addEventListener("loadedmetadata", go, { once: true });
    if (play) player.play().catch(() => {});
  };

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    jump(Number(link.dataset.jump));
    history.replaceState(null, "", link.href);
  });

  const followTo = (cue) => {
    if (current === cue) return;
    current?.removeAttribute("aria-current");
    current = cue;
    cue?.setAttribute("aria-current", "true");
    if (cue && (!follow || follow.checked)) {
      list.scrollTo({ top: cue.offsetTop - list.clientHeight / 3 });
    }
  };

  const showArticles = (now) => {
    const said = articles.filter((article) => Number(article.dataset.from) <= now);
    const shown = said.at(-1) ?? articles[0];
    for (const article of articles) article.hidden = !showAll && article !== shown;
  };

  const tick = () => {
    const ms = player.currentTime * 1000 + 50;
    followTo(cues.findLast((cue) => Number(cue.dataset.start) <= ms) ?? null);
    showArticles(player.currentTime);
  };
  player.addEventListener("timeupdate", tick);
  player.addEventListener("seeked", tick);
  showArticles(0);

  if (follow) root.querySelector("[data-follow]").hidden = false;
  const all = root.querySelector("[data-all-articles]");
  if (all && articles.length > 1) {
    all.hidden = false;
    const button = all.querySelector("button");
    button.addEventListener("click", () => {
      showAll = !showAll;
      button.setAttribute("aria-pressed", String(showAll));
      showArticles(player.currentTime);
    });
  }

  speed.hidden = false;
  const choice = speed.querySelector("select");
  const setSpeed = (value) => { player.playbackRate = value; choice.value = String(value); };
  choice.addEventListener("change", () => setSpeed(Number(choice.value)));

  const faster = (step) => {
    const place = SPEEDS.indexOf(player.playbackRate) + step;
    if (place >= 0 && place < SPEEDS.length) setSpeed(SPEEDS[place]);
  };
  const by = (seconds) => () => { player.currentTime = Math.max(0, player.currentTime + seconds); };
  const toggle = () => { if (player.paused) player.play().catch(() => {}); else player.pause(); };
  const KEYS = {
    " ": toggle, k: toggle, ArrowLeft: by(-5), ArrowRight: by(5), j: by(-10), l: by(10),
    "<": () => faster(-1), ">": () => faster(1), m: () => { player.muted = !player.muted; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The player has keys of its own; fields, buttons and links keep theirs.
    if (event.target.closest("input, textarea, select, button, a, summary, video, audio, [contenteditable]")) return;
    const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // A link from a list of progress ends in #t_192.
  const asked = /^#t_(\d+)$/.exec(location.hash);
  if (asked) jump(Number(asked[1]), false);
  window.addEventListener("hashchange", () => {
    const to = /^#t_(\d+)$/.exec(location.hash);
    if (to) jump(Number(to[1]));
  });
}
