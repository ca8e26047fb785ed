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

  const played = () => {
    const parts = [];
    for (let i = 0; i < player.played.length; i += 1) {
      parts.push([player.played.start(i), player.played.end(i)].map((at) => Math.round(at * 100) / 100));
    }
    return parts;
  };

  const report = () => {
    const parts = played();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", box.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("ticket", box.dataset.ticket);
    data.append("played", JSON.stringify(parts));
    data.append("position", player.currentTime.toFixed(2));
    return { data, mark: JSON.stringify(parts) };
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
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
}
