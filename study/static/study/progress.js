// An enhancement: tells the server which provisions were before the reader's eyes, and for how long the tab was visible.
// In a hidden tab nothing counts. The server bounds every claim by its own clock and by how fast anybody reads.
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
    } catch { /* the line is cut; the same provisions are named next time */ }
  };

  setInterval(look, LOOK_MS);
  setInterval(() => { if (!document.hidden) beat(); }, BEAT_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      look();
      // What was visible up to now still counts; the answer is not waited for, so the same is named again later.
      if (hasNews()) navigator.sendBeacon(form.dataset.progress, report());
    } else {
      visibleMs = 0;
      lookedAt = performance.now();
    }
  });
}
