// An enhancement: says now and then which parts were played. The server checks them against its own clock. Without a line
// the same is kept on the device and sent later.
import { post } from "../cms/offline/queue.js";

const box = document.querySelector("[data-watched]");
const player = document.querySelector("[data-player]");
const BEAT_MS = 20000;

if (box && player) {
  const said = box.querySelector("[data-watched-said]");
  const visit = `watched-${Date.now()}`;
  let sent = "";

  // Parts played while the tab was visible; in a hidden tab nothing counts.
  const parts = [];
  let from = null;
  const cut = () => {
    if (from !== null && player.currentTime > from) parts.push([from, player.currentTime]);
    from = null;
  };
  player.addEventListener("timeupdate", () => {
    if (document.hidden || player.paused || player.seeking) return;
    const at = player.currentTime;
    if (from === null) { from = at; return; }
    const last = parts.at(-1);
    // Steps of a second or two follow each other; anything else is a jump.
    if (at < from || at - from > 6) { from = at; return; }
    if (last && Math.abs(last[1] - from) < 0.5) last[1] = at; else parts.push([from, at]);
    from = at;
  });
  player.addEventListener("seeking", () => { from = null; });
  player.addEventListener("pause", cut);

  const played = () => parts.map((part) => part.map((at) => Math.round(at * 100) / 100));

  const report = () => {
    const claimed = played();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", box.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("ticket", box.dataset.ticket);
    data.append("played", JSON.stringify(claimed));
    data.append("position", player.currentTime.toFixed(2));
    return { data, mark: JSON.stringify(claimed) };
  };

  const beat = async () => {
    const { data, mark } = report();
    if (mark === sent || mark === "[]") return;
    try {
      const response = await fetch(box.dataset.watched, { method: "POST", body: data });
      const answer = await response.json();
      if (!response.ok) { said.textContent = answer.error; return; }
      sent = mark;
      said.textContent = answer.finished ? "这一课看完了，已记下。" : `已看 ${answer.percent}%，已记下。`;
    } catch {
      await keep(data, mark);
    }
  };

  // Each report of a visit says all its parts, so that a later one takes the place of one that still waits.
  const keep = async (data, mark) => {
    const fields = Object.fromEntries(["ticket", "played", "position"].map((name) => [name, data.get(name)]));
    const label = `观看进度：${document.querySelector("h1").textContent}`;
    const { state } = await post({ url: box.dataset.watched, fields, label, channel: visit, replaces: true, quiet: true });
    sent = mark;
    said.textContent = state === "sent" ? "已记下。" : "没有网络，看到哪里记在本机，联网后自动发出。";
  };

  const leave = () => {
    const { data, mark } = report();
    if (mark === sent || mark === "[]") return;
    if (navigator.onLine) navigator.sendBeacon(box.dataset.watched, data);
    else keep(data, mark).catch(() => {});
  };

  const resume = Number(box.dataset.position ?? 0);
  if (resume && !location.hash) {
    const go = () => { player.currentTime = resume; };
    if (player.readyState > 0) go(); else player.addEventListener("loadedmetadata", go, { once: true });
  }
  setInterval(() => { if (!player.paused) beat(); }, BEAT_MS);
  player.addEventListener("pause", beat);
  player.addEventListener("ended", () => { setTimeout(beat, 1500); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) { cut(); leave(); } });
}
