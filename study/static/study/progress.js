// An enhancement: tells the server which provisions were before the reader's eyes, and for how long the tab was visible.
// In a hidden tab nothing counts. The server bounds every claim by its own clock and by how fast anybody reads. Without a
// line the report waits on the device, with its time, and is sent later.
import { post } from "../cms/offline/queue.js";

const form = document.querySelector("[data-progress]");
const body = document.querySelector(".text__body");
const LOOK_MS = 1000;
const BEAT_MS = 15000;

if (form && body && "IntersectionObserver" in window) {
  const said = document.querySelector("[data-progress-said]");
  const parts = [...body.children].filter((part) => part.id);
  const onScreen = new Set();
  const looked = new Map();
  const unsent = new Set();
  const done = new Set();
  let visibleMs = 0;
  let lookedAt = performance.now();
  let sentPlace = "";

  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) onScreen.add(entry.target); else { onScreen.delete(entry.target); looked.delete(entry.target); }
    }
  });
  parts.forEach((part) => observer.observe(part));

  // A provision counts as seen when its end was on the screen twice, a second apart.
  const look = () => {
    const now = performance.now();
    if (!document.hidden) {
      visibleMs += Math.min(now - lookedAt, 2 * LOOK_MS);
      for (const part of onScreen) {
        const { bottom } = part.getBoundingClientRect();
        if (bottom > 0 && bottom <= window.innerHeight) {
          if (looked.has(part) && !done.has(part.id)) unsent.add(part.id);
          looked.set(part, true);
        }
      }
    }
    lookedAt = now;
  };

  const place = () => parts.filter((part) => onScreen.has(part)).find((part) => part.getBoundingClientRect().bottom > 160)?.id ?? "";

  const report = () => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("material", form.dataset.material);
    data.append("address", place());
    data.append("seen", [...unsent].join(" "));
    data.append("visible", (visibleMs / 1000).toFixed(1));
    data.append("at", Date.now());
    return data;
  };

  const hasNews = () => unsent.size > 0 || place() !== sentPlace;

  const beat = async () => {
    if (!hasNews()) return;
    const data = report();
    const reported = visibleMs;
    try {
      const response = await fetch(form.dataset.progress, { method: "POST", body: data });
      const answer = await response.json();
      if (!response.ok) { if (said) said.textContent = answer.error; return; }
      visibleMs -= reported;
      sentPlace = data.get("address");
      const waiting = new Set(answer.waiting);
      for (const id of data.get("seen").split(" ")) if (!waiting.has(id)) { unsent.delete(id); done.add(id); }
      if (said) said.textContent = answer.finished ? "读完了，已记下。" : `已读 ${answer.percent}%，已记下。`;
    } catch {
      await keep(data, reported);
    }
  };

  // In the queue a report is as good as sent: it is counted later, so nothing in it is named again.
  const keep = async (data, reported) => {
    const fields = Object.fromEntries(["material", "address", "seen", "visible", "at"].map((name) => [name, data.get(name)]));
    visibleMs = Math.max(0, visibleMs - reported);
    sentPlace = fields.address;
    const named = fields.seen.split(" ").filter(Boolean);
    for (const id of named) { unsent.delete(id); done.add(id); }
    const label = `读到的地方：${document.querySelector("h1").textContent}`;
    const { state, answer } = await post({ url: form.dataset.progress, fields, label, channel: `read-${fields.material}`, quiet: true });
    for (const id of answer?.waiting ?? []) { unsent.add(id); done.delete(id); }
    if (said) said.textContent = state === "sent" ? "已记下。" : "没有网络，读到哪里记在本机，联网后自动发出。";
  };

  setInterval(look, LOOK_MS);
  setInterval(() => { if (!document.hidden) beat(); }, BEAT_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      look();
      // What was visible up to now still counts; the answer is not waited for, so the same is named again later.
      if (hasNews() && navigator.onLine) navigator.sendBeacon(form.dataset.progress, report());
      else if (hasNews()) keep(report(), visibleMs).catch(() => {});
    } else {
      visibleMs = 0;
      lookedAt = performance.now();
    }
  });
}
